package io.kullback.stream;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/** The panes of one monitor, by start and segment, in heap; remembers which of them its durable copy does not have yet. */
final class PaneStore {

    private final NavigableMap<Long, SortedMap<String, PaneCounts>> panes = new TreeMap<>();
    private final SortedSet<Key> changed = new TreeSet<>();

    /** Names one pane in one segment. */
    record Key(long start, String segment) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byStart = Long.compare(start, other.start);
            return byStart != 0 ? byStart : segment.compareTo(other.segment);
        }
    }

    /** Adds to a pane. */
    void merge(long start, String segment, PaneCounts counts) {
        // Copied, since the caller's counts are those of a message and this pane will grow.
        panes.computeIfAbsent(start, key -> new TreeMap<>()).merge(segment, counts.copy(), (held, added) -> {
            held.merge(added);
            return held;
        });
        changed.add(new Key(start, segment));
    }

    /** Takes a pane found in the durable copy. */
    void restore(long start, String segment, PaneCounts counts) {
        panes.computeIfAbsent(start, key -> new TreeMap<>()).put(segment, counts);
    }

    /** Starts of the panes that hold an event, rising. */
    SortedSet<Long> starts() {
        return panes.navigableKeySet();
    }

    /** One pane in one segment. */
    Optional<PaneCounts> get(long start, String segment) {
        SortedMap<String, PaneCounts> bySegment = panes.get(start);
        return bySegment == null ? Optional.empty() : Optional.ofNullable(bySegment.get(segment));
    }

    /** The segments that have an event in [from, to), in order of their names. */
    SortedSet<String> segments(long from, long to) {
        SortedSet<String> segments = new TreeSet<>();
        panes.subMap(from, to).values().forEach(bySegment -> segments.addAll(bySegment.keySet()));
        return segments;
    }

    /** The counts of one segment in [from, to): the sum of its panes there. */
    Optional<PaneCounts> sum(long from, long to, String segment) {
        Optional<PaneCounts> sum = Optional.empty();
        for (SortedMap<String, PaneCounts> bySegment : panes.subMap(from, to).values()) {
            PaneCounts pane = bySegment.get(segment);
            if (pane != null) {
                if (sum.isEmpty()) {
                    sum = Optional.of(pane.copy());
                } else {
                    sum.get().merge(pane);
                }
            }
        }
        return sum;
    }

    /**
     * Visits the counts of one segment in each whole window of [from, to) that holds an event of it, in order of time. Windows start at multiples of their size, so
     * that they do not overlap.
     *
     * @param size of a window in milliseconds, a multiple of a pane's
     * @param visitor told the counts and the start of a window
     */
    void forEachWindow(long from, long to, long size, String segment, ObjLongConsumer<PaneCounts> visitor) {
        SortedSet<Long> starts = new TreeSet<>();
        panes.subMap(from, to).keySet().forEach(pane -> starts.add(Math.floorDiv(pane, size) * size));
        for (long start : starts) {
            if (start >= from && start + size <= to) {
                sum(start, start + size, segment).ifPresent(counts -> visitor.accept(counts, start));
            }
        }
    }

    /** Lets go of a pane in all segments. */
    void remove(long start) {
        SortedMap<String, PaneCounts> bySegment = panes.remove(start);
        if (bySegment != null) {
            bySegment.keySet().forEach(segment -> changed.add(new Key(start, segment)));
        }
    }

    /** Number of panes held, over all segments. */
    long size() {
        return panes.values().stream().mapToLong(Map::size).sum();
    }

    /** What {@link #drainChanges} calls. */
    @FunctionalInterface
    interface ChangeVisitor {
        /** @param counts empty when the pane was let go of */
        void visit(Key key, Optional<PaneCounts> counts);
    }

    /** Visits what changed since the last call, in order. */
    void drainChanges(ChangeVisitor visitor) {
        changed.forEach(key -> visitor.visit(key, get(key.start(), key.segment())));
        changed.clear();
    }
}

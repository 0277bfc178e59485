package io.kullback.stream;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The panes of one monitor, by start and segment, in heap; remembers which of them its durable copy does not have yet.
 *
 * <p>Holds no more segments in a pane, and no more categories in all, than the monitor's limits allow. What exceeds them is counted all the same, under
 * {@link SegmentCeiling#OTHER} and among a sketch's overflow.
 */
final class PaneStore {

    private final SeriesBins bins;
    private final SegmentCeiling ceiling;
    private final long categoriesLimit;
    private final NavigableMap<Long, SortedMap<String, PaneCounts>> panes = new TreeMap<>();
    private final SortedSet<Key> changed = new TreeSet<>();
    /** The segments of full panes by rank, as long as the ranks hold. */
    private final Map<Long, NavigableSet<SegmentCeiling.Rank>> ranked = new HashMap<>();

    private int rankedVersion;
    private long version;
    private long categories;

    PaneStore(MonitorSettings monitor, SegmentCeiling ceiling) {
        this.bins = new SeriesBins(monitor);
        this.ceiling = ceiling;
        this.categoriesLimit = monitor.limits().categories();
    }

    /** Names one pane in one segment. */
    record Key(long start, String segment) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byStart = Long.compare(start, other.start);
            return byStart != 0 ? byStart : segment.compareTo(other.segment);
        }
    }

    /**
     * What became of counts.
     *
     * @param segment under which they are now
     * @param recordsMoved records that are now under {@link SegmentCeiling#OTHER} and were not, or came for it
     * @param categoriesMoved values whose text was not told apart for want of room
     */
    record Merged(String segment, long recordsMoved, long categoriesMoved) {}

    /**
     * Adds to a pane.
     *
     * @param settled whether results of the pane are out: its segments then no longer give way to others
     */
    Merged merge(long start, String segment, PaneCounts counts, boolean settled) {
        SortedMap<String, PaneCounts> pane = panes.computeIfAbsent(start, key -> new TreeMap<>());
        long recordsBefore = recordsOfOther(pane);
        long categoriesMoved = 0;
        String place = segment;
        if (!pane.containsKey(segment) && !segment.equals(SegmentCeiling.OTHER)) {
            Optional<String> loser = loser(start, pane, segment, settled);
            if (loser.isPresent() && !loser.get().equals(segment)) {
                PaneCounts evicted = pane.remove(loser.get());
                categories -= evicted.categories();
                changed.add(new Key(start, loser.get()));
                categoriesMoved += add(start, pane, SegmentCeiling.OTHER, evicted);
            }
            place = loser.filter(segment::equals).isPresent() ? SegmentCeiling.OTHER : segment;
        }
        categoriesMoved += add(start, pane, place, counts);
        return new Merged(place, recordsOfOther(pane) - recordsBefore, categoriesMoved);
    }

    private static long recordsOfOther(SortedMap<String, PaneCounts> pane) {
        PaneCounts other = pane.get(SegmentCeiling.OTHER);
        return other == null ? 0 : other.records();
    }

    /** The segment that is not told apart any more if this one comes to a pane: itself, one that the pane holds, or none while there is room. */
    private Optional<String> loser(long start, SortedMap<String, PaneCounts> pane, String segment, boolean settled) {
        int apart = pane.size() - (pane.containsKey(SegmentCeiling.OTHER) ? 1 : 0);
        if (apart < ceiling.limit()) {
            return Optional.empty();
        }
        if (settled) {
            return Optional.of(segment);
        }
        NavigableSet<SegmentCeiling.Rank> ranks = ranks(start, pane);
        SegmentCeiling.Rank rank = ceiling.rank(start, segment);
        SegmentCeiling.Rank last = ranks.last();
        if (rank.compareTo(last) > 0) {
            return Optional.of(segment);
        }
        ranks.pollLast();
        ranks.add(rank);
        return Optional.of(last.segment());
    }

    private NavigableSet<SegmentCeiling.Rank> ranks(long start, SortedMap<String, PaneCounts> pane) {
        if (rankedVersion != ceiling.version()) {
            ranked.clear();
            rankedVersion = ceiling.version();
        }
        return ranked.computeIfAbsent(start, key -> {
            NavigableSet<SegmentCeiling.Rank> ranks = new TreeSet<>();
            for (String held : pane.keySet()) {
                if (!held.equals(SegmentCeiling.OTHER)) {
                    ranks.add(ceiling.rank(start, held));
                }
            }
            return ranks;
        });
    }

    /** Adds to a segment of a pane; gives how many values were counted as other categories for want of room. */
    private long add(long start, SortedMap<String, PaneCounts> pane, String segment, PaneCounts counts) {
        version++;
        // Into counts of its own, since the caller's are those of a message and these will grow.
        PaneCounts held = pane.computeIfAbsent(segment, bins::newPane);
        long before = held.categoriesOverflow();
        categories += held.merge(counts, categoriesLimit - categories);
        changed.add(new Key(start, segment));
        return held.categoriesOverflow() - before;
    }

    /** Takes a pane found in the durable copy. */
    void restore(long start, String segment, PaneCounts counts) {
        panes.computeIfAbsent(start, key -> new TreeMap<>()).put(segment, counts);
        categories += counts.categories();
    }

    /** Starts of the panes that hold an event, rising. */
    SortedSet<Long> starts() {
        return Collections.unmodifiableSortedSet(panes.navigableKeySet());
    }

    /** Whether a pane holds an event. */
    boolean holds(long start) {
        return panes.containsKey(start);
    }

    /** One pane in one segment. */
    Optional<PaneCounts> get(long start, String segment) {
        SortedMap<String, PaneCounts> bySegment = panes.get(start);
        return bySegment == null ? Optional.empty() : Optional.ofNullable(bySegment.get(segment));
    }

    /** The panes in [from, to), as they are held. */
    SortedMap<Long, SortedMap<String, PaneCounts>> between(long from, long to) {
        return panes.subMap(from, to);
    }

    /** The segments that have an event in [from, to), in order of their names. */
    SortedSet<String> segments(long from, long to) {
        SortedSet<String> segments = new TreeSet<>();
        panes.subMap(from, to).values().forEach(bySegment -> segments.addAll(bySegment.keySet()));
        return segments;
    }

    /** The panes with only the given segments told apart. */
    PaneView view(Set<String> apart) {
        return new PaneView(this, bins, apart);
    }

    /**
     * The panes as they are read for the span [from, to), with as many segments told apart as the ceiling allows.
     *
     * @param pane start of the pane that says which segments the reference knows
     * @param first segments to be told apart before all others
     */
    PaneView view(long from, long to, long pane, Predicate<String> first) {
        return view(ceiling.toldApart(pane, segments(from, to), first));
    }

    /** Lets go of a pane in all segments, and gives what it held. */
    SortedMap<String, PaneCounts> take(long start) {
        SortedMap<String, PaneCounts> bySegment = panes.remove(start);
        if (bySegment == null) {
            return new TreeMap<>();
        }
        bySegment.forEach((segment, counts) -> {
            changed.add(new Key(start, segment));
            categories -= counts.categories();
        });
        ranked.remove(start);
        version++;
        return bySegment;
    }

    /** A number that changes whenever a pane does. */
    long version() {
        return version;
    }

    /** Number of panes held, over all segments. */
    long size() {
        return panes.values().stream().mapToLong(Map::size).sum();
    }

    /** Number of texts held whose bins are still to be learned, over all panes, segments and features. */
    long categories() {
        return categories;
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

package io.kullback.stream;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/** Panes read with only some of their segments told apart; all others are read as {@link SegmentCeiling#OTHER}. */
final class PaneView {

    private final PaneStore panes;
    private final SeriesBins bins;
    private final Set<String> apart;

    /** @param apart the segments that are told apart */
    PaneView(PaneStore panes, SeriesBins bins, Set<String> apart) {
        this.panes = panes;
        this.bins = bins;
        this.apart = apart;
    }

    /** The counts of one segment in [from, to): the sum of its panes there. */
    Optional<PaneCounts> sum(long from, long to, String segment) {
        boolean isOther = segment.equals(SegmentCeiling.OTHER);
        PaneCounts sum = bins.newPane(segment);
        boolean isEmpty = true;
        for (SortedMap<String, PaneCounts> pane : panes.between(from, to).values()) {
            if (!isOther) {
                PaneCounts counts = pane.get(segment);
                if (counts != null) {
                    sum.merge(counts);
                    isEmpty = false;
                }
                continue;
            }
            for (Map.Entry<String, PaneCounts> entry : pane.entrySet()) {
                if (!apart.contains(entry.getKey())) {
                    sum.merge(entry.getValue());
                    isEmpty = false;
                }
            }
        }
        return isEmpty ? Optional.empty() : Optional.of(sum);
    }

    /** The segments that have an event in [from, to), in order of their names. */
    SortedSet<String> segments(long from, long to) {
        SortedSet<String> segments = new TreeSet<>();
        for (String segment : panes.segments(from, to)) {
            segments.add(place(segment));
        }
        return segments;
    }

    /** Under which segment the events of one are read. */
    String place(String segment) {
        return apart.contains(segment) ? segment : SegmentCeiling.OTHER;
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
        panes.between(from, to).keySet().forEach(pane -> starts.add(Math.floorDiv(pane, size) * size));
        for (long start : starts) {
            if (start >= from && start + size <= to) {
                sum(start, start + size, segment).ifPresent(counts -> visitor.accept(counts, start));
            }
        }
    }
}

package io.kullback.detection;

import java.util.Comparator;

/**
 * Names one series of windows: a feature of a monitor in one segment.
 *
 * @param segment the segment's key, or {@link io.kullback.histogram.Reference#WHOLE} where the monitor has none
 */
public record SeriesId(String monitor, String segment, String feature) implements Comparable<SeriesId> {

    private static final Comparator<SeriesId> ORDER = Comparator.comparing(SeriesId::monitor)
            .thenComparing(SeriesId::segment)
            .thenComparing(SeriesId::feature);

    @Override
    public int compareTo(SeriesId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return segment.isEmpty() ? monitor + "/" + feature : monitor + "/" + segment + "/" + feature;
    }
}

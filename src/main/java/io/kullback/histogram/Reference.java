package io.kullback.histogram;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a monitor's windows are compared with: for each segment and feature the counts of a time when all was well, and with them the bins.
 *
 * <p>Immutable. Its {@link #id()} changes when any bin, count or its origin changes.
 */
public final class Reference {

    /** Segment of a monitor that has none. */
    public static final String WHOLE = "";

    private final String origin;
    private final Map<String, Map<String, Histogram>> histograms;
    private final String id;

    private Reference(String origin, Map<String, Map<String, Histogram>> histograms) {
        this.origin = origin;
        this.histograms = histograms;
        this.id = Binning.fingerprintOf(canonical());
    }

    /**
     * A reference.
     *
     * @param origin where the counts come from, for people: a period of a topic, a file
     * @param histograms counts by segment ({@link #WHOLE} where there are no segments), then by feature
     */
    public static Reference of(String origin, Map<String, Map<String, Histogram>> histograms) {
        Map<String, Map<String, Histogram>> sorted = new TreeMap<>();
        histograms.forEach(
                (segment, byFeature) -> sorted.put(segment, Collections.unmodifiableMap(new TreeMap<>(byFeature))));
        return new Reference(origin, Collections.unmodifiableMap(sorted));
    }

    /** The first 16 hexadecimal digits of a hash over origin, bins and counts. */
    public String id() {
        return id;
    }

    /** Where the counts come from, for people. */
    public String origin() {
        return origin;
    }

    /** Counts by segment, then by feature, both in order of their names. */
    public Map<String, Map<String, Histogram>> histograms() {
        return histograms;
    }

    /** The counts of one feature in one segment. */
    public Optional<Histogram> histogram(String segment, String feature) {
        return Optional.ofNullable(histograms.getOrDefault(segment, Map.of()).get(feature));
    }

    private String canonical() {
        StringBuilder text = new StringBuilder(origin);
        histograms.forEach((segment, byFeature) -> byFeature.forEach((feature, histogram) -> text.append('\n')
                .append(segment)
                .append('\u0000')
                .append(feature)
                .append('\u0000')
                .append(histogram)));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reference that && origin.equals(that.origin) && histograms.equals(that.histograms);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "reference " + id + " (" + origin + ")";
    }
}

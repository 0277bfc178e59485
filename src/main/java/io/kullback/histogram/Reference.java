package io.kullback.histogram;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a monitor's windows are compared with: for each segment and feature the counts of a time when all was well, and with them the bins.
 *
 * <p>It may also know how much windows of that time differ from one another. Immutable. Its {@link #id()} changes when any of this or its origin changes.
 */
public final class Reference {

    /** Segment of a monitor that has none. */
    public static final String WHOLE = "";

    /** The end of an origin, as the pipeline and 'reference build' write it. */
    private static final Pattern PERIOD = Pattern.compile("([-0-9]+T[:.0-9]+Z) to ([-0-9]+T[:.0-9]+Z)$");

    private final String origin;
    private final Map<String, Map<String, Histogram>> histograms;
    private final Map<String, Map<String, Restlessness>> restlessness;
    private final String id;

    private Reference(
            String origin,
            Map<String, Map<String, Histogram>> histograms,
            Map<String, Map<String, Restlessness>> restlessness) {
        this.origin = origin;
        this.histograms = histograms;
        this.restlessness = restlessness;
        this.id = Binning.fingerprintOf(canonical());
    }

    /**
     * A reference that does not know how much windows differ.
     *
     * @param origin where the counts come from, for people: a period of a topic, a file
     * @param histograms counts by segment ({@link #WHOLE} where there are no segments), then by feature
     */
    public static Reference of(String origin, Map<String, Map<String, Histogram>> histograms) {
        return of(origin, histograms, Map.of());
    }

    /**
     * A reference.
     *
     * @param origin where the counts come from, for people: a period of a topic, a file
     * @param histograms counts by segment ({@link #WHOLE} where there are no segments), then by feature
     * @param restlessness how much windows differ, in the same order, where that is known
     * @throws IllegalArgumentException if it is said of a series that has no counts
     */
    public static Reference of(
            String origin,
            Map<String, Map<String, Histogram>> histograms,
            Map<String, Map<String, Restlessness>> restlessness) {
        restlessness.forEach((segment, byFeature) -> byFeature.keySet().forEach(feature -> {
            if (!histograms.getOrDefault(segment, Map.of()).containsKey(feature)) {
                throw new IllegalArgumentException("segment '" + segment + "', feature '" + feature
                        + "': how much windows differ is given, but there are no counts");
            }
        }));
        Map<String, Map<String, Restlessness>> known = new TreeMap<>(restlessness);
        // To know nothing of a segment is the same whether it is named or not.
        known.values().removeIf(Map::isEmpty);
        return new Reference(origin, sorted(histograms), sorted(known));
    }

    /** The segments of several references as one. Of a segment that several have, the last one's is taken. */
    public static Reference joined(String origin, Collection<Reference> parts) {
        Map<String, Map<String, Histogram>> histograms = new TreeMap<>();
        Map<String, Map<String, Restlessness>> restlessness = new TreeMap<>();
        for (Reference part : parts) {
            part.histograms.forEach((segment, byFeature) -> {
                histograms.put(segment, byFeature);
                restlessness.put(segment, part.restlessness.getOrDefault(segment, Map.of()));
            });
        }
        return of(origin, histograms, restlessness);
    }

    private static <T> Map<String, Map<String, T>> sorted(Map<String, Map<String, T>> bySegment) {
        Map<String, Map<String, T>> sorted = new TreeMap<>();
        bySegment.forEach(
                (segment, byFeature) -> sorted.put(segment, Collections.unmodifiableMap(new TreeMap<>(byFeature))));
        return Collections.unmodifiableMap(sorted);
    }

    /** One segment of this reference, of the same origin. */
    public Reference only(String segment) {
        return of(
                origin,
                Map.of(segment, histograms.getOrDefault(segment, Map.of())),
                Map.of(segment, restlessness.getOrDefault(segment, Map.of())));
    }

    /** The same without what is known of other features, and without the segments of which nothing is left. */
    public Reference ofFeatures(Set<String> features) {
        return of(origin, restricted(histograms, features), restricted(restlessness, features));
    }

    private static <T> Map<String, Map<String, T>> restricted(
            Map<String, Map<String, T>> bySegment, Set<String> features) {
        Map<String, Map<String, T>> restricted = new TreeMap<>();
        bySegment.forEach((segment, byFeature) -> {
            Map<String, T> kept = new TreeMap<>(byFeature);
            kept.keySet().retainAll(features);
            if (!kept.isEmpty()) {
                restricted.put(segment, kept);
            }
        });
        return restricted;
    }

    /** The first 16 hexadecimal digits of a hash over origin, bins, counts and restlessness. */
    public String id() {
        return id;
    }

    /** Where the counts come from, for people. */
    public String origin() {
        return origin;
    }

    /** The time that the counts are of; empty if the origin does not end with it. */
    public Optional<Window> period() {
        Matcher period = PERIOD.matcher(origin);
        if (!period.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Window(Instant.parse(period.group(1)), Instant.parse(period.group(2))));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Counts by segment, then by feature, both in order of their names. */
    public Map<String, Map<String, Histogram>> histograms() {
        return histograms;
    }

    /** The counts of one feature in one segment. */
    public Optional<Histogram> histogram(String segment, String feature) {
        return Optional.ofNullable(histograms.getOrDefault(segment, Map.of()).get(feature));
    }

    /** How much the windows of one feature in one segment differ, if that is known. */
    public Optional<Restlessness> restlessness(String segment, String feature) {
        return Optional.ofNullable(restlessness.getOrDefault(segment, Map.of()).get(feature));
    }

    private String canonical() {
        StringBuilder text = new StringBuilder(origin);
        histograms.forEach((segment, byFeature) -> byFeature.forEach((feature, histogram) -> {
            text.append('\n')
                    .append(segment)
                    .append('\u0000')
                    .append(feature)
                    .append('\u0000')
                    .append(histogram);
            restlessness(segment, feature)
                    .ifPresent(known -> text.append('\u0000').append(known));
        }));
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reference that
                && origin.equals(that.origin)
                && histograms.equals(that.histograms)
                && restlessness.equals(that.restlessness);
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

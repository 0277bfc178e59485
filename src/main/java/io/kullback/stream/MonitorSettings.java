package io.kullback.stream;

import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One topic watched: its windows, its reference, its features.
 *
 * @param name unique, {@code [a-z0-9_-]{1,63}}
 * @param eventTime field that holds the event time, as an ISO 8601 text or epoch milliseconds; the record's timestamp where empty
 * @param segment field whose text splits the monitor into series of their own; empty for none
 * @param idleTimeout how long a source partition may be silent before windows no longer wait for it
 * @param maxFuture how far ahead of the clock an event may be dated
 * @param features at least one
 */
public record MonitorSettings(
        String name,
        String topic,
        ValueFormat format,
        Optional<FieldPath> eventTime,
        Optional<FieldPath> segment,
        WindowPlan window,
        Duration idleTimeout,
        Duration maxFuture,
        ReferenceSource reference,
        List<FeatureSettings> features,
        ScoringSettings scoring) {

    public MonitorSettings {
        if (features.isEmpty()) {
            throw new IllegalArgumentException("monitor '" + name + "' must have at least one feature");
        }
        if (reference instanceof ReferenceSource.Period period) {
            requirePaneBoundary(name, window, "from", period.from().toEpochMilli());
            requirePaneBoundary(name, window, "to", period.to().toEpochMilli());
        }
        features = List.copyOf(features);
        fields(eventTime, segment, features)
                .flatMap(field -> format.lacks(field).stream())
                .findFirst()
                .ifPresent(problem -> {
                    throw new IllegalArgumentException("monitor '" + name + "' cannot be read: " + problem);
                });
    }

    private static Stream<FieldPath> fields(
            Optional<FieldPath> eventTime, Optional<FieldPath> segment, List<FeatureSettings> features) {
        return Stream.of(
                        eventTime.stream(),
                        segment.stream(),
                        features.stream().flatMap(feature -> feature.fields().stream()))
                .flatMap(Function.identity());
    }

    private static void requirePaneBoundary(String monitor, WindowPlan window, String end, long time) {
        if (!window.isPaneBoundary(time)) {
            throw new IllegalArgumentException("the reference period of monitor '" + monitor
                    + "' must start and end on a multiple of the window's advance ("
                    + window.advance() + " since 1970-01-01T00:00Z), but its '" + end
                    + "' does not; the nearest before it is "
                    + Instant.ofEpochMilli(window.paneOf(time)));
        }
    }

    /** The feature of the given name. */
    public Optional<FeatureSettings> feature(String feature) {
        return features.stream()
                .filter(candidate -> candidate.name().equals(feature))
                .findFirst();
    }
}

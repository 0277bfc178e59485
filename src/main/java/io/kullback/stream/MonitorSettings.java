package io.kullback.stream;

import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Reference;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
 * @param limits how much it may hold
 * @param panesOf the monitor that these windows are summed from the panes of, and that differs in nothing but the windows; empty where events are counted for them
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
        ScoringSettings scoring,
        MonitorLimits limits,
        Optional<String> panesOf) {

    public MonitorSettings {
        if (features.isEmpty()) {
            throw new IllegalArgumentException("monitor '" + name + "' must have at least one feature");
        }
        if (reference instanceof ReferenceSource.Period period) {
            requirePaneBoundary(name, window, "from", period.from().toEpochMilli());
            requirePaneBoundary(name, window, "to", period.to().toEpochMilli());
        }
        if (reference instanceof ReferenceSource.Given given) {
            requireRoom(name, given.reference(), limits);
        }
        if (reference instanceof ReferenceSource.Past past) {
            past.span().requireFit(window);
        }
        if (reference instanceof ReferenceSource.Alongside alongside && segment.isEmpty()) {
            throw new IllegalArgumentException("monitor '" + name + "' is to be compared with its segment '"
                    + alongside.segment() + "', but has no segments; name their field with the key 'segment'");
        }
        if (reference instanceof ReferenceSource.AlongsideTopic alongside) {
            requireOther(name, topic, segment, alongside.topic());
        }
        features = List.copyOf(features);
        fields(eventTime, segment, features)
                .flatMap(field -> format.lacks(field).stream())
                .findFirst()
                .ifPresent(problem -> {
                    throw new IllegalArgumentException("monitor '" + name + "' cannot be read: " + problem);
                });
    }

    private static void requireOther(String monitor, String topic, Optional<FieldPath> segment, String other) {
        if (other.equals(topic)) {
            throw new IllegalArgumentException("monitor '" + monitor + "' is to be compared with its own topic '"
                    + topic + "', which would show no drift ever; name another one");
        }
        if (segment.isPresent()) {
            throw new IllegalArgumentException("monitor '" + monitor + "' is to be compared with the topic '" + other
                    + "' as a whole, but has segments; leave out the key 'segment'");
        }
    }

    private static Stream<FieldPath> fields(
            Optional<FieldPath> eventTime, Optional<FieldPath> segment, List<FeatureSettings> features) {
        return Stream.of(
                        eventTime.stream(),
                        segment.stream(),
                        features.stream().flatMap(feature -> feature.fields().stream()))
                .flatMap(Function.identity());
    }

    /** A monitor whose events are counted for it. */
    public MonitorSettings(
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
            ScoringSettings scoring,
            MonitorLimits limits) {
        this(
                name,
                topic,
                format,
                eventTime,
                segment,
                window,
                idleTimeout,
                maxFuture,
                reference,
                features,
                scoring,
                limits,
                Optional.empty());
    }

    /** A monitor with the usual limits. */
    public MonitorSettings(
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
        this(
                name,
                topic,
                format,
                eventTime,
                segment,
                window,
                idleTimeout,
                maxFuture,
                reference,
                features,
                scoring,
                MonitorLimits.DEFAULT);
    }

    /** A segment of the reference must never have to give way to another. */
    private static void requireRoom(String monitor, Reference reference, MonitorLimits limits) {
        long segments = reference.histograms().keySet().stream()
                .filter(segment -> !segment.equals(SegmentCeiling.OTHER))
                .count();
        if (segments > limits.segments()) {
            throw new IllegalArgumentException("the reference of monitor '" + monitor + "' has " + segments
                    + " segments, but only " + limits.segments() + " may be told apart");
        }
    }

    /** Most series that are scored at once: features by segments, those beyond the ceiling together one more. */
    public long mostSeries() {
        return features.size() * (segment.isPresent() ? limits.segments() + 1L : 1L);
    }

    /** Most bins of all series together, those of unusable values included, once for the window and once for its reference. */
    public long mostBinSeries() {
        long bins = features.stream()
                .mapToLong(feature -> feature.bins().mostValueBins() + UnusableBin.values().length)
                .sum();
        return 2 * bins * (mostSeries() / features.size());
    }

    /**
     * Most panes that can be needed while all source partitions are read at one pace: from the oldest that may still be amended to the farthest ahead of the
     * clock, and those of the reference's period.
     */
    public long panesNeeded() {
        long advance = window.advance().toMillis();
        Duration open =
                window.size().plus(window.grace()).plus(window.retention()).plus(maxFuture);
        return open.toMillis() / advance + 2 + ofReference() / advance;
    }

    private long ofReference() {
        if (reference instanceof ReferenceSource.Period period) {
            return Duration.between(period.from(), period.to()).toMillis();
        }
        return reference instanceof ReferenceSource.Past past
                ? past.span().lookback(window).orElse(0)
                : 0;
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

    /** The same monitor with other limits. */
    public MonitorSettings with(MonitorLimits other) {
        return new MonitorSettings(
                name,
                topic,
                format,
                eventTime,
                segment,
                window,
                idleTimeout,
                maxFuture,
                reference,
                features,
                scoring,
                other,
                panesOf);
    }

    /**
     * The same monitor with windows of several lengths that are all summed from one set of panes. They share its budget of false alarms, and late events may amend
     * all of them for as long as the longest.
     *
     * @param longer lengths by the names that their windows go by, multiples of the advance
     * @return the monitor itself, then one for each length, in order of length
     */
    public List<MonitorSettings> withLonger(Map<String, Duration> longer) {
        Duration longest =
                longer.values().stream().max(Comparator.naturalOrder()).orElse(window.size());
        Duration amendable = longest.plus(window.retention());
        long lengths = longer.size() + 1L;
        List<MonitorSettings> all = new ArrayList<>();
        all.add(withWindow(name, window.size(), amendable, lengths, Optional.empty()));
        longer.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(one -> withWindow(one.getKey(), one.getValue(), amendable, lengths, Optional.of(name)))
                .forEach(all::add);
        return all;
    }

    private MonitorSettings withWindow(
            String otherName, Duration size, Duration amendable, long lengths, Optional<String> panesFrom) {
        return new MonitorSettings(
                otherName,
                topic,
                format,
                eventTime,
                segment,
                new WindowPlan(size, window.advance(), window.grace(), amendable.minus(size)),
                idleTimeout,
                maxFuture,
                reference,
                features.stream()
                        .map(feature -> new FeatureSettings(
                                feature.name(),
                                feature.fields(),
                                feature.bins(),
                                feature.decision().dividedBy(lengths)))
                        .toList(),
                scoring,
                limits,
                panesFrom);
    }

    /** The topics whose events are counted for it: its own, and the one that it is compared with if that is another. */
    public List<String> topics() {
        return reference instanceof ReferenceSource.AlongsideTopic alongside
                ? List.of(topic, alongside.topic())
                : List.of(topic);
    }

    /** Whether a topic is what the monitor is compared with. */
    public boolean isReferenceTopic(String other) {
        return reference instanceof ReferenceSource.AlongsideTopic alongside
                && alongside.topic().equals(other);
    }

    /** The monitor whose events are counted: this one, or the one whose panes it shares. */
    public String countedAs() {
        return panesOf.orElse(name);
    }

    /** The same monitor compared with something else. */
    public MonitorSettings with(ReferenceSource other) {
        return new MonitorSettings(
                name,
                topic,
                format,
                eventTime,
                segment,
                window,
                idleTimeout,
                maxFuture,
                other,
                features,
                scoring,
                limits,
                panesOf);
    }

    /** The feature of the given name. */
    public Optional<FeatureSettings> feature(String feature) {
        return features.stream()
                .filter(candidate -> candidate.name().equals(feature))
                .findFirst();
    }
}

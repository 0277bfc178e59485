package io.kullback.app;

import io.kullback.config.DurationText;
import io.kullback.detection.BaselineNoise;
import io.kullback.detection.NullModel;
import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Restlessness;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in words where it will be known from how much windows of a feature differ while nothing changes: rule B judges none before. */
final class NoiseSource {

    private static final int FEWEST = BaselineNoise.FEWEST_WINDOWS;
    private static final String LEARNED = "learned from the first " + FEWEST + " windows, which are inconclusive";

    private final Duration size;
    private final ReferenceSource source;

    NoiseSource(MonitorSettings monitor) {
        this.size = monitor.window().size();
        this.source = monitor.reference();
    }

    String words(FeatureSettings feature) {
        if (feature.type() == FeatureType.VECTOR) {
            return "known: what chance does to normal vectors is a law";
        }
        if (feature.decision().change().nullModel() == NullModel.IID) {
            return "taken for that of independent events";
        }
        if (source instanceof ReferenceSource.Past) {
            return "learned from the first " + FEWEST
                    + " windows that have a reference, which are inconclusive: how much a window and its own reference differ";
        }
        if (source.isAlongside()) {
            return "taken for that of independent events: what moves both is in both";
        }
        if (source instanceof ReferenceSource.Promoted) {
            return "known from what is promoted, if that knows it of windows of " + DurationText.of(size) + "; else "
                    + LEARNED;
        }
        return source instanceof ReferenceSource.Given given
                ? given(given.reference(), feature.name())
                : period((ReferenceSource.Period) source, feature.decision().minEvents());
    }

    private String given(Reference reference, String feature) {
        List<String> segments = reference.histograms().entrySet().stream()
                .filter(segment -> segment.getValue().containsKey(feature))
                .map(segment -> segment.getKey())
                .toList();
        List<Restlessness> known = segments.stream()
                .flatMap(segment -> reference.restlessness(segment, feature).stream())
                .toList();
        List<Restlessness> used =
                known.stream().filter(one -> BaselineNoise.isOf(one, size)).toList();
        if (used.isEmpty()) {
            return LEARNED + otherSize(known.stream()).orElse("");
        }
        if (segments.size() == 1) {
            return "known from the reference, by its " + used.get(0).windows() + " windows of " + DurationText.of(size);
        }
        return used.size() == segments.size()
                ? "known from the reference in all " + segments.size() + " segments"
                : "known from the reference in " + used.size() + " of " + segments.size() + " segments; in the others "
                        + LEARNED;
    }

    private Optional<String> otherSize(Stream<Restlessness> known) {
        return known.map(Restlessness::window)
                .filter(window -> !window.equals(size))
                .findFirst()
                .map(window -> "; the reference knows it of windows of " + DurationText.of(window));
    }

    private String period(ReferenceSource.Period period, long minEvents) {
        long millis = size.toMillis();
        long first = -Math.floorDiv(-period.from().toEpochMilli(), millis);
        long windows = Math.max(0, Math.floorDiv(period.to().toEpochMilli(), millis) - first);
        return windows < FEWEST
                ? "learned from the windows of the reference's period, " + windows + ", and the first "
                        + (FEWEST - windows) + " after it, which are inconclusive"
                : "known from the reference's period, if " + FEWEST + " of its " + windows + " windows have "
                        + minEvents + " events";
    }
}

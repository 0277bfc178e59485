package io.kullback.app;

import io.kullback.divergence.GaussianEstimator;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.UnchangedWindow;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.Window;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.PastSpan;
import io.kullback.stream.ReferenceSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How large windows of a feature will be, as far as that can be known before any has been seen.
 *
 * @param bins number k of value bins, at least 1
 * @param degreesOfFreedom of the divergence when nothing has changed, at least 0
 * @param observations N, events in a window, at least 1
 * @param referenceObservations M, events in the reference, at least 1; +∞ for a distribution that is known
 */
record TypicalWindow(int bins, int degreesOfFreedom, long observations, double referenceObservations) {

    /** Events in a window, where nothing tells how many there will be. */
    static final long DEFAULT_EVENTS = 1_000;

    /**
     * The typical window of a feature.
     *
     * @param events in a window; where empty, those per window of the feature's reference file, or {@value #DEFAULT_EVENTS}
     */
    static TypicalWindow of(MonitorSettings monitor, FeatureSettings feature, OptionalLong events) {
        if (monitor.reference() instanceof ReferenceSource.Given given) {
            Optional<Histogram> largest = given.reference().histograms().values().stream()
                    .flatMap(byFeature -> Stream.ofNullable(byFeature.get(feature.name())))
                    .filter(histogram -> histogram.usable() > 0)
                    .max(Comparator.comparing(Histogram::usable));
            if (largest.isPresent()) {
                return of(monitor, given.reference(), largest.get(), events);
            }
        }
        long observations = events.orElse(DEFAULT_EVENTS);
        double windows = windowsOfReference(monitor);
        return of(Optional.empty(), feature.bins(), observations, Math.max(1, windows) * observations);
    }

    /** How many windows hold as many events as what they are compared with; 1 where nobody can know. */
    private static double windowsOfReference(MonitorSettings monitor) {
        Duration size = monitor.window().size();
        if (monitor.reference() instanceof ReferenceSource.Period period) {
            return windows(period.from(), period.to(), size);
        }
        if (monitor.reference() instanceof ReferenceSource.Past past) {
            Window any = Window.ofEpochMillis(0, size.toMillis());
            return past.span() instanceof PastSpan.Expanding
                    ? 1
                    : past.span().before(any).stream()
                            .mapToDouble(span -> windows(span.start(), span.end(), size))
                            .sum();
        }
        return 1;
    }

    private static TypicalWindow of(
            MonitorSettings monitor, Reference reference, Histogram histogram, OptionalLong events) {
        long observations =
                events.orElseGet(() -> windows(reference, monitor.window().size())
                        .map(windows -> Math.max(1, Math.round(histogram.usable() / Math.max(1, windows))))
                        .orElse(DEFAULT_EVENTS));
        return of(Optional.of(histogram), new BinningRule.Fixed(histogram.binning()), observations, histogram.usable());
    }

    /** How many windows the time of a reference has room for, if it says from when to when it is. */
    private static Optional<Double> windows(Reference reference, Duration size) {
        return reference.period().map(period -> windows(period.start(), period.end(), size));
    }

    private static double windows(Instant from, Instant to, Duration size) {
        return (double) Duration.between(from, to).toMillis() / size.toMillis();
    }

    private static TypicalWindow of(
            Optional<Histogram> reference, BinningRule rule, long observations, double referenceObservations) {
        int bins = rule.mostValueBins();
        if (rule instanceof BinningRule.Fixed fixed && fixed.binning() instanceof VectorBinning vectors) {
            return new TypicalWindow(
                    bins,
                    GaussianEstimator.degreesOfFreedom(vectors.dimension(), observations),
                    observations,
                    vectors.isAgainstStandardNormal() ? Double.POSITIVE_INFINITY : referenceObservations);
        }
        // A bin that the reference has nothing in adds no noise: nothing falls into it by chance.
        int used = reference
                .map(histogram -> (int) Arrays.stream(histogram.valueCounts())
                        .filter(count -> count > 0)
                        .count())
                .orElse(bins);
        return new TypicalWindow(bins, Math.max(0, used - 1), observations, referenceObservations);
    }

    /** Nₑ = N M / (N + M). */
    double effectiveObservations() {
        return observations / (1 + observations / referenceObservations);
    }

    /** What chance alone shows in it. */
    UnchangedWindow unchanged(ScoringSettings scoring) {
        return new UnchangedWindow(degreesOfFreedom + 1, observations, referenceObservations, scoring);
    }
}

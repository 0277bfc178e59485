package io.kullback.detection;

import io.kullback.divergence.Divergence;
import io.kullback.divergence.DivergenceCatalog;
import io.kullback.divergence.OrderedBins;
import io.kullback.divergence.ScoreCard;
import io.kullback.histogram.FeatureType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A plain threshold: the window has drifted when a divergence is above a value. Keeps no false-alarm budget; {@link ExpectedFalseAlarms} says what to expect.
 *
 * @param divergence one of {@link #NAMES}
 * @param above the value that has to be exceeded, at least 0, in the divergence's unit
 * @param forWindows consecutive windows above it before an alert fires, at least 1
 */
public record ThresholdRule(String divergence, double above, int forWindows) {

    /** Every divergence that a threshold can be set on, in the order in which results show them. */
    public static final List<String> NAMES = Stream.concat(
                    DivergenceCatalog.ALL.stream().map(Divergence::name),
                    Stream.of(OrderedBins.KS, OrderedBins.WASSERSTEIN))
            .toList();

    public ThresholdRule {
        if (!NAMES.contains(divergence)) {
            throw new IllegalArgumentException(
                    "there is no divergence '" + divergence + "'. Use one of " + String.join(", ", NAMES) + ".");
        }
        if (!(above >= 0) || Double.isInfinite(above)) {
            throw new IllegalArgumentException("above must be at least 0 and finite, but is " + above);
        }
        if (forWindows < 1) {
            throw new IllegalArgumentException("for must be at least 1 window, but is " + forWindows);
        }
    }

    /** Whether the divergence needs bins that follow each other along a line, so that it applies to numbers alone. */
    public boolean needsOrder() {
        return divergence.equals(OrderedBins.KS) || divergence.equals(OrderedBins.WASSERSTEIN);
    }

    /** Whether windows of features of a type have a value of this divergence. Vectors have but the one that is in closed form. */
    public boolean appliesTo(FeatureType type) {
        return switch (type) {
            case NUMBER, POSTERIOR -> true;
            case CATEGORY, BOOLEAN -> !needsOrder();
            case VECTOR -> divergence.equals(DivergenceCatalog.KL.name());
        };
    }

    /**
     * Judges one window. An infinite value is above every threshold.
     *
     * @return empty when the window has no value of this divergence, as a category has none that needs an order
     */
    public Optional<Verdict> judge(ScoreCard scores) {
        OptionalDouble value = scores.value(divergence);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        List<Evidence> evidence = List.of(new Evidence.Threshold(divergence, value.getAsDouble(), above, forWindows));
        // The rule has no least divergence of its own: any difference interests it that is above the threshold.
        return Optional.of(
                value.getAsDouble() > above
                        ? new Verdict.Drifted(0, evidence)
                        : new Verdict.Stable(evidence, Optional.empty()));
    }
}

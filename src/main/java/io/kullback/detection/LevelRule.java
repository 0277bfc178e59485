package io.kullback.detection;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.KlEstimate;
import io.kullback.divergence.KlEstimator;
import io.kullback.divergence.ScoreCard;
import io.kullback.histogram.Histogram;
import java.time.Duration;
import java.util.Optional;

/**
 * Rule B, "it is far from the reference": a window is drifted when it is beyond chance that its true divergence exceeds {@code min-kl}.
 *
 * <p>Two conditions, because either alone fires too often somewhere: the G statistic is above the noncentral-χ² quantile for that divergence, and the
 * bias-corrected estimate less so many standard errors is above it too. The error rate of one window is α = budget / (2 T), T windows to a horizon; the other
 * half of the budget belongs to the rule that watches for change.
 */
public final class LevelRule {

    private static final double LARGEST_ALPHA = 0.05;

    private LevelRule() {}

    /**
     * Judges one window as if its events were independent.
     *
     * @param usable usable values in the window
     * @param reference counts of the reference, if there are any for this series
     * @param scores the window's scores, if it could be scored
     * @param advance distance between two windows
     */
    public static Verdict decide(
            long usable,
            Optional<Histogram> reference,
            Optional<ScoreCard> scores,
            DecisionSettings settings,
            Duration advance) {
        return decide(usable, reference, scores, settings, advance, Optional.empty());
    }

    /**
     * Judges one window of a series whose noise is known.
     *
     * @param usable usable values in the window
     * @param reference counts of the reference, if there are any for this series
     * @param scores the window's scores, if it could be scored
     * @param advance distance between two windows
     * @param moments of G while nothing changes, from a baseline; empty for those of independent events
     */
    public static Verdict decide(
            long usable,
            Optional<Histogram> reference,
            Optional<ScoreCard> scores,
            DecisionSettings settings,
            Duration advance,
            Optional<NullMoments> moments) {
        if (reference.isEmpty()) {
            return new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, usable, settings.minEvents());
        }
        if (usable < settings.minEvents() || scores.isEmpty()) {
            return new Verdict.Inconclusive(InconclusiveReason.TOO_FEW_EVENTS, usable, settings.minEvents());
        }
        double alpha = alpha(settings, advance);
        return exceeds(scores.get(), settings.minKl(), alpha, moments)
                ? new Verdict.Drifted(settings.minKl())
                : new Verdict.Stable();
    }

    /** The error rate allowed in one window: half the budget spread over the windows of its horizon, at most 5 %. */
    static double alpha(DecisionSettings settings, Duration advance) {
        double windows = (double) settings.per().toMillis() / advance.toMillis();
        return Math.min(LARGEST_ALPHA, settings.falseAlarms() / (2 * windows));
    }

    private static boolean exceeds(ScoreCard scores, double minKl, double alpha, Optional<NullMoments> moments) {
        KlEstimate kl = scores.kl();
        if (kl.degreesOfFreedom() == 0) {
            // With one bin nothing can differ, but for a bin that the reference gives no mass at all.
            return Double.isInfinite(kl.plugIn());
        }
        NullMoments law = moments.orElseGet(() -> NullMoments.chiSquare(kl.degreesOfFreedom()));
        return isBeyond(kl.plugIn(), scores.standardError(), kl.effectiveObservations(), law, minKl, alpha);
    }

    /**
     * Whether a divergence is above {@code minKl} beyond chance: P(χ²(ν, 2 (Nₑ/a) minKl) &gt; G/a) is below alpha, and the estimate less its bias mean / (2 Nₑ) and
     * z √a standard errors is above it too.
     *
     * @param plugIn divergence of the counted shares, in nats
     * @param standardError of it for independent events, in nats
     * @param effectiveObservations Nₑ, above 0
     * @param law of G = 2 Nₑ · plug-in while nothing changes
     * @param alpha error rate in one window, in (0, 1)
     */
    public static boolean isBeyond(
            double plugIn,
            double standardError,
            double effectiveObservations,
            NullMoments law,
            double minKl,
            double alpha) {
        if (Double.isInfinite(plugIn)) {
            return true;
        }
        double scale = law.scale();
        double lower = plugIn
                - law.mean() / (2 * effectiveObservations)
                - KlEstimator.normalUpperQuantile(alpha) * Math.sqrt(scale) * standardError;
        if (!(lower > minKl)) {
            return false;
        }
        double inUnits = 2 * effectiveObservations / scale;
        return KlEstimator.effectPValue(inUnits * plugIn, law.degreesOfFreedom(), inUnits * minKl) < alpha;
    }
}

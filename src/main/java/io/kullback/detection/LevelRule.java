package io.kullback.detection;

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
     * Judges one window.
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
        if (reference.isEmpty()) {
            return new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, usable, settings.minEvents());
        }
        if (usable < settings.minEvents() || scores.isEmpty()) {
            return new Verdict.Inconclusive(InconclusiveReason.TOO_FEW_EVENTS, usable, settings.minEvents());
        }
        double alpha = alpha(settings, advance);
        return exceeds(scores.get(), settings.minKl(), alpha)
                ? new Verdict.Drifted(settings.minKl())
                : new Verdict.Stable();
    }

    /** The error rate allowed in one window: half the budget spread over the windows of its horizon, at most 5 %. */
    static double alpha(DecisionSettings settings, Duration advance) {
        double windows = (double) settings.per().toMillis() / advance.toMillis();
        return Math.min(LARGEST_ALPHA, settings.falseAlarms() / (2 * windows));
    }

    private static boolean exceeds(ScoreCard scores, double minKl, double alpha) {
        KlEstimate kl = scores.kl();
        if (Double.isInfinite(kl.plugIn())) {
            return true;
        }
        // Below the divergence of interest nothing needs to be computed, and with one bin nothing can differ.
        if (kl.plugIn() <= minKl || kl.degreesOfFreedom() == 0) {
            return false;
        }
        double statistic = 2 * kl.effectiveObservations() * kl.plugIn();
        return statistic
                        > KlEstimator.effectThreshold(
                                kl.degreesOfFreedom() + 1, kl.effectiveObservations(), minKl, alpha)
                && kl.plugIn() - kl.noiseFloor() - KlEstimator.normalUpperQuantile(alpha) * scores.standardError()
                        > minKl;
    }
}

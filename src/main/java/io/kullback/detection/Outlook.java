package io.kullback.detection;

import io.kullback.detection.change.Channel;
import io.kullback.divergence.SmallestShift;
import io.kullback.histogram.WindowPlan;

/**
 * What is known of a series before its first event: what the rules ask for, what chance shows, and what cannot be seen.
 *
 * @param windows T, windows in the horizon of the budget
 * @param alpha error rate of rule B in one window, in (0, 0.05]
 * @param logThreshold ln c, the evidence at which a channel of rule A raises an alarm
 * @param noiseFloor divergence in nats that an unchanged window shows on average
 * @param smallestShift the smallest drift that rule B reports with probability ½
 */
public record Outlook(
        double windows, double alpha, double logThreshold, double noiseFloor, SmallestShift smallestShift) {

    /**
     * The outlook of one series at independent events.
     *
     * @param share the series' settings with its own part of the budget, see {@link DecisionSettings#dividedBy}
     * @param degreesOfFreedom of the divergence when nothing has changed, k − 1 for k bins; at least 0
     * @param effectiveObservations Nₑ = N M / (N + M), above 0
     * @param plan the windows; rule B judges each of them, rule A only such as do not overlap
     */
    public static Outlook of(
            DecisionSettings share, int degreesOfFreedom, double effectiveObservations, WindowPlan plan) {
        double alpha = LevelRule.alpha(share, plan.advance());
        int channels = share.change().nullModel() == NullModel.IID ? 1 : Channel.values().length;
        return new Outlook(
                (double) share.per().toMillis() / plan.advance().toMillis(),
                alpha,
                share.change()
                        .settings(LevelRule.alpha(share, plan.size()), plan.size())
                        .logThreshold(channels),
                degreesOfFreedom / (2 * effectiveObservations),
                SmallestShift.of(degreesOfFreedom, effectiveObservations, 1, alpha, share.minKl()));
    }
}

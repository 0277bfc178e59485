package io.kullback.detection;

import java.time.Duration;

/**
 * When a monitor calls a window drifted.
 *
 * @param falseAlarms most false alarms allowed on average for each {@code per}, above 0
 * @param per the time that the budget is for
 * @param minKl divergence in nats up to which a difference is of no interest, at least 0
 * @param minEvents fewest usable events that a window is judged on, at least 1
 */
public record DecisionSettings(double falseAlarms, Duration per, double minKl, long minEvents) {

    /** One false alarm in 30 days, differences above 0.02 nats (about a 0.2 σ shift), windows of at least 50 events. */
    public static final DecisionSettings DEFAULT = new DecisionSettings(1, Duration.ofDays(30), 0.02, 50);

    public DecisionSettings {
        if (!(falseAlarms > 0) || Double.isInfinite(falseAlarms)) {
            throw new IllegalArgumentException("at-most must be above 0, but is " + falseAlarms);
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("per must be above 0, but is " + per);
        }
        if (!(minKl >= 0) || Double.isInfinite(minKl)) {
            throw new IllegalArgumentException("min-kl must be at least 0, but is " + minKl);
        }
        if (minEvents < 1) {
            throw new IllegalArgumentException("min-events must be at least 1, but is " + minEvents);
        }
    }
}

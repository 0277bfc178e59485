package io.kullback.detection;

import java.time.Duration;
import java.util.List;

/**
 * When a monitor calls a window drifted.
 *
 * @param falseAlarms most false alarms allowed on average for each {@code per}, above 0
 * @param per the time that the budget is for
 * @param minKl divergence in nats up to which a difference is of no interest, at least 0
 * @param minEvents fewest usable events that a window is judged on, at least 1
 * @param change how a series is watched for change
 * @param policy when drifted windows become an alert, and when it is over
 * @param thresholds plain thresholds beside the rules that keep the budget
 */
public record DecisionSettings(
        double falseAlarms,
        Duration per,
        double minKl,
        long minEvents,
        ChangeRule change,
        AlertPolicy policy,
        List<ThresholdRule> thresholds) {

    /** One false alarm in 30 days, differences above 0.02 nats (about a 0.2 σ shift), windows of at least 50 events. */
    public static final DecisionSettings DEFAULT = new DecisionSettings(1, Duration.ofDays(30), 0.02, 50);

    /** With all that is not named as it is by default. */
    public DecisionSettings(double falseAlarms, Duration per, double minKl, long minEvents) {
        this(falseAlarms, per, minKl, minEvents, ChangeRule.DEFAULT, AlertPolicy.DEFAULT, List.of());
    }

    /**
     * The part of the budget that one of so many series gets: expectations add, whatever the dependence between them.
     *
     * @param series at least 1
     */
    public DecisionSettings dividedBy(long series) {
        return withBudget(falseAlarms / series, per);
    }

    /** The same with another budget. */
    public DecisionSettings withBudget(double atMost, Duration horizon) {
        return new DecisionSettings(atMost, horizon, minKl, minEvents, change, policy, thresholds);
    }

    /** The same with other plain thresholds. */
    public DecisionSettings withThresholds(List<ThresholdRule> others) {
        return new DecisionSettings(falseAlarms, per, minKl, minEvents, change, policy, others);
    }

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
        thresholds = List.copyOf(thresholds);
    }
}

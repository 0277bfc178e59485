package io.kullback.detection;

import io.kullback.divergence.UnchangedWindow;
import java.time.Duration;
import java.util.Optional;

/**
 * How often a plain threshold is exceeded where nothing has changed, at independent events and windows that do not overlap. Real streams do worse.
 *
 * @param perWindow probability that one unchanged window is above the threshold, in [0, 1]
 * @param firing share of the time that an unchanged stream has been above it for long enough to fire, in [0, 1]
 * @param alarms expected number of times that it begins to fire within {@code horizon}
 * @param horizon the time that {@code alarms} is for
 */
public record ExpectedFalseAlarms(double perWindow, double firing, double alarms, Duration horizon) {

    /** The time that a budget is for, unless one says otherwise. */
    public static final Duration MONTH = Duration.ofDays(30);

    /** From this share of the time on, a count of alarms would mislead: an alert that never ends is one alarm. */
    private static final double MOSTLY = 0.5;

    /**
     * What to expect of a threshold.
     *
     * @param window the size of an unchanged window and of its reference
     * @param advance distance between two windows
     * @return empty where no law of the divergence is known
     */
    public static Optional<ExpectedFalseAlarms> of(
            ThresholdRule rule, UnchangedWindow window, Duration advance, Duration horizon) {
        return window.probabilityAbove(rule.divergence(), rule.above()).stream()
                .mapToObj(perWindow -> of(perWindow, rule.forWindows(), advance, horizon))
                .findFirst();
    }

    /**
     * Of W windows, the first n begin to fire together with probability pⁿ, and each of the W − n later ones ends a run of exactly n with (1 − p) pⁿ.
     */
    private static ExpectedFalseAlarms of(double perWindow, int forWindows, Duration advance, Duration horizon) {
        double windows = (double) horizon.toMillis() / advance.toMillis();
        double run = StrictMath.pow(perWindow, forWindows);
        double alarms = windows < forWindows ? 0 : run * (1 + (windows - forWindows) * (1 - perWindow));
        return new ExpectedFalseAlarms(perWindow, run, alarms, horizon);
    }

    /** What to expect, for people: {@code above in 39 % of unchanged windows: about 2054 false alarms in 30 days}. */
    public String words() {
        return "above in " + Figures.percent(perWindow) + " of unchanged windows: " + outcome();
    }

    /** The second half of it: {@code about 2054 false alarms in 30 days}, or {@code firing 98 % of the time with nothing wrong}. */
    public String outcome() {
        return firing > MOSTLY
                ? "firing " + Figures.percent(firing) + " of the time with nothing wrong"
                : count(alarms) + " false alarms in " + horizon.toDays() + " days";
    }

    private static String count(double alarms) {
        return alarms < 0.01 ? "fewer than 0.01" : "about " + Figures.number(alarms);
    }
}

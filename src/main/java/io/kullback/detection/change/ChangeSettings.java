package io.kullback.detection.change;

import java.time.Duration;

/**
 * How a series is watched for change.
 *
 * @param falseAlarmsPerWindow false alarms allowed on average in one window of one series, in (0, 1)
 * @param baseline windows that are learned from before any is judged, in [30, 5000]
 * @param season the rhythm that is taken out, if the baseline holds seven periods of it
 * @param advance distance between two windows
 */
public record ChangeSettings(double falseAlarmsPerWindow, int baseline, Season season, Duration advance) {

    /** Windows of baseline, if nothing else is said. */
    public static final int DEFAULT_BASELINE = 100;

    /** Fewest windows of baseline. */
    public static final int SHORTEST_BASELINE = 30;

    /** Most windows of baseline: as many as are remembered at all. */
    public static final int LONGEST_BASELINE = RankMemory.CAPACITY;

    public ChangeSettings {
        if (!(falseAlarmsPerWindow > 0 && falseAlarmsPerWindow < 1)) {
            throw new IllegalArgumentException(
                    "false alarms per window must be between 0 and 1, but are " + falseAlarmsPerWindow);
        }
        if (baseline < SHORTEST_BASELINE || baseline > LONGEST_BASELINE) {
            throw new IllegalArgumentException("baseline must be between " + SHORTEST_BASELINE + " and "
                    + LONGEST_BASELINE + " windows, but is " + baseline);
        }
        if (advance.toMillis() <= 0) {
            throw new IllegalArgumentException("advance must be at least 1 ms, but is " + advance);
        }
    }

    /** ln c, the evidence at which one of so many channels raises an alarm: each has an equal part of the budget. */
    public double logThreshold(int channels) {
        return StrictMath.log(channels / falseAlarmsPerWindow);
    }
}

package io.kullback.detection;

import io.kullback.detection.change.ChangeSettings;
import io.kullback.detection.change.Season;
import java.time.Duration;

/**
 * How a series is watched for change.
 *
 * @param baseline windows learned from before any is judged by this rule, in [{@value ChangeSettings#SHORTEST_BASELINE}, 5000]
 * @param season the rhythm that is no drift
 * @param nullModel what is taken for granted while nothing changes
 */
public record ChangeRule(int baseline, Season season, NullModel nullModel) {

    /** A hundred windows of baseline, no season, whitened windows. */
    public static final ChangeRule DEFAULT =
            new ChangeRule(ChangeSettings.DEFAULT_BASELINE, Season.NONE, NullModel.WHITENED);

    public ChangeRule {
        if (baseline < ChangeSettings.SHORTEST_BASELINE || baseline > ChangeSettings.LONGEST_BASELINE) {
            throw new IllegalArgumentException("baseline must be between " + ChangeSettings.SHORTEST_BASELINE + " and "
                    + ChangeSettings.LONGEST_BASELINE + " windows, but is " + baseline);
        }
    }

    /**
     * What a detector needs to know.
     *
     * @param falseAlarmsPerWindow this rule's part of the budget in one window
     * @param distance between two windows that are looked at
     */
    ChangeSettings settings(double falseAlarmsPerWindow, Duration distance) {
        return new ChangeSettings(falseAlarmsPerWindow, baseline, season, distance);
    }
}

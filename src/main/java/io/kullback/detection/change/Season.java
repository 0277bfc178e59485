package io.kullback.detection.change;

import java.time.Duration;
import java.util.Arrays;

/** A rhythm of the monitored data that is no drift. */
public enum Season {
    /** None is taken out. */
    NONE(Duration.ofDays(1)),
    /** One and two cycles a day. */
    DAILY(Duration.ofDays(1), 1, 2),
    /** One and two cycles a week, one and two a day. */
    WEEKLY(Duration.ofDays(7), 1, 2, 7, 14);

    /** Fewer periods than this in the baseline would fit its noise. */
    static final int FEWEST_PERIODS = 7;

    private final Duration period;
    private final int[] cycles;

    Season(Duration period, int... cycles) {
        this.period = period;
        this.cycles = cycles;
    }

    Duration period() {
        return period;
    }

    /** The cycles in each period that windows so far apart can show: those with more than two windows to a cycle. */
    int[] cycles(Duration advance) {
        return Arrays.stream(cycles)
                .filter(count -> period.toMillis() > 2L * count * advance.toMillis())
                .toArray();
    }

    /** Windows that a baseline needs for this season to be taken out. */
    public long windowsNeeded(Duration advance) {
        return this == NONE ? 0 : FEWEST_PERIODS * period.toMillis() / advance.toMillis();
    }

    /** The season that a baseline of this length bears: this one, else the next shorter one. */
    Season supportedBy(long spanMillis) {
        if (this == NONE || spanMillis >= FEWEST_PERIODS * period.toMillis()) {
            return this;
        }
        return this == WEEKLY ? DAILY.supportedBy(spanMillis) : NONE;
    }
}

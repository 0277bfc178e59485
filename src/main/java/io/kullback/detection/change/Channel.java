package io.kullback.detection.change;

import java.util.Locale;

/** A way in which a distribution can change, watched by itself. */
public enum Channel {
    /** Its mean: the first axis of the bins. */
    LOCATION,
    /** Its spread: the second axis. */
    SCALE,
    /** Whatever else: spikes, new categories, missing values. */
    REST;

    /** The channel in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.kullback.detection;

import java.util.Locale;

/** Where an alert stands. In the order in which an alert goes through them. */
public enum AlertStatus {
    /** There is no alert. */
    INACTIVE,
    /** Drift has been seen, but not yet for as many windows as the policy asks for. */
    PENDING,
    /** The alert is on. */
    FIRING,
    /** The alert is over. */
    RESOLVED;

    /** The status in the alerts topic and in metric labels. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.kullback.detection;

import java.util.Locale;

/** The rules by which a window can be called drifted. */
public enum DriftRule {
    /** Rule A: the windows have changed from what they were. */
    CHANGE,
    /** Rule B: the window is far from the reference, beyond chance. */
    LEVEL,
    /** A plain threshold on a divergence, set by the user. */
    THRESHOLD;

    /** The rule in results and metric labels. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

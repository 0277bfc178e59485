package io.kullback.detection;

import java.time.Duration;

/**
 * When drifted windows become an alert, and when it is over.
 *
 * <p>The level at which an alert fires is above the one at which it resolves, so that a series that wavers about one level does not ring twice. A window in
 * between, not drifted and not clear, keeps the alert firing. A change found by rule A resolves only after twice as many windows without drift as it took to
 * find, the last ones clear, because the detector starts anew after an alarm and needs as long to see the same change again.
 *
 * <p>Within the cooldown after an alert has resolved, new drift opens the same alert again, under its old id, so that receivers who group by id see one
 * story instead of many; it still has to drift for as many windows as a new one. Afterwards new drift is a new alert.
 *
 * @param forWindows consecutive windows that rule B calls drifted before an alert fires, at least 1. A plain threshold has its own; a change fires at once.
 * @param clearWindows consecutive clear windows before an alert resolves, at least 1
 * @param clearLevel a window is clear when what the rules measure is at most this part of what they ask for, in (0, 1]
 * @param cooldown event time after a resolve within which new drift opens the same alert again, at least 0
 */
public record AlertPolicy(int forWindows, int clearWindows, double clearLevel, Duration cooldown) {

    /** Fires in the first drifted window, resolves after two windows below 0.8 of the level, and has no cooldown. */
    public static final AlertPolicy DEFAULT = new AlertPolicy(1, 2, 0.8, Duration.ZERO);

    public AlertPolicy {
        if (forWindows < 1) {
            throw new IllegalArgumentException("for must be at least 1 window, but is " + forWindows);
        }
        if (clearWindows < 1) {
            throw new IllegalArgumentException("clear-windows must be at least 1, but is " + clearWindows);
        }
        if (!(clearLevel > 0 && clearLevel <= 1)) {
            throw new IllegalArgumentException("clear-level is a part of the level at which an alert fires and must be"
                    + " above 0 and at most 1, but is " + clearLevel);
        }
        if (cooldown.isNegative()) {
            throw new IllegalArgumentException("cooldown must be at least 0, but is " + cooldown);
        }
    }
}

package io.kullback.detection;

import java.util.Locale;

/** Why a result was issued. */
public enum CloseCause {
    /** Every live source partition's events have passed the window's end and grace. */
    WATERMARK,
    /** Every source partition has fallen silent for the idle timeout. */
    IDLE,
    /** Late events amended a window that had closed before. */
    REVISION;

    /** The cause in results and metric labels. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

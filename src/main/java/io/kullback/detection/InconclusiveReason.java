package io.kullback.detection;

/** Why a window can be called neither stable nor drifted. */
public enum InconclusiveReason {
    /** There is no reference yet, or it holds nothing for this segment and feature. */
    NO_REFERENCE("no reference yet"),
    /** The window holds fewer usable events than {@code min-events}. */
    TOO_FEW_EVENTS("too few events");

    private final String words;

    InconclusiveReason(String words) {
        this.words = words;
    }

    /** The reason as people read it. */
    public String words() {
        return words;
    }
}

package io.kullback.detection;

/** How the windows of a series stand to what they are compared with: that says what can be told of their noise, and which rules make sense. */
public enum Comparison {
    /** One reference for all windows. Both rules judge. */
    WITH_FIXED,
    /**
     * Earlier windows, others for each. Rule A does not judge: it watches for what differs from all that is remembered, which such a reference is meant to forget.
     * How much a window and its reference differ while nothing changes is learned from the first such pairs, so that a rhythm that the reference does not
     * follow is noise.
     */
    WITH_PAST,
    /**
     * Another series at the same time. Rule A does not judge, for the same reason. Noise is that of independent events: what moves both is in both, and a difference
     * that is there from the first window on must not be learned as noise.
     */
    SIDE_BY_SIDE
}

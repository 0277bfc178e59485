package io.kullback.detection;

/** Why a window can be called neither stable nor drifted. */
public enum InconclusiveReason {
    /** There is no reference yet, or it holds nothing for this segment and feature. */
    NO_REFERENCE("no reference yet", ""),
    /** The window holds fewer usable events than {@code min-events}. */
    TOO_FEW_EVENTS("too few events", " needed"),
    /** Rule A has not yet seen as many windows as it compares with. */
    BASELINE_INCOMPLETE("baseline not complete", " windows"),
    /** The covariance of a vector's components is singular: a component is constant, or there are too few records. */
    DEGENERATE("the covariance is singular", ""),
    /** The segment is what all others are compared with. */
    IS_REFERENCE("the others are compared with it", "");

    private final String words;
    private final String counted;

    InconclusiveReason(String words, String counted) {
        this.words = words;
        this.counted = counted;
    }

    /** The reason as people read it. */
    public String words() {
        return words;
    }

    /** The reason with what there is and what is needed, where it is one of too little: {@code baseline not complete: 40 of 100 windows}. */
    public String words(long observations, long needed) {
        return counted.isEmpty() ? words : words + ": " + observations + " of " + needed + counted;
    }
}

package io.kullback.detection;

/** What the rule that watches for change takes for granted while nothing changes. */
public enum NullModel {
    /** That whitened scores of windows are exchangeable; within a window anything may happen. */
    WHITENED,
    /** That events are independent. Faster, and wrong where they are not. */
    IID
}

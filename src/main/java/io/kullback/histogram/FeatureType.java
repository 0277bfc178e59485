package io.kullback.histogram;

/** What a feature's field holds. */
public enum FeatureType {
    /** A finite number. */
    NUMBER,
    /** A text out of few. */
    CATEGORY,
    /** true or false. */
    BOOLEAN
}

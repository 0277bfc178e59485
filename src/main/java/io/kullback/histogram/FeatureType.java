package io.kullback.histogram;

/** What a feature's field holds. */
public enum FeatureType {
    /** A finite number. */
    NUMBER,
    /** A text out of few. */
    CATEGORY,
    /** true or false. */
    BOOLEAN,
    /** A list of numbers, always of the same length: an embedding, a latent code. */
    VECTOR,
    /** Two lists of numbers, the means and the logarithms of the variances that a variational encoder emits. */
    POSTERIOR
}

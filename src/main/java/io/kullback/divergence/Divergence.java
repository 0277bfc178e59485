package io.kullback.divergence;

/** A way to measure how far an observed distribution is from a reference on the same bins. */
public interface Divergence {

    /** Name in results and metrics, snake_case. */
    String name();

    /** What the value is measured in. */
    Unit unit();

    /**
     * The divergence of the observed distribution from the reference.
     *
     * @return at least 0, 0 for equal distributions; +∞ where a share of 0 stands in a denominator or a logarithm; never NaN
     * @throws IllegalArgumentException if the numbers of bins differ
     */
    double between(Distribution observed, Distribution reference);

    /** Whether the value can be +∞ when one side has bins without a count, so that zeros must be smoothed on both sides to compare windows. */
    boolean needsSupport();

    /** Units of divergences. */
    enum Unit {
        /** Natural units of information. */
        NATS,
        /** Without a unit, in [0, 1]. */
        RATIO,
        /** Without a unit and without an upper bound. */
        NUMBER,
        /** The unit of the feature's own values. */
        VALUE
    }
}

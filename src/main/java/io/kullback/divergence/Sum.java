package io.kullback.divergence;

/** Adds doubles with Neumaier's compensation: the error does not grow with the number of terms, and the result depends on nothing but their order. */
public final class Sum {

    private double sum;
    private double compensation;

    /** Adds one term; infinities stay. */
    public void add(double term) {
        double next = sum + term;
        // At infinity the compensation would be NaN.
        if (!Double.isInfinite(next)) {
            compensation += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        }
        sum = next;
    }

    /** The sum of the terms so far. */
    public double value() {
        return Double.isInfinite(sum) ? sum : sum + compensation;
    }
}

package io.kullback.divergence;

/** Adds doubles with Neumaier's compensation: the error does not grow with the number of terms, and the result depends on nothing but their order. */
final class Sum {

    private double sum;
    private double compensation;

    void add(double term) {
        double next = sum + term;
        // At infinity the compensation would be NaN.
        if (!Double.isInfinite(next)) {
            compensation += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        }
        sum = next;
    }

    double value() {
        return Double.isInfinite(sum) ? sum : sum + compensation;
    }
}

package io.kullback.divergence;

/**
 * The probability that chance alone gives counts at least this far from the reference's, by the law of G that holds best for them.
 *
 * <p>Three cases. Where every bin expects at least {@value #ENOUGH_EXPECTED} events of the window: the pooled two-sample G, divided by Williams' q, against χ². Else, where
 * the reference is so much larger than the window that its own noise is nothing: one-sample G against the gamma law of {@link SmallSampleG}. Else the pooled G
 * unadjusted, since Williams' divisor goes wrong in near-empty bins.
 */
final class ChancePValue {

    private static final double ENOUGH_EXPECTED = 8;
    private static final double MUCH_LARGER = 100;

    private ChancePValue() {}

    /**
     * The p-value.
     *
     * @param window counts, at least one above 0
     * @param reference counts of the same bins, at least one above 0
     * @param smoothed shares of the reference, none 0 where the window has a count
     */
    static double of(long[] window, long[] reference, Distribution smoothed) {
        double n = total(window);
        double m = total(reference);
        GTest pooled = GTest.twoSample(window, reference);
        if (smallestExpected(window, reference, n, m) >= ENOUGH_EXPECTED) {
            return pooled.pValue(pooled.adjusted());
        }
        if (m < MUCH_LARGER * n || pooled.degreesOfFreedom() == 0) {
            return pooled.pValue(pooled.g());
        }
        double[] shares = new double[smoothed.size()];
        for (int bin = 0; bin < shares.length; bin++) {
            shares[bin] = smoothed.share(bin);
        }
        double g = GTest.oneSample(window, shares).g();
        return Double.isInfinite(g) ? 0 : SmallSampleG.of((long) n, shares).pValue(g);
    }

    private static double smallestExpected(long[] window, long[] reference, double n, double m) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int bin = 0; bin < window.length; bin++) {
            double pooled = (double) window[bin] + reference[bin];
            if (pooled > 0) {
                smallest = Math.min(smallest, pooled * n / (n + m));
            }
        }
        return smallest;
    }

    private static double total(long[] counts) {
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}

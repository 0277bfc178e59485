package io.kullback.divergence;

/**
 * The likelihood-ratio test of counts: could they have come from the reference?
 *
 * @param g the statistic G, at least 0, +∞ where a bin without reference mass was hit
 * @param pearson Pearson's X², the same to first order
 * @param degreesOfFreedom of the χ² law that both follow when nothing has changed
 * @param williams Williams' divisor q, which brings G closer to that law (Biometrika 63 (1976) 33–37)
 */
public record GTest(double g, double pearson, int degreesOfFreedom, double williams) {

    /**
     * Counts n against exact shares r: G = 2 Σ n ln(n / (N r)) = 2 N · KL, df = number of bins with r &gt; 0, less one.
     *
     * @param reference shares in proportion; divided by their sum
     */
    public static GTest oneSample(long[] counts, double[] reference) {
        Distribution expected = Distribution.of(reference, Smoothing.NONE)
                .orElseThrow(() ->
                        new IllegalArgumentException("the reference must have some mass, but all its shares are 0"));
        long total = total(counts);
        int bins = 0;
        Sum reciprocals = new Sum();
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] > 0) {
                bins++;
                reciprocals.add(1 / expected.share(bin));
            }
        }
        int df = bins - 1;
        double williams = 1 + (reciprocals.value() - 1) / (6.0 * total * df);
        return Distribution.of(counts, Smoothing.NONE)
                .map(observed -> new GTest(
                        2.0 * total * DivergenceCatalog.KL.between(observed, expected),
                        total * DivergenceCatalog.CHI_SQUARE.between(observed, expected),
                        df,
                        williams))
                .orElse(new GTest(0, 0, df, 1));
    }

    /**
     * Counts n against the counts m of a reference sample, both against their sum: twice the likelihood ratio, finite also where one side is 0.
     * df = number of bins with n + m &gt; 0, less one.
     *
     * @param counts of the window, at least one above 0
     * @param reference counts, at least one above 0
     */
    public static GTest twoSample(long[] counts, long[] reference) {
        double n = total(counts);
        double m = total(reference);
        double both = n + m;
        int bins = 0;
        Sum g = new Sum();
        Sum pearson = new Sum();
        Sum reciprocals = new Sum();
        for (int bin = 0; bin < counts.length; bin++) {
            double pooled = (double) counts[bin] + reference[bin];
            if (pooled > 0) {
                bins++;
                reciprocals.add(1 / pooled);
                // nᵢ M − mᵢ N, exact to an ulp: the one difference that would cancel.
                double subtracted = reference[bin] * n;
                double cross = Math.fma(counts[bin], m, -subtracted) + Math.fma(-reference[bin], n, subtracted);
                g.add(pooled * n / both * RelativeEntropy.phi(cross / (pooled * n))
                        + pooled * m / both * RelativeEntropy.phi(-cross / (pooled * m)));
                pearson.add(cross / n * (cross / m) / pooled);
            }
        }
        int df = bins - 1;
        double williams = 1 + (both * (1 / n + 1 / m) - 1) * (both * reciprocals.value() - 1) / (6 * both * df);
        return new GTest(2 * g.value(), pearson.value(), df, williams);
    }

    private static long total(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** G divided by Williams' q. */
    public double adjusted() {
        return g / williams;
    }

    /** P(χ² ≥ statistic) with this test's degrees of freedom, in [0, 1]; 1 when there are none. */
    public double pValue(double statistic) {
        return ChiSquare.upperTail(statistic, degreesOfFreedom);
    }

    /** ln P(χ² ≥ statistic), also where the probability is too small for a double. */
    public double logPValue(double statistic) {
        return ChiSquare.logUpperTail(statistic, degreesOfFreedom);
    }
}

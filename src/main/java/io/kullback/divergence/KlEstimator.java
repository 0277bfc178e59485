package io.kullback.divergence;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Estimates a divergence from counts, with its bias and interval. */
public final class KlEstimator {

    /** Confidence of the interval. */
    public static final double CONFIDENCE = 0.95;

    private KlEstimator() {}

    /**
     * An estimate from its plug-in value.
     *
     * @param plugIn divergence of the observed shares from the reference, in nats
     * @param bins k, the number of bins that count: those with reference mass
     * @param effectiveObservations Nₑ, above 0
     * @see <a href="https://doi.org/10.1162/089976603321780272">Paninski, Neural Computation 15 (2003) 1191–1253, on the bias</a>
     */
    public static KlEstimate of(double plugIn, int bins, double effectiveObservations) {
        int df = Math.max(0, bins - 1);
        double noise = df / (2 * effectiveObservations);
        return new KlEstimate(
                plugIn,
                Math.max(0, plugIn - noise),
                bound(plugIn, df, effectiveObservations, (1 + CONFIDENCE) / 2),
                bound(plugIn, df, effectiveObservations, (1 - CONFIDENCE) / 2),
                noise,
                effectiveObservations,
                df);
    }

    /**
     * An end of the noncentral-χ² interval: λ / (2 Nₑ) where P(χ²(df, λ) ≤ 2 Nₑ · plug-in) = probability, 0 if no λ does it.
     *
     * @param probability 0.975 for the lower and 0.025 for the upper end of a 95 % interval
     */
    public static double bound(double plugIn, int degreesOfFreedom, double effectiveObservations, double probability) {
        if (Double.isInfinite(plugIn)) {
            return plugIn;
        }
        if (degreesOfFreedom == 0) {
            return 0;
        }
        double statistic = 2 * effectiveObservations * plugIn;
        return NoncentralChiSquare.noncentrality(statistic, degreesOfFreedom, probability)
                / (2 * effectiveObservations);
    }

    /**
     * Standard error of the plug-in value by the delta method, √((Σ o ln²(o/r) − KL²) / N); 0 to first order when nothing has changed.
     *
     * @param observations N, above 0
     */
    public static double standardError(Distribution observed, Distribution reference, double observations) {
        Sum squares = new Sum();
        Sum mean = new Sum();
        for (int bin = 0; bin < observed.size(); bin++) {
            double share = observed.share(bin);
            if (share > 0) {
                double surprise = RelativeEntropy.signedTerm(observed, reference, bin) / share;
                squares.add(share * surprise * surprise);
                mean.add(share * surprise);
            }
        }
        double variance = squares.value() - mean.value() * mean.value();
        return Math.sqrt(Math.max(0, variance) / observations);
    }

    /** The standard normal's quantile that is exceeded with the given probability. */
    public static double normalUpperQuantile(double alpha) {
        return NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha);
    }

    /** The G = 2 Nₑ KL above which it is claimed, with error rate alpha, that the true divergence exceeds minKl. */
    public static double effectThreshold(int bins, double effectiveObservations, double minKl, double alpha) {
        return NoncentralChiSquare.upperQuantile(alpha, bins - 1.0, 2 * effectiveObservations * minKl);
    }

    /**
     * P(X &gt; statistic) for X noncentral χ²: the error rate at which it could be claimed that the true divergence exceeds the one that the noncentrality stands
     * for.
     *
     * @param degreesOfFreedom above 0, not necessarily whole
     */
    public static double effectPValue(double statistic, double degreesOfFreedom, double noncentrality) {
        return NoncentralChiSquare.upperTail(statistic, degreesOfFreedom, noncentrality);
    }
}

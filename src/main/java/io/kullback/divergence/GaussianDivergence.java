package io.kullback.divergence;

/**
 * Relative entropy of two normal distributions, in nats: KL(N(μ₁, Σ₁) ‖ N(μ₀, Σ₀)) = ½ [tr(Σ₀⁻¹Σ₁) − ln det(Σ₀⁻¹Σ₁) − d + (μ₁ − μ₀)ᵀ Σ₀⁻¹ (μ₁ − μ₀)].
 *
 * <p>Every form adds up γ(u) = u − ln(1 + u) of relative excesses u and squares, all at least 0, so that nothing cancels where the two are nearly the same.
 */
public final class GaussianDivergence {

    private static final double SERIES_BELOW = 0.25;
    private static final int SERIES_TERMS = 12;

    private GaussianDivergence() {}

    /**
     * KL of two normal distributions on the line, from their standard deviations.
     *
     * @param observedDeviation at least 0; the divergence is +∞ at 0
     * @param referenceDeviation above 0
     */
    public static double univariate(
            double observedMean, double observedDeviation, double referenceMean, double referenceDeviation) {
        double shift = (observedMean - referenceMean) / referenceDeviation;
        double ratio = observedDeviation / referenceDeviation;
        double excess = (observedDeviation - referenceDeviation)
                / referenceDeviation
                * ((observedDeviation + referenceDeviation) / referenceDeviation);
        double spread = Math.abs(excess) < SERIES_BELOW ? gamma(excess) : ratio * ratio - 1 - 2 * StrictMath.log(ratio);
        return (spread + shift * shift) / 2;
    }

    /** The part that two variances make up, ½ [σ₁²/σ₀² − 1 − ln(σ₁²/σ₀²)]; +∞ where the observed one is 0. */
    static double ofVariances(double observed, double reference) {
        double excess = (observed - reference) / reference;
        double spread = Math.abs(excess) < SERIES_BELOW ? gamma(excess) : excess - StrictMath.log(observed / reference);
        return spread / 2;
    }

    /** The same from the ratio σ₁/σ₀, which keeps its digits where its square would not. */
    static double ofDeviationRatio(double ratio) {
        double excess = (ratio - 1) * (ratio + 1);
        return (Math.abs(excess) < SERIES_BELOW ? gamma(excess) : excess - 2 * StrictMath.log(ratio)) / 2;
    }

    /** KL of two normal distributions with independent coordinates: the sum over the coordinates. */
    public static double diagonal(
            double[] observedMean, double[] observedVariance, double[] referenceMean, double[] referenceVariance) {
        Sum sum = new Sum();
        for (int i = 0; i < observedMean.length; i++) {
            sum.add(coordinate(observedMean[i], observedVariance[i], referenceMean[i], referenceVariance[i]));
        }
        return sum.value();
    }

    /** KL of two normal distributions on the line, from their variances; that of the reference above 0. */
    public static double coordinate(
            double observedMean, double observedVariance, double referenceMean, double referenceVariance) {
        double shift = observedMean - referenceMean;
        return ofVariances(observedVariance, referenceVariance) + shift * shift / referenceVariance / 2;
    }

    /** The sum of the divergences of the coordinates, each taken for itself in both distributions. */
    public static double diagonal(Gaussian observed, Gaussian reference) {
        Sum sum = new Sum();
        for (int i = 0; i < observed.dimension(); i++) {
            sum.add(coordinate(observed.mean(i), observed.variance(i), reference.mean(i), reference.variance(i)));
        }
        return sum.value();
    }

    /**
     * KL of two normal distributions in the same number of dimensions, by Cholesky: with A = L₀⁻¹ L₁ and δ = L₀⁻¹(μ₁ − μ₀) it is
     * ½ Σᵢ [γ(Aᵢᵢ² − 1) + Σ_{j&lt;i} Aᵢⱼ² + δᵢ²].
     */
    public static double full(Gaussian observed, Gaussian reference) {
        if (observed.dimension() != reference.dimension()) {
            throw new IllegalArgumentException("distributions in " + observed.dimension() + " and in "
                    + reference.dimension() + " dimensions cannot be compared");
        }
        double[][] ratio = reference.factor().solve(observed.factor());
        double[] mean = new double[observed.dimension()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = observed.mean(i);
        }
        double[] shift = reference.whiten(mean);
        Sum sum = new Sum();
        for (int i = 0; i < mean.length; i++) {
            sum.add(2 * ofDeviationRatio(ratio[i][i]));
            sum.add(shift[i] * shift[i]);
            for (int j = 0; j < i; j++) {
                sum.add(ratio[i][j] * ratio[i][j]);
            }
        }
        return sum.value() / 2;
    }

    /** γ(u) = u − ln(1 + u), at least 0, for small |u|: by the series of 2 artanh(s), s = u/(2 + u). */
    private static double gamma(double u) {
        double s = u / (2 + u);
        double square = s * s;
        double series = 0;
        for (int k = SERIES_TERMS; k >= 1; k--) {
            series = series * square + 1.0 / (2 * k + 1);
        }
        // u − 2s = u s exactly; the rest of the series starts with 2 s³/3.
        return u * s - 2 * s * square * series;
    }
}

package io.kullback.divergence;

import java.util.Arrays;
import java.util.Optional;

/**
 * Shares of k bins: non-negative weights wᵢ and what they are divided by, oᵢ = wᵢ / W. Immutable.
 *
 * <p>Weights and divisor are kept apart so that the difference of two shares can be computed without cancellation, see {@link #excess}.
 */
public final class Distribution {

    private final double[] weights;
    private final double divisor;
    private final double mass;

    private Distribution(double[] weights, double divisor, double mass) {
        this.weights = weights;
        this.divisor = divisor;
        this.mass = mass;
    }

    /**
     * The distribution of counts, or of any non-negative weights.
     *
     * @return empty when the weights add up to 0, whatever the smoothing: nothing observed is no distribution
     * @throws IllegalArgumentException if a weight is negative or not finite
     */
    public static Optional<Distribution> of(double[] weights, Smoothing smoothing) {
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException(
                        "weights must be at least 0 and finite, but weight " + i + " is " + weights[i]);
            }
        }
        double total = sum(weights);
        if (total == 0) {
            return Optional.empty();
        }
        if (smoothing instanceof Smoothing.Additive additive) {
            double[] smoothed = Arrays.stream(weights)
                    .map(weight -> weight + additive.alpha())
                    .toArray();
            return Optional.of(new Distribution(smoothed, additive.alpha() == 0 ? total : sum(smoothed), 1));
        }
        Smoothing.Epsilon epsilon = (Smoothing.Epsilon) smoothing;
        double[] filled = Arrays.stream(weights)
                .map(weight -> weight == 0 ? epsilon.epsilon() : weight / total)
                .toArray();
        double sum = sum(filled);
        return Optional.of(epsilon.renormalise() ? new Distribution(filled, sum, 1) : new Distribution(filled, 1, sum));
    }

    /** The distribution of counts. */
    public static Optional<Distribution> of(long[] counts, Smoothing smoothing) {
        return of(Arrays.stream(counts).asDoubleStream().toArray(), smoothing);
    }

    private static double sum(double[] terms) {
        Sum sum = new Sum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum.value();
    }

    /** Number k of bins. */
    public int size() {
        return weights.length;
    }

    /** Share of a bin, in [0, 1]. */
    public double share(int bin) {
        return weights[bin] / divisor;
    }

    /** Natural logarithm of a share; −∞ for 0. Exact also where the share itself is too small for full precision. */
    double logShare(int bin) {
        return StrictMath.log(weights[bin]) - StrictMath.log(divisor);
    }

    /** What the shares add up to: 1, but for {@link Smoothing.Epsilon} without renormalising. */
    double mass() {
        return mass;
    }

    /**
     * How much this share exceeds another, oᵢ − rᵢ, correct to a few ulps of the difference however close the two are.
     */
    double excess(Distribution other, int bin) {
        return crossDifference(other, bin) / (divisor * other.divisor);
    }

    /** The relative excess (oᵢ − rᵢ) / rᵢ; rᵢ must not be 0. */
    double relativeExcess(Distribution other, int bin) {
        return crossDifference(other, bin) / (other.weights[bin] * divisor);
    }

    /** (oᵢ − rᵢ) / (oᵢ + rᵢ), in [−1, 1]; one of the two must not be 0. */
    double contrast(Distribution other, int bin) {
        return crossDifference(other, bin) / (weights[bin] * other.divisor + other.weights[bin] * divisor);
    }

    /** wᵢ · V − vᵢ · W by Kahan's fused difference of products. */
    private double crossDifference(Distribution other, int bin) {
        double subtracted = other.weights[bin] * divisor;
        double rounding = Math.fma(-other.weights[bin], divisor, subtracted);
        return Math.fma(weights[bin], other.divisor, -subtracted) + rounding;
    }

    void requireSameSize(Distribution other) {
        if (size() != other.size()) {
            throw new IllegalArgumentException(
                    "the distributions must have the same number of bins, but have " + size() + " and " + other.size());
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(weights) + " / " + divisor;
    }
}

package io.kullback.divergence;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * The noncentral χ² distribution: what 2N times an estimated divergence follows when the true one is λ / (2N).
 *
 * <p>Its distribution function is the Poisson(λ/2) mixture of central ones with df + 2j degrees of freedom, summed outwards from the middle of the Poisson
 * weights.
 */
final class NoncentralChiSquare {

    private static final double NEGLIGIBLE = 1e-17;

    private NoncentralChiSquare() {}

    /**
     * P(X ≤ x).
     *
     * @param degreesOfFreedom above 0
     * @param noncentrality λ, at least 0
     */
    static double lowerTail(double x, double degreesOfFreedom, double noncentrality) {
        return mixture(x, degreesOfFreedom, noncentrality, true);
    }

    /** P(X > x), with its digits where it is small. */
    static double upperTail(double x, double degreesOfFreedom, double noncentrality) {
        return mixture(x, degreesOfFreedom, noncentrality, false);
    }

    private static double mixture(double x, double degreesOfFreedom, double noncentrality, boolean lower) {
        if (x <= 0) {
            return lower ? 0 : 1;
        }
        double half = noncentrality / 2;
        int middle = (int) Math.floor(half);
        Sum sum = new Sum();
        for (int j = middle; j >= 0; j--) {
            double weight = poisson(j, half);
            sum.add(weight * central(x, degreesOfFreedom + 2.0 * j, lower));
            if (weight < NEGLIGIBLE) {
                break;
            }
        }
        for (int j = middle + 1; ; j++) {
            double weight = poisson(j, half);
            sum.add(weight * central(x, degreesOfFreedom + 2.0 * j, lower));
            if (weight < NEGLIGIBLE) {
                break;
            }
        }
        return Math.min(1, sum.value());
    }

    private static double central(double x, double degreesOfFreedom, boolean lower) {
        return lower
                ? RegularizedGamma.P.value(degreesOfFreedom / 2, x / 2)
                : RegularizedGamma.Q.value(degreesOfFreedom / 2, x / 2);
    }

    private static double poisson(int j, double mean) {
        if (mean == 0) {
            return j == 0 ? 1 : 0;
        }
        return StrictMath.exp(j * StrictMath.log(mean) - mean - LogGamma.value(j + 1.0));
    }

    /**
     * The λ ≥ 0 with P(X ≤ x) = probability; 0 if even λ = 0 gives less.
     *
     * @param probability in (0, 1)
     */
    static double noncentrality(double x, double degreesOfFreedom, double probability) {
        if (x <= 0 || lowerTail(x, degreesOfFreedom, 0) <= probability) {
            return 0;
        }
        double low = 0;
        double high = Math.max(1, x);
        while (lowerTail(x, degreesOfFreedom, high) > probability) {
            low = high;
            high *= 2;
        }
        return bisect(low, high, middle -> lowerTail(x, degreesOfFreedom, middle) > probability);
    }

    /** The x with P(X > x) = alpha. */
    static double upperQuantile(double alpha, double degreesOfFreedom, double noncentrality) {
        double low = 0;
        double high = degreesOfFreedom + noncentrality + 1;
        while (upperTail(high, degreesOfFreedom, noncentrality) > alpha) {
            low = high;
            high *= 2;
        }
        return bisect(low, high, middle -> upperTail(middle, degreesOfFreedom, noncentrality) > alpha);
    }

    @FunctionalInterface
    private interface Below {
        boolean test(double middle);
    }

    private static double bisect(double from, double to, Below below) {
        double low = from;
        double high = to;
        while (high - low > 1e-13 * high) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (below.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}

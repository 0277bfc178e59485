package io.kullback.divergence;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * The noncentral χ² distribution: what 2N times an estimated divergence follows when the true one is λ / (2N).
 *
 * <p>Its distribution function is the Poisson(λ/2) mixture of central ones with df + 2j degrees of freedom, summed outwards from the middle of the Poisson
 * weights, each tail from its neighbour by P(a + 1, y) = P(a, y) − y^a e^−y / Γ(a + 1).
 */
final class NoncentralChiSquare {

    private static final double NEGLIGIBLE = 1e-17;
    private static final double PRECISION = 1e-13;
    private static final int MOST_STEPS = 200;

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
        double shape = degreesOfFreedom / 2 + middle;
        double y = x / 2;
        double weight = poisson(middle, half);
        double tail = lower ? RegularizedGamma.P.value(shape, y) : RegularizedGamma.Q.value(shape, y);
        // What P(a, y) loses, and Q(a, y) gains, when a grows by one: y^a e^−y / Γ(a + 1).
        double step = StrictMath.exp(shape * StrictMath.log(y) - y - LogGamma.value(shape + 1));
        Sum sum = new Sum();
        sum.add(weight * tail);
        addUpwards(sum, new Term(weight, tail, step), middle, half, shape, y, lower);
        addDownwards(sum, new Term(weight, tail, step), middle, half, shape, y, lower);
        return Math.min(1, sum.value());
    }

    /** One term of the mixture: Poisson weight, tail of the central law, and the difference of that tail to the next one. */
    private record Term(double weight, double tail, double step) {}

    private static void addUpwards(Sum sum, Term middle, int j0, double half, double shape, double y, boolean lower) {
        double weight = middle.weight;
        double tail = middle.tail;
        double step = middle.step;
        for (int j = j0 + 1; weight > NEGLIGIBLE && half > 0; j++) {
            tail = lower ? Math.max(0, tail - step) : Math.min(1, tail + step);
            step *= y / (shape + (j - j0));
            weight *= half / j;
            sum.add(weight * tail);
        }
    }

    private static void addDownwards(Sum sum, Term middle, int j0, double half, double shape, double y, boolean lower) {
        double weight = middle.weight;
        double tail = middle.tail;
        double step = middle.step;
        for (int j = j0 - 1; j >= 0 && weight > NEGLIGIBLE; j--) {
            step *= (shape - (j0 - 1 - j)) / y;
            tail = lower ? Math.min(1, tail + step) : Math.max(0, tail - step);
            weight *= (j + 1) / half;
            sum.add(weight * tail);
        }
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
        return root(low, high, middle -> lowerTail(x, degreesOfFreedom, middle) - probability);
    }

    /** The x with P(X > x) = alpha. */
    static double upperQuantile(double alpha, double degreesOfFreedom, double noncentrality) {
        double low = 0;
        double high = degreesOfFreedom + noncentrality + 1;
        while (upperTail(high, degreesOfFreedom, noncentrality) > alpha) {
            low = high;
            high *= 2;
        }
        return root(low, high, middle -> upperTail(middle, degreesOfFreedom, noncentrality) - alpha);
    }

    /** Where a falling function crosses 0, between an argument where it is above and one where it is not: false position, Illinois variant, else halving. */
    private static double root(double from, double to, DoubleUnaryOperator falling) {
        double low = from;
        double high = to;
        double above = falling.applyAsDouble(low);
        double below = falling.applyAsDouble(high);
        for (int i = 0; i < MOST_STEPS && high - low > PRECISION * high; i++) {
            double middle = i % 3 == 2 ? (low + high) / 2 : low + (high - low) * (above / (above - below));
            if (!(middle > low && middle < high)) {
                middle = (low + high) / 2;
            }
            double value = falling.applyAsDouble(middle);
            if (value > 0) {
                low = middle;
                above = value;
                below /= 2;
            } else {
                high = middle;
                below = value;
                above /= 2;
            }
        }
        return (low + high) / 2;
    }
}

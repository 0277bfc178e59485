package io.kullback.divergence;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/** Upper tails of χ² distributions, also where they are too small for a double. */
final class ChiSquare {

    private ChiSquare() {}

    /** P(χ² ≥ x) for the given degrees of freedom; 1 when there are none. */
    static double upperTail(double x, double degreesOfFreedom) {
        if (degreesOfFreedom <= 0 || x <= 0) {
            return 1;
        }
        return Double.isInfinite(x) ? 0 : RegularizedGamma.Q.value(degreesOfFreedom / 2, x / 2);
    }

    /** ln P(χ² ≥ x). */
    static double logUpperTail(double x, double degreesOfFreedom) {
        if (degreesOfFreedom <= 0 || x <= 0) {
            return 0;
        }
        if (Double.isInfinite(x)) {
            return Double.NEGATIVE_INFINITY;
        }
        double a = degreesOfFreedom / 2;
        double y = x / 2;
        if (y < a + 1 || y < 50) {
            return StrictMath.log(upperTail(x, degreesOfFreedom));
        }
        return a * StrictMath.log(y) - y - LogGamma.value(a) - StrictMath.log(continuedFraction(a, y));
    }

    /** The f of Γ(a, y) = yᵃ e⁻ʸ / f, by Lentz's method (Numerical Recipes §6.2). */
    private static double continuedFraction(double a, double y) {
        double b = y + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < 10_000; i++) {
            double an = -i * (i - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            double step = c * d;
            h *= step;
            if (Math.abs(step - 1) < 1e-16) {
                break;
            }
        }
        return 1 / h;
    }
}

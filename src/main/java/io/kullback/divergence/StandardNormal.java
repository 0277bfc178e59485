package io.kullback.divergence;

/**
 * The standard normal distribution in strict arithmetic, so that its values have the same bits on every machine.
 *
 * @see <a href="https://doi.org/10.1090/S0025-5718-1969-0247736-4">Cody, Math. Comp. 23 (1969) 631–637, for the tails</a>
 * @see <a href="https://doi.org/10.2307/2347330">Wichura, AS 241, Appl. Statist. 37 (1988) 477–484, for the quantiles</a>
 */
// The coefficients stand here with all the digits that were published, so that they can be compared with their sources.
@SuppressWarnings("FloatingPointLiteralPrecision")
public final class StandardNormal {

    private static final double ROOT_TWO_PI_RECIPROCAL = 0.398942280401432677939946059934;
    private static final double CENTRE = 0.67448975;
    private static final double MIDDLE = 5.656854249492380195206754896838;
    /** From here on the tail is 0 in double precision. */
    private static final double BEYOND = 38.6;

    private static final double[] CENTRE_ABOVE = {
        0.065682337918207449113,
        2.2352520354606839287,
        161.02823106855587881,
        1067.6894854603709582,
        18154.981253343561249
    };
    private static final double[] CENTRE_BELOW = {
        1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956
    };
    private static final double[] MIDDLE_ABOVE = {
        1.0765576773720192317e-8,
        0.39894151208813466764,
        8.8831497943883759412,
        93.506656132177855979,
        597.27027639480026226,
        2494.5375852903726711,
        6848.1904505362823326,
        11602.651437647350124,
        9842.7148383839780218
    };
    private static final double[] MIDDLE_BELOW = {
        1,
        22.266688044328115691,
        235.38790178262499861,
        1519.377599407554805,
        6485.558298266760755,
        18615.571640885098091,
        34900.952721145977266,
        38912.003286093271411,
        19685.429676859990727
    };
    private static final double[] FAR_ABOVE = {
        0.02307344176494017303,
        0.21589853405795699,
        0.1274011611602473639,
        0.022235277870649807,
        0.001421619193227893466,
        2.9112874951168792e-5
    };
    private static final double[] FAR_BELOW = {
        1,
        1.28426009614491121,
        0.468238212480865118,
        0.0659881378689285515,
        0.00378239633202758244,
        7.29751555083966205e-5
    };

    private static final double[] QUANTILE_CENTRE_ABOVE = {
        2.5090809287301226727e+3,
        3.3430575583588128105e+4,
        6.7265770927008700853e+4,
        4.5921953931549871457e+4,
        1.3731693765509461125e+4,
        1.9715909503065514427e+3,
        1.3314166789178437745e+2,
        3.3871328727963666080
    };
    private static final double[] QUANTILE_CENTRE_BELOW = {
        5.2264952788528545610e+3,
        2.8729085735721942674e+4,
        3.9307895800092710610e+4,
        2.1213794301586595867e+4,
        5.3941960214247511077e+3,
        6.8718700749205790830e+2,
        4.2313330701600911252e+1,
        1
    };
    private static final double[] QUANTILE_TAIL_ABOVE = {
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258,
        3.64784832476320460504,
        5.76949722146069140550,
        4.63033784615654529590,
        1.42343711074968357734
    };
    private static final double[] QUANTILE_TAIL_BELOW = {
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940,
        2.05319162663775882187,
        1
    };
    private static final double[] QUANTILE_FAR_ABOVE = {
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580,
        5.46378491116411436990,
        6.65790464350110377720
    };
    private static final double[] QUANTILE_FAR_BELOW = {
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1
    };

    private StandardNormal() {}

    /** The density φ(x) = exp(−x²/2) / √(2π); 0 at the infinities. */
    public static double density(double x) {
        return ROOT_TWO_PI_RECIPROCAL * StrictMath.exp(-x * x / 2);
    }

    /** P(Z > x), in [0, 1], with its digits where it is small. */
    public static double upperTail(double x) {
        double y = Math.abs(x);
        if (y <= CENTRE) {
            double square = x * x;
            return 0.5 - x * polynomial(CENTRE_ABOVE, square) / polynomial(CENTRE_BELOW, square);
        }
        double tail;
        if (y <= MIDDLE) {
            tail = gauss(y) * polynomial(MIDDLE_ABOVE, y) / polynomial(MIDDLE_BELOW, y);
        } else if (y < BEYOND) {
            double square = 1 / (y * y);
            double ratio = square * polynomial(FAR_ABOVE, square) / polynomial(FAR_BELOW, square);
            tail = gauss(y) * (ROOT_TWO_PI_RECIPROCAL - ratio) / y;
        } else {
            tail = 0;
        }
        return x > 0 ? tail : 1 - tail;
    }

    /** P(a < Z ≤ b) for a ≤ b, taken from the side on which the tails are small. */
    public static double between(double a, double b) {
        return a < 0 && b <= 0 ? upperTail(-b) - upperTail(-a) : upperTail(a) - upperTail(b);
    }

    /**
     * The z with P(Z > z) = probability: +∞ for 0, −∞ for 1.
     *
     * @param probability in [0, 1]
     */
    public static double upperQuantile(double probability) {
        double fromMiddle = 0.5 - probability;
        if (Math.abs(fromMiddle) <= 0.425) {
            double r = 0.180625 - fromMiddle * fromMiddle;
            return fromMiddle * polynomial(QUANTILE_CENTRE_ABOVE, r) / polynomial(QUANTILE_CENTRE_BELOW, r);
        }
        double smaller = fromMiddle > 0 ? probability : 1 - probability;
        if (smaller <= 0) {
            return fromMiddle > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        double r = Math.sqrt(-StrictMath.log(smaller));
        double z = r <= 5
                ? polynomial(QUANTILE_TAIL_ABOVE, r - 1.6) / polynomial(QUANTILE_TAIL_BELOW, r - 1.6)
                : polynomial(QUANTILE_FAR_ABOVE, r - 5) / polynomial(QUANTILE_FAR_BELOW, r - 5);
        return fromMiddle > 0 ? z : -z;
    }

    /** exp(−y²/2) with the square split, so that its rounding is not blown up. */
    private static double gauss(double y) {
        double coarse = Math.floor(y * 16) / 16;
        double rest = (y - coarse) * (y + coarse);
        return StrictMath.exp(-coarse * coarse / 2) * StrictMath.exp(-rest / 2);
    }

    /** Horner's scheme, highest power first. */
    private static double polynomial(double[] coefficients, double x) {
        double value = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) {
            value = value * x + coefficients[i];
        }
        return value;
    }
}

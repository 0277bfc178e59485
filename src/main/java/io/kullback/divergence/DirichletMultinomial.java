package io.kullback.divergence;

/**
 * Likelihood ratios of window counts under Dirichlet-multinomial laws, in logarithms. Each is an e-value: its expectation under the law in the denominator is
 * 1 whatever the numerator, as long as that was chosen before the window was seen.
 *
 * <p>The multinomial coefficient cancels, so the cost is one term for each bin.
 */
public final class DirichletMultinomial {

    /** From here on Stirling's series is exact to 1e-12. */
    private static final double LARGE = 10;

    private DirichletMultinomial() {}

    /**
     * ln of the rising factorial a (a + 1) … (a + n − 1) = Γ(a + n) / Γ(a), without the cancellation of two large logarithms.
     *
     * @param a above 0
     * @param n at least 0
     */
    public static double logPochhammer(double a, double n) {
        if (n == 0) {
            return 0;
        }
        if (a >= LARGE) {
            return n * StrictMath.log(a)
                    + (a + n - 0.5) * StrictMath.log1p(n / a)
                    - n
                    + stirlingRest(a + n)
                    - stirlingRest(a);
        }
        // Γ(a + n) / Γ(a) at a + m, less the m factors by which that is too large.
        double factors = 1;
        double raised = a;
        while (raised < LARGE) {
            factors *= (raised + n) / raised;
            raised++;
        }
        return logPochhammer(raised, n) - StrictMath.log(factors);
    }

    /** What Stirling's formula leaves of ln Γ(x), by four terms of its series. */
    private static double stirlingRest(double x) {
        double square = 1 / (x * x);
        return (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680.0))) / x;
    }

    /**
     * ln(DM(n; a) / Multinomial(n; r)) = Σ [ln (aᵢ)ₙᵢ − nᵢ ln rᵢ] − ln (A)_N, A = Σ aᵢ.
     *
     * @param counts n, at least 0 each
     * @param parameters a of the Dirichlet law, above 0 each: ½ for Krichevsky and Trofimov's mixture, κ r to stay near the reference
     * @param shares r of the reference, adding up to 1
     * @return +∞ where a bin without reference mass was hit
     */
    public static double logRatioToMultinomial(long[] counts, double[] parameters, double[] shares) {
        Sum sum = new Sum();
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                sum.add(-counts[bin] * StrictMath.log(shares[bin]));
            }
        }
        sum.add(logMass(counts, parameters));
        return sum.value();
    }

    /** ln(DM(n; a) / DM(n; u)): a window under an alternative against the predictive law of all that came before. */
    public static double logRatio(long[] counts, double[] alternative, double[] learned) {
        return logMass(counts, alternative) - logMass(counts, learned);
    }

    /** ln DM(n; a) without the multinomial coefficient: Σ ln (aᵢ)ₙᵢ − ln (A)_N. */
    public static double logMass(long[] counts, double[] parameters) {
        Sum sum = new Sum();
        Sum parameterTotal = new Sum();
        double events = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            parameterTotal.add(parameters[bin]);
            if (counts[bin] > 0) {
                events += counts[bin];
                sum.add(logPochhammer(parameters[bin], counts[bin]));
            }
        }
        sum.add(-logPochhammer(parameterTotal.value(), events));
        return sum.value();
    }

    /** ln Π (qᵢ / rᵢ)^nᵢ: a window under fixed shares q against the reference r. */
    public static double logFixedRatio(long[] counts, double[] alternative, double[] shares) {
        Sum sum = new Sum();
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                sum.add(counts[bin] * StrictMath.log(alternative[bin] / shares[bin]));
            }
        }
        return sum.value();
    }
}

package io.kullback.divergence;

import org.apache.commons.numbers.gamma.Digamma;

/**
 * What the divergence of fitted normal distributions shows when nothing has changed, exactly, for normal data. Covariances have divisor n (M for the
 * reference's).
 *
 * <p>Everything rests on E[ln det S] = ln det Σ + L(n), L(v) = Σ_{i=1..d} [ψ((v − i)/2) − ln(v/2)] (Muirhead, Aspects of Multivariate Statistical Theory, 1982,
 * §3.2.2).
 */
final class GaussianNoise {

    private GaussianNoise() {}

    /** Degrees of freedom of a mean and a covariance: d (d + 3) / 2. */
    static int degreesOfFreedom(int dimension) {
        return dimension * (dimension + 3) / 2;
    }

    /**
     * E[KL(N(μ̂, S) ‖ N(μ, Σ))] = ½ Σ_{i=1..d} [ln(n/2) − ψ((n − i)/2)] = −½ L(n), in nats.
     *
     * @param n above d
     */
    static double bias(int dimension, double n) {
        return -logDeterminant(dimension, n) / 2;
    }

    /**
     * The same against the mean and covariance of a sample of M: ½ [d M/(M − d − 2) · ((n − 1)/n + 1/n + 1/M) − d − L(n) + L(M)].
     *
     * @param n above d
     * @param m M, above d + 2
     */
    static double bias(int dimension, double n, double m) {
        double quadratic = dimension * (m / (m - dimension - 2) * (1 + 1 / m) - 1);
        return (quadratic - logDeterminant(dimension, n) + logDeterminant(dimension, m)) / 2;
    }

    /** E[W₂] of the likelihood ratio of two samples: t L(t) − n L(n) − M L(M), t = n + M. */
    static double ratio(int dimension, double n, double m) {
        double t = n + m;
        Sum sum = new Sum();
        sum.add(t * logDeterminant(dimension, t));
        sum.add(-n * logDeterminant(dimension, n));
        sum.add(-m * logDeterminant(dimension, m));
        return sum.value();
    }

    /** L(v). */
    private static double logDeterminant(int dimension, double v) {
        Sum sum = new Sum();
        for (int i = 1; i <= dimension; i++) {
            sum.add(Digamma.value((v - i) / 2) - StrictMath.log(v / 2));
        }
        return sum.value();
    }
}

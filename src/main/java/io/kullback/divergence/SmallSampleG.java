package io.kullback.divergence;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * P-value of G for counts however small: a gamma law with the exact mean of G and its variance by Poisson moments (Morris, Ann. Statist. 3 (1975) 165–188).
 * The χ² law is several times off when bins expect fewer than about five events.
 *
 * @param mean expected G when nothing has changed
 * @param variance of G
 */
public record SmallSampleG(double mean, double variance) {

    private static final double LARGE_EXPECTED = 200;

    /**
     * The law of G for a number of events and a reference; bins without reference mass are dropped.
     *
     * @param events N, at least 1
     * @param reference shares in proportion; divided by their sum
     */
    public static SmallSampleG of(long events, double[] reference) {
        Distribution shares = Distribution.of(reference, Smoothing.NONE)
                .orElseThrow(() ->
                        new IllegalArgumentException("the reference must have some mass, but all its shares are 0"));
        Sum mean = new Sum();
        Sum variances = new Sum();
        Sum covariances = new Sum();
        int bins = 0;
        for (int bin = 0; bin < shares.size(); bin++) {
            double share = shares.share(bin);
            if (share > 0) {
                bins++;
                mean.add(2 * expectedTerm(events, share));
                PoissonMoments moments = PoissonMoments.of(events * share);
                variances.add(moments.variance());
                covariances.add(moments.covariance());
            }
        }
        double covariance = covariances.value();
        double variance = 4.0 * (bins - 1) / bins * (variances.value() - covariance * covariance / events);
        return new SmallSampleG(mean.value(), variance);
    }

    /** P(G ≥ g) by the gamma law of the same mean and variance. */
    public double pValue(double g) {
        return RegularizedGamma.Q.value(mean * mean / variance, g * mean / variance);
    }

    /** E[h(X)] for X ~ Binomial(N, share), h(x) = x ln(x / (N share)). */
    private static double expectedTerm(long events, double share) {
        double expected = events * share;
        if (share >= 1) {
            return 0;
        }
        if (expected > LARGE_EXPECTED) {
            return ((1 - share) + (1 / share - share) / (6.0 * events)) / 2;
        }
        Sum sum = new Sum();
        double logFactorial = LogGamma.value(events + 1.0);
        for (long x = 1; x <= events; x++) {
            double logProbability = logFactorial
                    - LogGamma.value(x + 1.0)
                    - LogGamma.value(events - x + 1.0)
                    + x * StrictMath.log(share)
                    + (events - x) * StrictMath.log1p(-share);
            double probability = StrictMath.exp(logProbability);
            sum.add(probability * term(x, expected));
            if (x > expected && probability < 1e-20) {
                break;
            }
        }
        return sum.value();
    }

    private static double term(double x, double expected) {
        return x == 0 ? 0 : x * StrictMath.log(x / expected);
    }

    /** Var h(X) and Cov(h(X), X) for X ~ Poisson(mean). */
    private record PoissonMoments(double variance, double covariance) {
        static PoissonMoments of(double mean) {
            double spread = 12 * Math.sqrt(mean) + 60;
            long from = (long) Math.max(0, Math.floor(mean - spread));
            long to = (long) Math.ceil(mean + spread);
            Sum first = new Sum();
            Sum weights = new Sum();
            for (long x = from; x <= to; x++) {
                double probability = probability(x, mean);
                weights.add(probability);
                first.add(probability * term(x, mean));
            }
            double center = first.value();
            Sum variance = new Sum();
            Sum covariance = new Sum();
            for (long x = from; x <= to; x++) {
                double probability = probability(x, mean);
                double deviation = term(x, mean) - center;
                variance.add(probability * deviation * deviation);
                covariance.add(probability * deviation * (x - mean));
            }
            return new PoissonMoments(variance.value(), covariance.value());
        }

        private static double probability(long x, double mean) {
            return StrictMath.exp(x * StrictMath.log(mean) - mean - LogGamma.value(x + 1.0));
        }
    }
}

package io.kullback.divergence;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Mean and variance of a sum over the value bins when nothing has changed.
 *
 * @param mean above 0
 * @param variance above 0
 */
record UnchangedMoments(double mean, double variance) {

    /** With more expected events than this in every bin, the first-order laws are right to a few percent of the tail. */
    private static final double LARGE_EXPECTED = 200;
    /** A side that is so many times larger than the other adds no noise worth counting. */
    private static final double NEGLIGIBLE_NOISE = 1_000;

    static UnchangedMoments of(NullTerm term, UnchangedWindow window) {
        double expectedObserved = (double) window.observations() / window.bins();
        double expectedReference = window.referenceObservations() / window.bins();
        UnchangedMoments limit = limit(term, window);
        if (Math.min(expectedObserved, expectedReference) > LARGE_EXPECTED) {
            return limit;
        }
        UnchangedMoments exact = exact(term, window);
        // Without pseudo-counts a divergence is infinite as soon as a bin is empty, and has no moments.
        return Double.isFinite(exact.mean) && Double.isFinite(exact.variance) && exact.variance > 0 ? exact : limit;
    }

    private static UnchangedMoments limit(NullTerm term, UnchangedWindow window) {
        double k = window.bins();
        double events = window.effectiveObservations();
        if (term.scale() > 0) {
            double unit = 1 / (term.scale() * events);
            return new UnchangedMoments((k - 1) * unit, 2 * (k - 1) * unit * unit);
        }
        // Total variation: half the sum of |Xᵢ| of normal Xᵢ with correlation ρ = −1 / (k − 1).
        double variance = (k - 1) / (k * k) / events;
        double rho = -1 / (k - 1);
        double covariance = 2 / Math.PI * (Math.sqrt(1 - rho * rho) + rho * StrictMath.asin(rho) - 1);
        return new UnchangedMoments(
                k / 2 * Math.sqrt(2 * variance / Math.PI), k / 4 * variance * (1 - 2 / Math.PI + (k - 1) * covariance));
    }

    /**
     * The mean by binomial counts, exact; the variance by Poisson counts less what a fixed total takes away (Morris, Ann. Statist. 3 (1975) 165–188), on both
     * sides, times (k − 1) / k.
     */
    private static UnchangedMoments exact(NullTerm term, UnchangedWindow window) {
        int k = window.bins();
        double n = window.observations();
        double m = window.referenceObservations();
        double observedPseudo = term.shares().observedPseudoCount(window.scoring());
        double referencePseudo = term.shares().referencePseudoCount(window.scoring());
        double observedTotal = n + k * observedPseudo;
        double referenceTotal = m + k * referencePseudo;
        Counts observed = Counts.of(n, k, n > NEGLIGIBLE_NOISE * m);
        Counts reference = Counts.of(m, k, m > NEGLIGIBLE_NOISE * n);
        Sum mean = new Sum();
        Sum first = new Sum();
        Sum square = new Sum();
        Sum withObserved = new Sum();
        Sum withReference = new Sum();
        for (int i = 0; i < observed.size(); i++) {
            double o = (observed.count(i) + observedPseudo) / observedTotal;
            for (int j = 0; j < reference.size(); j++) {
                // A reference that is known exactly has shares, and no counts to add to.
                double r = Double.isInfinite(m) ? 1.0 / k : (reference.count(j) + referencePseudo) / referenceTotal;
                double value = term.of(o, r);
                double poisson = observed.poisson(i) * reference.poisson(j);
                mean.add(observed.binomial(i) * reference.binomial(j) * value);
                first.add(poisson * value);
                square.add(poisson * value * value);
                withObserved.add(poisson * value * (observed.count(i) - observed.mean()));
                withReference.add(poisson * value * (reference.count(j) - reference.mean()));
            }
        }
        double variance = square.value()
                - first.value() * first.value()
                - withObserved.value() * withObserved.value() / observed.mean()
                - (reference.size() == 1 ? 0 : withReference.value() * withReference.value() / reference.mean());
        return new UnchangedMoments(k * mean.value(), (k - 1) * variance);
    }

    /** The counts one of k equally likely bins may have, with their probabilities. */
    private static final class Counts {
        private static final double SPREAD = 9;

        private final double mean;
        private final double lowest;
        private final double[] binomial;
        private final double[] poisson;

        private Counts(double mean, double lowest, double[] binomial, double[] poisson) {
            this.mean = mean;
            this.lowest = lowest;
            this.binomial = binomial;
            this.poisson = poisson;
        }

        static Counts of(double total, int bins, boolean isCertain) {
            double mean = total / bins;
            if (isCertain || Double.isInfinite(total)) {
                return new Counts(mean, mean, new double[] {1}, new double[] {1});
            }
            double lowest = Math.max(0, Math.floor(mean - SPREAD * Math.sqrt(mean) - SPREAD));
            double highest = Math.ceil(mean + SPREAD * Math.sqrt(mean) + 3 * SPREAD);
            double[] binomial = new double[(int) (highest - lowest) + 1];
            double[] poisson = new double[binomial.length];
            double share = 1.0 / bins;
            for (int i = 0; i < binomial.length; i++) {
                double x = lowest + i;
                poisson[i] = StrictMath.exp(x * StrictMath.log(mean) - mean - LogGamma.value(x + 1));
                binomial[i] = x > total
                        ? 0
                        : StrictMath.exp(LogGamma.value(total + 1)
                                - LogGamma.value(x + 1)
                                - LogGamma.value(total - x + 1)
                                + x * StrictMath.log(share)
                                + (total - x) * StrictMath.log1p(-share));
            }
            return new Counts(mean, lowest, binomial, poisson);
        }

        int size() {
            return binomial.length;
        }

        double count(int index) {
            return lowest + index;
        }

        double mean() {
            return mean;
        }

        double binomial(int index) {
            return binomial[index];
        }

        double poisson(int index) {
            return poisson[index];
        }
    }
}

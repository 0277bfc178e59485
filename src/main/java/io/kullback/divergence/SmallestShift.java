package io.kullback.divergence;

/**
 * The smallest drift that the level rule would report in a window of this size with probability ½. A window that is called stable may hide anything smaller.
 *
 * @param kl true divergence D(observed ‖ reference) in nats, above 0; +∞ where nothing can be told apart
 * @param sigmas the same as a shift δ of the mean of a normal distribution, in standard deviations of the reference: KL = δ²/2
 */
public record SmallestShift(double kl, double sigmas) {

    /**
     * The smallest shift at independent events.
     *
     * @param estimate any estimate made at this number of events and bins; only its noise is read
     * @param alpha error rate of the rule in one window, in (0, ½)
     * @param minKl divergence in nats that has to be exceeded, at least 0
     */
    public static SmallestShift of(KlEstimate estimate, double alpha, double minKl) {
        return of(estimate.degreesOfFreedom(), estimate.effectiveObservations(), 1, alpha, minKl);
    }

    /**
     * The smallest shift when G / a follows a χ² law with ν degrees of freedom in windows without drift (Satterthwaite).
     *
     * <p>Where the rule's second condition holds half the time, KL − z √(a S / Nₑ) = {@code minKl}. S is the variance of ln(o/r) that the window shows: 2 KL,
     * which is exact for a normal distribution that moved, and a ν / Nₑ of sampling noise. The first condition, on the noncentral χ², holds half the time at a
     * smaller divergence already: from a third of it to within 0.01 % for α from 0.05 to 1e-6, ν from 1 to 199, Nₑ from 50 to 100 000 and {@code minKl} from 0 to 0.1.
     *
     * @param degreesOfFreedom ν, at least 0; k − 1 at independent events
     * @param effectiveObservations Nₑ = N M / (N + M), above 0
     * @param overdispersion a, above 0; 1 at independent events
     */
    public static SmallestShift of(
            double degreesOfFreedom, double effectiveObservations, double overdispersion, double alpha, double minKl) {
        if (degreesOfFreedom <= 0) {
            return new SmallestShift(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double events = effectiveObservations / overdispersion;
        double z = KlEstimator.normalUpperQuantile(alpha);
        double c = z * z / events;
        // The larger root of (KL − minKl)² = c (2 KL + ν / n).
        double kl = minKl + c + Math.sqrt(c * (2 * minKl + c + degreesOfFreedom / events));
        return new SmallestShift(kl, Math.sqrt(2 * kl));
    }
}

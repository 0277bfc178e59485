package io.kullback.divergence;

import java.util.OptionalDouble;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * What the divergences of a window show by chance alone when its events are independent and nothing has changed.
 *
 * <p>The unusable bins are taken as empty on both sides, where they are not scored. The value bins are taken as equally likely in the reference, as quantile bins are. Skewed shares make small thresholds fail more often than is said here.
 *
 * @param bins number k of value bins, at least 1
 * @param observations N, events in the window, at least 1
 * @param referenceObservations M, events in the reference, at least 1; +∞ for one that is known exactly
 * @param scoring the pseudo-counts that the divergences are taken with
 */
public record UnchangedWindow(int bins, long observations, double referenceObservations, ScoringSettings scoring) {

    public UnchangedWindow {
        if (bins < 1 || observations < 1 || !(referenceObservations >= 1)) {
            throw new IllegalArgumentException("bins, window and reference must each be at least 1, but are " + bins
                    + ", " + observations + " and " + referenceObservations);
        }
    }

    /** Nₑ = N M / (N + M). */
    public double effectiveObservations() {
        return observations / (1 + observations / referenceObservations);
    }

    /**
     * Probability that a divergence is above a threshold.
     *
     * <p>Where every bin expects more than 200 events the first-order laws hold: KL ≈ χ²/(2Nₑ), PSI ≈ χ²/Nₑ, JS ≈ χ²/(8Nₑ) with k − 1 degrees of freedom
     * (Wilks 1938, Yurdakul 2018). Below, and for total variation, a gamma law with the divergence's own mean and variance (Morris 1975). For {@code ks}
     * Kolmogorov's law, which is an upper bound on bins.
     *
     * @param divergence a name from {@link DivergenceCatalog}, or {@link OrderedBins#KS}
     * @return in [0, 1]; empty where no law is known, as for {@link OrderedBins#WASSERSTEIN}, whose values have the feature's unit
     */
    public OptionalDouble probabilityAbove(String divergence, double threshold) {
        if (threshold < 0) {
            return OptionalDouble.of(1);
        }
        if (divergence.equals(OrderedBins.KS)) {
            return OptionalDouble.of(
                    bins == 1 ? 0 : OrderedBins.kolmogorovSmirnovPValue(threshold, effectiveObservations()));
        }
        return NullTerm.named(divergence)
                .map(term -> OptionalDouble.of(bins == 1 ? 0 : tail(term, term.sumAt(divergence, threshold))))
                .orElse(OptionalDouble.empty());
    }

    private double tail(NullTerm term, double sum) {
        UnchangedMoments moments = UnchangedMoments.of(term, this);
        double mean = moments.mean();
        double variance = moments.variance();
        return RegularizedGamma.Q.value(mean * mean / variance, sum * mean / variance);
    }
}

package io.kullback.divergence;

import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.IncompatibleBinningException;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorBinning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures one window against its reference in every way the catalog knows.
 *
 * <p>The headline D(observed ‖ reference) uses the pseudo-counts as they are set. Divergences that would be infinite where the window has an empty bin give the
 * window at least the reference's pseudo-count. Those that are finite anyway are taken of the shares as counted. Vectors have scores of their own, see
 * {@link VectorScorer}, and posteriors some more, see {@link PosteriorScorer}.
 */
public final class Scorer {

    private Scorer() {}

    /**
     * Scores a window.
     *
     * @return empty when either side has no event in the scored bins
     * @throws IncompatibleBinningException if the two have different bins
     */
    public static Optional<ScoreCard> score(Histogram observed, Histogram reference, ScoringSettings settings) {
        if (!observed.binning().equals(reference.binning())) {
            throw new IncompatibleBinningException(observed.binning(), reference.binning());
        }
        if (observed.binning() instanceof VectorBinning) {
            return VectorScorer.score(observed, reference, settings);
        }
        ScoredBins bins = ScoredBins.of(observed, reference, settings.scoreUnusable());
        long[] window = bins.counts(observed);
        long[] expected = bins.counts(reference);
        Optional<Distribution> rawWindow = Distribution.of(window, Smoothing.NONE);
        Optional<Distribution> rawExpected = Distribution.of(expected, Smoothing.NONE);
        if (rawWindow.isEmpty() || rawExpected.isEmpty()) {
            return Optional.empty();
        }
        double larger = Math.max(settings.observedPseudoCount(), settings.referencePseudoCount());
        Distribution o = smoothed(window, settings.observedPseudoCount());
        Distribution supported = smoothed(window, larger);
        Distribution r = smoothed(expected, settings.referencePseudoCount());

        Map<String, Double> values = new LinkedHashMap<>();
        for (Divergence divergence : DivergenceCatalog.ALL) {
            values.put(
                    divergence.name(),
                    divergence == DivergenceCatalog.KL
                            ? divergence.between(o, r)
                            : divergence.needsSupport()
                                    ? divergence.between(supported, r)
                                    : divergence.between(rawWindow.get(), rawExpected.get()));
        }
        line(observed.binning()).ifPresent(numbers -> ordered(numbers, observed, reference, values));
        PosteriorScorer.add(observed, reference, values);
        double n = total(window);
        double m = total(expected);
        double effective = n * m / (n + m);
        KlEstimate kl = KlEstimator.of(values.get(DivergenceCatalog.KL.name()), usedBins(window, expected), effective);
        return Optional.of(new ScoreCard(
                kl,
                KlEstimator.standardError(o, r, effective),
                ChancePValue.of(window, expected, r),
                values,
                contributions(observed.binning(), bins, window, expected, o, r),
                missing(observed, reference, settings)));
    }

    private static Optional<MissingSplit> missing(Histogram observed, Histogram reference, ScoringSettings settings) {
        boolean isAnyUnusable = observed.usable() < observed.total() || reference.usable() < reference.total();
        return settings.scoreUnusable() && isAnyUnusable
                ? MissingSplit.of(observed, reference, settings)
                : Optional.empty();
    }

    /** The bins along a line, where the values have an order. */
    private static Optional<NumberBinning> line(Binning binning) {
        if (binning instanceof PosteriorBinning posterior) {
            return Optional.of(posterior.divergence());
        }
        return binning instanceof NumberBinning numbers ? Optional.of(numbers) : Optional.empty();
    }

    /** Distances along the line, of a number's usable values: missing ones have no place on it. */
    private static void ordered(
            NumberBinning numbers, Histogram observed, Histogram reference, Map<String, Double> values) {
        if (observed.usable() > 0 && reference.usable() > 0) {
            Distribution o = smoothed(observed.valueCounts(), 0);
            Distribution r = smoothed(reference.valueCounts(), 0);
            values.put(OrderedBins.KS, OrderedBins.kolmogorovSmirnov(o, r));
            values.put(
                    OrderedBins.WASSERSTEIN,
                    OrderedBins.wassersteinAtPoints(OrderedBins.positions(numbers.edges()), o, r));
        }
    }

    private static Distribution smoothed(long[] counts, double pseudoCount) {
        return Distribution.of(counts, new Smoothing.Additive(pseudoCount)).orElseThrow();
    }

    /** Bins that anything ever fell into: the others add no noise, since nothing can be in them by chance. */
    private static int usedBins(long[] window, long[] expected) {
        int used = 0;
        for (int bin = 0; bin < window.length; bin++) {
            used += window[bin] + expected[bin] > 0 ? 1 : 0;
        }
        return used;
    }

    private static List<Contribution> contributions(
            Binning binning, ScoredBins bins, long[] window, long[] expected, Distribution o, Distribution r) {
        double n = total(window);
        double m = total(expected);
        List<Contribution> contributions = new ArrayList<>();
        for (int bin = 0; bin < window.length; bin++) {
            double share = r.share(bin);
            double spread = Math.sqrt(n * share * (1 - share));
            contributions.add(new Contribution(
                    bins.bin(bin),
                    binning.label(bins.bin(bin)),
                    window[bin] / n,
                    expected[bin] / m,
                    RelativeEntropy.signedTerm(o, r, bin),
                    RelativeEntropy.term(o, r, bin),
                    spread == 0 ? 0 : (window[bin] - n * share) / spread));
        }
        return contributions;
    }

    private static double total(long[] counts) {
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }
}

package io.kullback.divergence;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import io.kullback.histogram.VectorBinning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a window of vectors: the headline is the divergence of the normal distributions that have the moments of the window and of the reference.
 *
 * <p>The share of unusable vectors is measured beside it, as {@value #UNUSABLE}, over the usable ones as one bin and each unusable bin that is not empty on both
 * sides: by the chain rule the divergence of everything is that one plus the usable share times the headline.
 */
final class VectorScorer {

    static final String FULL = "gaussian_kl";
    static final String DIAGONAL = "gaussian_kl_diagonal";
    static final String MEAN_P_VALUE = "gaussian_mean_p_value";
    static final String UNUSABLE = "kl_unusable";
    static final String CORRELATION = "(correlation)";

    private VectorScorer() {}

    /**
     * Scores a window.
     *
     * @return empty when either side is too small or its moments are singular in the reference
     */
    static Optional<ScoreCard> score(Histogram observed, Histogram reference, ScoringSettings settings) {
        Optional<Moments> window = observed.moments();
        Optional<GaussianReference> expected = referenceOf(reference);
        if (window.isEmpty() || expected.isEmpty()) {
            return Optional.empty();
        }
        GaussianEstimate estimate = GaussianEstimator.estimate(window.get(), expected.get());
        if (estimate instanceof GaussianEstimate.Unmeasured) {
            return Optional.empty();
        }
        return Optional.of(
                estimate instanceof GaussianEstimate.Measured measured
                        ? finite(measured, observed, reference, settings)
                        : infinite((GaussianEstimate.Degenerate) estimate, observed, reference, settings));
    }

    private static Optional<GaussianReference> referenceOf(Histogram reference) {
        VectorBinning binning = (VectorBinning) reference.binning();
        return binning.isAgainstStandardNormal()
                ? Optional.of(new GaussianReference.Known(Gaussian.standard(binning.dimension())))
                : reference.moments().map(GaussianReference.Sample::new);
    }

    private static ScoreCard finite(
            GaussianEstimate.Measured measured, Histogram observed, Histogram reference, ScoringSettings settings) {
        KlEstimate kl = measured.kl();
        Map<String, Double> values = values(kl.plugIn(), measured.coordinates(), observed, reference, settings);
        if (measured.form() == GaussianEstimate.Form.FULL) {
            values.put(FULL, kl.plugIn());
        }
        values.put(MEAN_P_VALUE, measured.meanPValue());
        List<Contribution> contributions =
                contributions(measured.coordinates(), observed, reference, kl.effectiveObservations());
        contributions.add(correlation(measured.correlationNats(), contributions.size(), observed));
        return new ScoreCard(kl, measured.standardError(), measured.pValue(), values, contributions);
    }

    private static ScoreCard infinite(
            GaussianEstimate.Degenerate degenerate, Histogram observed, Histogram reference, ScoringSettings settings) {
        double infinity = Double.POSITIVE_INFINITY;
        double n = observed.usable();
        int df = GaussianNoise.degreesOfFreedom(observed.binning().momentsDimension());
        KlEstimate kl = new KlEstimate(infinity, infinity, infinity, infinity, df / (2 * n), n, df);
        Map<String, Double> values = values(infinity, degenerate.coordinates(), observed, reference, settings);
        values.put(FULL, infinity);
        List<Contribution> contributions = contributions(degenerate.coordinates(), observed, reference, n);
        if (contributions.stream().allMatch(contribution -> Double.isFinite(contribution.nats()))) {
            contributions.add(correlation(infinity, contributions.size(), observed));
        }
        return new ScoreCard(kl, 0, 0, values, contributions);
    }

    /** What the coordinates' own divergences do not explain. */
    private static Contribution correlation(double nats, int bin, Histogram observed) {
        double share = usableShare(observed);
        return new Contribution(bin, CORRELATION, share, share, nats, Math.max(0, nats), 0, Optional.empty());
    }

    private static Map<String, Double> values(
            double headline,
            List<CoordinateShift> coordinates,
            Histogram observed,
            Histogram reference,
            ScoringSettings settings) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(DivergenceCatalog.KL.name(), headline);
        Sum diagonal = new Sum();
        coordinates.forEach(coordinate -> diagonal.add(coordinate.nats()));
        values.put(DIAGONAL, diagonal.value());
        if (settings.scoreUnusable() && reference.total() > 0) {
            ScoredBins bins = ScoredBins.of(observed, reference, true);
            Distribution o = smoothed(bins.counts(observed), settings.observedPseudoCount());
            Distribution r = smoothed(bins.counts(reference), settings.referencePseudoCount());
            values.put(UNUSABLE, DivergenceCatalog.KL.between(o, r));
        }
        return values;
    }

    private static Distribution smoothed(long[] counts, double pseudoCount) {
        return Distribution.of(counts, new Smoothing.Additive(pseudoCount)).orElseThrow();
    }

    private static List<Contribution> contributions(
            List<CoordinateShift> coordinates, Histogram observed, Histogram reference, double effective) {
        List<Contribution> contributions = new ArrayList<>();
        for (CoordinateShift coordinate : coordinates) {
            contributions.add(new Contribution(
                    coordinate.coordinate(),
                    coordinate.label(),
                    usableShare(observed),
                    usableShare(reference),
                    coordinate.nats(),
                    coordinate.nats(),
                    coordinate.meanShift() * Math.sqrt(effective),
                    Optional.of(coordinate)));
        }
        return contributions;
    }

    private static double usableShare(Histogram histogram) {
        return histogram.total() == 0 ? 0 : (double) histogram.usable() / histogram.total();
    }
}

package io.kullback.divergence;

import io.kullback.histogram.Moments;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates the divergence KL(N(μ̂, S) ‖ reference) of a window of vectors, S = M2/n, with exact bias, interval and p-value.
 *
 * <p>Against a known reference the likelihood ratio is W = 2 n KL; against a sample of M it is W₂ = (n + M) ln det Σ̂_pool − n ln det S − M ln det S_M. Either,
 * multiplied by df/E[W] (Bartlett 1937), follows χ² closely when nothing has changed: its measured size at 5 % is .050 to .055 and .042 to .062. With fewer than
 * 5 d vectors the full divergence says next to nothing, so the diagonal one is taken, in coordinates whitened by the reference; its measured size at 5 % is .04
 * to .08 when the reference has at least 20 d vectors (.10 to .28 below that, hence the limit).
 *
 * <p>A coordinate that is constant in the reference is left out as long as it has the same value throughout the window; else the divergence is infinite.
 *
 * <p>Data that are not normal break the χ² law, by their kurtosis, but not the divergence as a measure of change.
 */
public final class GaussianEstimator {

    /** Fewest vectors of a window. */
    public static final int FEWEST = 5;

    private static final int FULL_PER_DIMENSION = 5;
    private static final int REFERENCE_PER_DIMENSION_OF_DIAGONAL = 20;

    private GaussianEstimator() {}

    /**
     * Compares a window with a reference.
     *
     * @throws IllegalArgumentException if the two have different dimensions
     */
    public static GaussianEstimate estimate(Moments window, GaussianReference reference) {
        int d = window.dimension();
        if (reference.dimension() != d) {
            throw new IllegalArgumentException(
                    "the window has vectors of " + d + " elements, but the reference of " + reference.dimension());
        }
        if (window.count() < FEWEST) {
            return new GaussianEstimate.Unmeasured(GaussianEstimate.Reason.TOO_FEW_VECTORS);
        }
        if (reference instanceof GaussianReference.Known known) {
            return new GaussianComparison(
                            window, known.distribution(), Double.POSITIVE_INFINITY, isFull(window.count(), d))
                    .estimate();
        }
        Moments sample = ((GaussianReference.Sample) reference).moments();
        int[] varying = IntStream.range(0, d).filter(i -> sample.m2(i, i) > 0).toArray();
        if (varying.length == 0) {
            return new GaussianEstimate.Unmeasured(GaussianEstimate.Reason.REFERENCE_SINGULAR);
        }
        return varying.length == d ? ofSample(window, sample) : ofVarying(window, sample, varying);
    }

    /** Degrees of freedom of a window's divergence: those of means and covariances, or of means and variances where so few vectors bear no more. */
    public static int degreesOfFreedom(int dimension, long vectors) {
        return isFull(vectors, dimension) ? GaussianNoise.degreesOfFreedom(dimension) : 2 * dimension;
    }

    private static boolean isFull(long vectors, int dimension) {
        return vectors >= (long) FULL_PER_DIMENSION * dimension;
    }

    private static GaussianEstimate ofSample(Moments window, Moments sample) {
        int d = window.dimension();
        boolean isFull = isFull(window.count(), d);
        long needed = (long) d * (isFull ? FULL_PER_DIMENSION : REFERENCE_PER_DIMENSION_OF_DIAGONAL);
        if (sample.count() < Math.max(FEWEST, needed)) {
            return new GaussianEstimate.Unmeasured(GaussianEstimate.Reason.REFERENCE_TOO_SMALL);
        }
        return Gaussian.fitted(sample)
                .map(fitted -> new GaussianComparison(window, fitted, sample.count(), isFull).estimate())
                .orElseGet(() -> new GaussianEstimate.Unmeasured(GaussianEstimate.Reason.REFERENCE_SINGULAR));
    }

    /** Leaves out coordinates that have one and the same value in the reference and in the window, as dead units of an encoder do. */
    private static GaussianEstimate ofVarying(Moments window, Moments sample, int[] varying) {
        List<CoordinateShift> moved = IntStream.range(0, window.dimension())
                .filter(i -> sample.m2(i, i) == 0)
                .filter(i -> window.m2(i, i) > 0 || window.mean(i) != sample.mean(i))
                .mapToObj(CoordinateShift::ofConstant)
                .toList();
        if (!moved.isEmpty()) {
            return new GaussianEstimate.Degenerate(moved);
        }
        GaussianEstimate estimate = ofSample(window.only(varying), sample.only(varying));
        if (estimate instanceof GaussianEstimate.Measured measured) {
            return new GaussianEstimate.Measured(
                    measured.form(),
                    measured.kl(),
                    measured.standardError(),
                    measured.pValue(),
                    measured.meanPValue(),
                    renumbered(measured.coordinates(), varying),
                    measured.correlationNats());
        }
        return estimate instanceof GaussianEstimate.Degenerate degenerate
                ? new GaussianEstimate.Degenerate(renumbered(degenerate.coordinates(), varying))
                : estimate;
    }

    private static List<CoordinateShift> renumbered(List<CoordinateShift> coordinates, int[] numbers) {
        return coordinates.stream()
                .map(shift -> shift.renumbered(numbers[shift.coordinate()]))
                .toList();
    }
}

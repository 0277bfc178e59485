package io.kullback.divergence;

import io.kullback.histogram.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.FDistribution;

/** One window against one reference of m vectors, infinitely many if it is known. All in coordinates in which the reference is N(0, I). */
final class GaussianComparison {
    private static final double VANISHING = 1e-6;

    private final Moments window;
    private final Gaussian reference;
    private final int d;
    private final double n;
    private final double m;
    private final boolean isFull;
    private final double[] shift;
    private final double[][] spread;
    private final Optional<Cholesky> factor;

    GaussianComparison(Moments window, Gaussian reference, double m, boolean isFull) {
        this.window = window;
        this.reference = reference;
        this.d = window.dimension();
        this.n = window.count();
        this.m = m;
        this.isFull = isFull;
        this.shift = reference.whiten(window.mean());
        double[][] whitened = reference.factor().whiten(Gaussian.covariance(window));
        this.spread = isFull ? whitened : diagonalOf(whitened);
        this.factor = Cholesky.of(spread);
    }

    private static double[][] diagonalOf(double[][] symmetric) {
        double[][] diagonal = new double[symmetric.length][];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = new double[i + 1];
            diagonal[i][i] = symmetric[i][i];
        }
        return diagonal;
    }

    /** A finite estimate, or that the divergence is infinite. */
    GaussianEstimate estimate() {
        return factor.isPresent() ? measured() : new GaussianEstimate.Degenerate(coordinates());
    }

    private GaussianEstimate measured() {
        double plugIn = plugIn();
        int df = isFull ? GaussianNoise.degreesOfFreedom(d) : 2 * d;
        double bias = parts() * (isKnown() ? GaussianNoise.bias(block(), n) : GaussianNoise.bias(block(), n, m));
        double expected = isKnown() ? 2 * n * bias : parts() * GaussianNoise.ratio(block(), n, m);
        double statistic = (isKnown() ? 2 * n * plugIn : pooledRatio()) * df / expected;
        // Where both vanish their quotient is rounding; take its limit.
        double effective = statistic > VANISHING ? statistic / (2 * plugIn) : harmonic() * df / expected;
        KlEstimate kl = new KlEstimate(
                plugIn,
                Math.max(0, plugIn - bias),
                KlEstimator.bound(plugIn, df, effective, (1 + KlEstimator.CONFIDENCE) / 2),
                KlEstimator.bound(plugIn, df, effective, (1 - KlEstimator.CONFIDENCE) / 2),
                bias,
                effective,
                df);
        List<CoordinateShift> coordinates = coordinates();
        Sum own = new Sum();
        coordinates.forEach(coordinate -> own.add(coordinate.nats()));
        return new GaussianEstimate.Measured(
                isFull ? GaussianEstimate.Form.FULL : GaussianEstimate.Form.DIAGONAL,
                kl,
                standardError(),
                ChiSquare.upperTail(statistic, df),
                meanPValue(),
                coordinates,
                plugIn - own.value());
    }

    private boolean isKnown() {
        return Double.isInfinite(m);
    }

    /** The full form is one block of d coordinates, the diagonal one d blocks of one. */
    private int block() {
        return isFull ? d : 1;
    }

    private int parts() {
        return isFull ? 1 : d;
    }

    private double plugIn() {
        Cholesky root = factor.orElseThrow();
        Sum sum = new Sum();
        for (int i = 0; i < d; i++) {
            sum.add(2 * GaussianDivergence.ofDeviationRatio(root.element(i, i)));
            sum.add(shift[i] * shift[i]);
            for (int j = 0; j < i; j++) {
                sum.add(root.element(i, j) * root.element(i, j));
            }
        }
        return sum.value() / 2;
    }

    /** W₂; ln det S_M is 0 in these coordinates. */
    private double pooledRatio() {
        double both = n + m;
        double[][] pooled = new double[d][];
        for (int i = 0; i < d; i++) {
            pooled[i] = new double[i + 1];
            for (int j = isFull ? 0 : i; j <= i; j++) {
                pooled[i][j] = spread[i][j] * (n / both)
                        + (i == j ? m / both : 0)
                        + shift[i] * shift[j] * (n / both) * (m / both);
            }
        }
        double logPooled = Cholesky.of(pooled).orElseThrow().logDeterminant();
        return Math.max(0, both * logPooled - n * factor.orElseThrow().logDeterminant());
    }

    /** √([δᵀTδ + ½ ‖T − I‖²] / Nₑ) with T the whitened covariance and δ the whitened shift. */
    private double standardError() {
        Sum variance = new Sum();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double twice = i == j ? 1 : 2;
                double excess = spread[i][j] - (i == j ? 1 : 0);
                variance.add(twice * shift[i] * spread[i][j] * shift[j]);
                variance.add(twice * excess * excess / 2);
            }
        }
        return Math.sqrt(Math.max(0, variance.value()) / harmonic());
    }

    private double harmonic() {
        return isKnown() ? n : n * m / (n + m);
    }

    /** n δᵀδ follows χ²(d); against a sample, (M − d)/(d M) · nM/(n + M) · δᵀδ follows F(d, M − d), S_M having divisor M. */
    private double meanPValue() {
        Sum squares = new Sum();
        for (double element : shift) {
            squares.add(element * element);
        }
        double statistic = harmonic() * squares.value();
        return isKnown()
                ? ChiSquare.upperTail(statistic, d)
                : FDistribution.of(d, m - d).survivalProbability(statistic * (m - d) / (d * m));
    }

    private List<CoordinateShift> coordinates() {
        List<CoordinateShift> coordinates = new ArrayList<>();
        for (int i = 0; i < d; i++) {
            double variance = window.m2(i, i) / n;
            double deviation = Math.sqrt(reference.variance(i));
            double moved = (window.mean(i) - reference.mean(i)) / deviation;
            coordinates.add(new CoordinateShift(
                    i,
                    moved,
                    Math.sqrt(variance) / deviation,
                    moved * moved / 2,
                    GaussianDivergence.ofVariances(variance, reference.variance(i))));
        }
        return coordinates;
    }
}

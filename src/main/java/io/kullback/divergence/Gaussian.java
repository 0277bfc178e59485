package io.kullback.divergence;

import io.kullback.histogram.Moments;
import java.util.Optional;

/** A normal distribution in d dimensions whose covariance is positive definite, so that it has a density. Immutable. */
public final class Gaussian {

    private final double[] mean;
    private final double[][] covariance;
    private final Cholesky factor;

    private Gaussian(double[] mean, double[][] covariance, Cholesky factor) {
        this.mean = mean;
        this.covariance = covariance;
        this.factor = factor;
    }

    /**
     * A normal distribution.
     *
     * @param mean d numbers
     * @param covariance d rows, of which the lower triangle is read; copied
     * @return empty if the covariance is singular as far as doubles can tell, or not finite
     * @throws IllegalArgumentException if there is no dimension, or the two have different ones
     */
    public static Optional<Gaussian> of(double[] mean, double[][] covariance) {
        if (mean.length == 0 || mean.length != covariance.length) {
            throw new IllegalArgumentException(
                    "a normal distribution needs as many means as rows of covariance, but got " + mean.length + " and "
                            + covariance.length);
        }
        double[][] lower = new double[mean.length][];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = new double[i + 1];
            System.arraycopy(covariance[i], 0, lower[i], 0, i + 1);
        }
        return Cholesky.of(lower).map(factor -> new Gaussian(mean.clone(), lower, factor));
    }

    /** N(0, I). */
    public static Gaussian standard(int dimension) {
        double[][] identity = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            identity[i][i] = 1;
        }
        return of(new double[dimension], identity).orElseThrow();
    }

    /** The normal distribution of greatest likelihood, with covariance M2/n; empty if that is singular. */
    public static Optional<Gaussian> fitted(Moments moments) {
        return of(moments.mean(), covariance(moments));
    }

    /** The lower triangle of M2/n. */
    static double[][] covariance(Moments moments) {
        double[][] covariance = new double[moments.dimension()][];
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = moments.m2(i, j) / moments.count();
            }
        }
        return covariance;
    }

    public int dimension() {
        return mean.length;
    }

    public double mean(int i) {
        return mean[i];
    }

    public double variance(int i) {
        return covariance[i][i];
    }

    Cholesky factor() {
        return factor;
    }

    /** L⁻¹ (x − μ): a point in the coordinates in which this distribution is N(0, I). */
    double[] whiten(double[] point) {
        double[] shift = new double[mean.length];
        for (int i = 0; i < shift.length; i++) {
            shift[i] = point[i] - mean[i];
        }
        return factor.solve(shift);
    }
}

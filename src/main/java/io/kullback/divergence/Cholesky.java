package io.kullback.divergence;

import java.util.Optional;

/** The lower triangular L with A = L Lᵀ of a symmetric positive definite matrix A. */
final class Cholesky {

    /** A pivot that is this many roundings of its diagonal element or less cannot be told from 0. */
    private static final double SINGULAR_BELOW = 4 * 0x1p-52;

    private final double[][] lower;

    private Cholesky(double[][] lower) {
        this.lower = lower;
    }

    /**
     * Factors a matrix.
     *
     * @param matrix its lower triangle; what stands above the diagonal is not read, and nothing is changed
     * @return empty if the matrix is not positive definite as far as doubles can tell
     */
    static Optional<Cholesky> of(double[][] matrix) {
        int d = matrix.length;
        double[][] lower = new double[d][];
        for (int i = 0; i < d; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                if (i == j) {
                    // Written so that NaN is refused as well.
                    if (!(rest > SINGULAR_BELOW * d * matrix[i][i]) || Double.isInfinite(rest)) {
                        return Optional.empty();
                    }
                    lower[i][i] = Math.sqrt(rest);
                } else {
                    lower[i][j] = rest / lower[j][j];
                }
            }
        }
        return Optional.of(new Cholesky(lower));
    }

    int dimension() {
        return lower.length;
    }

    double element(int i, int j) {
        return lower[i][j];
    }

    /** L⁻¹ x. */
    double[] solve(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double rest = x[i];
            for (int k = 0; k < i; k++) {
                rest -= lower[i][k] * y[k];
            }
            y[i] = rest / lower[i][i];
        }
        return y;
    }

    /** L⁻¹ K for another factor K: lower triangular, row by row. */
    double[][] solve(Cholesky other) {
        int d = lower.length;
        double[][] y = new double[d][];
        for (int i = 0; i < d; i++) {
            y[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = other.lower[i][j];
                for (int k = j; k < i; k++) {
                    rest -= lower[i][k] * y[k][j];
                }
                y[i][j] = rest / lower[i][i];
            }
        }
        return y;
    }

    /** L⁻¹ S L⁻ᵀ of a symmetric matrix S, given and returned as its lower triangle: S in the coordinates in which A is the identity. */
    double[][] whiten(double[][] symmetric) {
        int d = lower.length;
        // Column by column L⁻¹ S, then again on its transpose; S is small, and the order of operations is fixed.
        double[][] half = new double[d][];
        for (int i = 0; i < d; i++) {
            double[] row = new double[d];
            for (int j = 0; j < d; j++) {
                row[j] = i >= j ? symmetric[i][j] : symmetric[j][i];
            }
            half[i] = solve(row);
        }
        double[][] whitened = new double[d][];
        double[][] columns = new double[d][];
        for (int j = 0; j < d; j++) {
            double[] column = new double[d];
            for (int i = 0; i < d; i++) {
                column[i] = half[i][j];
            }
            columns[j] = solve(column);
        }
        for (int i = 0; i < d; i++) {
            whitened[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                whitened[i][j] = (columns[i][j] + columns[j][i]) / 2;
            }
        }
        return whitened;
    }

    /** ln det A. */
    double logDeterminant() {
        Sum sum = new Sum();
        for (int i = 0; i < lower.length; i++) {
            sum.add(StrictMath.log(lower[i][i]));
        }
        return 2 * sum.value();
    }
}

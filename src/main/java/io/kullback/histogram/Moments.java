package io.kullback.histogram;

import java.util.Arrays;

/**
 * Number, mean and spread of vectors: n, μ = Σx/n and M2 = Σ(x − μ)(x − μ)ᵀ, kept as its lower triangle. Immutable.
 *
 * <p>M2/n is the covariance of greatest likelihood, M2/(n − 1) the unbiased one.
 */
public final class Moments {

    private final long count;
    private final double[] mean;
    private final double[] m2;

    private Moments(long count, double[] mean, double[] m2) {
        if (count < 1) {
            throw new IllegalArgumentException("moments are of at least one record, but the count is " + count);
        }
        if (mean.length == 0 || m2.length != mean.length * (mean.length + 1) / 2) {
            throw new IllegalArgumentException("the moments of a vector of " + mean.length + " elements have "
                    + mean.length * (mean.length + 1) / 2 + " squares and products, but there are " + m2.length);
        }
        for (int i = 0; i < mean.length; i++) {
            double squares = m2[i * (i + 1) / 2 + i];
            if (!Double.isFinite(mean[i]) || !(squares >= 0)) {
                throw new IllegalArgumentException("element " + i
                        + " of moments must have a finite mean and a sum of squares of at least 0, but they are "
                        + mean[i] + " and " + squares);
            }
        }
        for (double element : m2) {
            if (!Double.isFinite(element)) {
                throw new IllegalArgumentException("squares and products must be finite, but one is " + element);
            }
        }
        this.count = count;
        this.mean = mean;
        this.m2 = m2;
    }

    /**
     * Moments from their numbers; copied.
     *
     * @param count n, at least 1
     * @param mean μ, one number for each of the d elements
     * @param m2 the d (d + 1) / 2 sums of squared deviations and products, row by row of the lower triangle
     * @throws IllegalArgumentException if the sizes do not fit, a number is not finite, or a sum of squares is negative
     */
    public static Moments of(long count, double[] mean, double[] m2) {
        return new Moments(count, mean.clone(), m2.clone());
    }

    /** The moments of one record. */
    public static Moments ofRecord(double... vector) {
        return new Moments(1, vector.clone(), new double[vector.length * (vector.length + 1) / 2]);
    }

    /** Number d of elements of each vector. */
    public int dimension() {
        return mean.length;
    }

    /** Number n of vectors. */
    public long count() {
        return count;
    }

    public double mean(int i) {
        return mean[i];
    }

    /** Sum over the records of the products of the deviations of elements i and j. */
    public double m2(int i, int j) {
        return i >= j ? m2[i * (i + 1) / 2 + j] : m2[j * (j + 1) / 2 + i];
    }

    /** The mean of every element; a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** The sums of squares and products, row by row of the lower triangle; a copy. */
    public double[] m2() {
        return m2.clone();
    }

    /** The moments of the first elements alone. */
    public Moments leading(int dimension) {
        return new Moments(count, Arrays.copyOf(mean, dimension), Arrays.copyOf(m2, dimension * (dimension + 1) / 2));
    }

    /** The moments of the elements of the given numbers alone, in that order. */
    public Moments only(int... elements) {
        double[] chosenMean = new double[elements.length];
        double[] chosen = new double[elements.length * (elements.length + 1) / 2];
        for (int i = 0; i < elements.length; i++) {
            chosenMean[i] = mean[elements[i]];
            for (int j = 0; j <= i; j++) {
                chosen[i * (i + 1) / 2 + j] = m2(elements[i], elements[j]);
            }
        }
        return new Moments(count, chosenMean, chosen);
    }

    /**
     * The moments of both sets of records together: with δ = μ_b − μ_a and n = n_a + n_b, μ = μ_a + δ n_b/n and M2 = M2_a + M2_b + δδᵀ n_a n_b/n.
     *
     * <p>Commutative and associative to rounding only; tallies therefore merge exact sums instead.
     *
     * @throws IllegalArgumentException if the two have different dimensions
     * @see <a href="https://doi.org/10.1080/00031305.1983.10483115">Chan, Golub and LeVeque, The American Statistician 37 (1983) 242–247</a>
     */
    public Moments plus(Moments other) {
        if (mean.length != other.mean.length) {
            throw new IllegalArgumentException("moments of vectors of " + mean.length + " and of " + other.mean.length
                    + " elements cannot be merged");
        }
        long both = Math.addExact(count, other.count);
        double share = (double) other.count / both;
        double weight = (double) count * share;
        double[] mergedMean = new double[mean.length];
        double[] merged = new double[m2.length];
        for (int i = 0; i < mean.length; i++) {
            double delta = other.mean[i] - mean[i];
            mergedMean[i] = mean[i] + delta * share;
            for (int j = 0; j <= i; j++) {
                int at = i * (i + 1) / 2 + j;
                merged[at] = m2[at] + other.m2[at] + delta * (other.mean[j] - mean[j]) * weight;
            }
        }
        return new Moments(both, mergedMean, merged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Moments that
                && count == that.count
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(m2, that.m2);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(count) + Arrays.hashCode(mean)) + Arrays.hashCode(m2);
    }

    @Override
    public String toString() {
        return "moments of " + count + " " + Arrays.toString(mean) + " " + Arrays.toString(m2);
    }
}

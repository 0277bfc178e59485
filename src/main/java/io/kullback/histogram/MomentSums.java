package io.kullback.histogram;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Mutable sums of vectors, from which {@link Moments} are made: n, Σx and Σxxᵀ, without rounding (see {@link ExactSums}).
 *
 * <p>Merging is associative and commutative to the last bit, so the moments of a window depend neither on the order of its records nor on how they were parted,
 * which running means and the merging of moments themselves ({@link Moments#plus}) hold only to rounding. The price is 52 bytes a sum instead of 8.
 */
final class MomentSums {

    private final int dimension;
    private final ExactSums sums;
    private final long[] mantissas;
    private final int[] exponents;
    private long count;

    MomentSums(int dimension) {
        this(dimension, new ExactSums(dimension * (dimension + 1) / 2 + dimension));
    }

    private MomentSums(int dimension, ExactSums sums) {
        this.dimension = dimension;
        this.sums = sums;
        this.mantissas = new long[dimension];
        this.exponents = new int[dimension];
    }

    int dimension() {
        return dimension;
    }

    long count() {
        return count;
    }

    private int sumOf(int coordinate) {
        return dimension * (dimension + 1) / 2 + coordinate;
    }

    /** Adds one vector of finite elements. */
    void add(double[] vector) {
        requireRoom(1);
        count++;
        for (int i = 0; i < dimension; i++) {
            long bits = Double.doubleToRawLongBits(vector[i]);
            mantissas[i] = mantissa(bits);
            exponents[i] = exponent(bits);
        }
        int product = 0;
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                sums.addProduct(product++, mantissas[i], mantissas[j], exponents[i] + exponents[j]);
            }
            sums.addProduct(sumOf(i), mantissas[i], 1, exponents[i]);
        }
    }

    /** Adds to a coordinate's sum of squares: a spread that the vector added last has of itself. */
    void addSpread(int coordinate, double variance) {
        long bits = Double.doubleToRawLongBits(variance);
        sums.addProduct((coordinate + 1) * (coordinate + 2) / 2 - 1, mantissa(bits), 1, exponent(bits));
    }

    private static long mantissa(long bits) {
        long fraction = bits & 0xf_ffff_ffff_ffffL;
        long magnitude = (bits & 0x7ff0_0000_0000_0000L) == 0 ? fraction : fraction | 0x10_0000_0000_0000L;
        return bits < 0 ? -magnitude : magnitude;
    }

    private static int exponent(long bits) {
        return Math.max(1, (int) (bits >>> 52) & 0x7ff) - 1075;
    }

    private void requireRoom(long more) {
        if (count > ExactSums.MOST_TERMS / 2 - more) {
            throw new IllegalStateException("moments hold at most " + ExactSums.MOST_TERMS / 2
                    + " records, and there are more; use shorter windows or a shorter reference period");
        }
    }

    void merge(MomentSums other) {
        requireRoom(other.count);
        count += other.count;
        sums.merge(other.sums);
    }

    MomentSums copy() {
        MomentSums copy = new MomentSums(dimension, sums.copy());
        copy.count = count;
        return copy;
    }

    /** The moments, each number the double nearest to its exact value; there must be a record. */
    Moments moments() {
        double[] mean = new double[dimension];
        double[] m2 = new double[dimension * (dimension + 1) / 2];
        BigInteger n = BigInteger.valueOf(count);
        for (int i = 0; i < dimension; i++) {
            mean[i] = nearest(sums.multiple(sumOf(i)), sums.exponent(sumOf(i)), n);
            for (int j = 0; j <= i; j++) {
                m2[i * (i + 1) / 2 + j] = centred(i, j, n);
            }
        }
        return Moments.of(count, mean, m2);
    }

    /** (n Σxᵢxⱼ − Σxᵢ Σxⱼ) / n. */
    private double centred(int i, int j, BigInteger n) {
        int product = i * (i + 1) / 2 + j;
        BigInteger left = n.multiply(sums.multiple(product));
        BigInteger right = sums.multiple(sumOf(i)).multiply(sums.multiple(sumOf(j)));
        int leftExponent = sums.exponent(product);
        int rightExponent = sums.exponent(sumOf(i)) + sums.exponent(sumOf(j));
        int exponent = Math.min(leftExponent, rightExponent);
        BigInteger difference =
                left.shiftLeft(leftExponent - exponent).subtract(right.shiftLeft(rightExponent - exponent));
        // Digits that were cut could leave a sum of squares a hair below 0.
        return i == j && difference.signum() < 0 ? 0 : nearest(difference, exponent, n);
    }

    /** The double nearest to numerator · 2^exponent / divisor. */
    private static double nearest(BigInteger numerator, int exponent, BigInteger divisor) {
        if (numerator.signum() == 0) {
            return 0;
        }
        // At least 64 bits of quotient, the rest of the division gathered in the last: then the conversion rounds
        // rightly.
        int shift = Math.max(0, 66 - numerator.bitLength() + divisor.bitLength());
        BigInteger[] division = numerator.abs().shiftLeft(shift).divideAndRemainder(divisor);
        BigInteger quotient = division[1].signum() == 0 ? division[0] : division[0].setBit(0);
        int excess = quotient.bitLength() - 66;
        if (excess > 0) {
            boolean isExact = quotient.getLowestSetBit() >= excess;
            quotient = quotient.shiftRight(excess);
            quotient = isExact ? quotient : quotient.setBit(0);
            shift -= excess;
        }
        return numerator.signum() * Math.scalb(quotient.doubleValue(), exponent - shift);
    }

    /** Most bytes that {@link #write} writes. */
    long weight() {
        return 10 + sums.weight();
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(dimension);
        out.writeLong(count);
        if (count > 0) {
            sums.write(out);
        }
    }

    static MomentSums read(DataInput in) throws IOException {
        MomentSums read = new MomentSums(in.readUnsignedShort());
        read.count = in.readLong();
        if (read.count > 0) {
            read.sums.read(in);
        }
        return read;
    }
}

package io.kullback.histogram;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Several running sums of products of two doubles, each product added without rounding, so that a sum depends neither on the order of its terms nor on how they
 * were parted before merging.
 *
 * <p>A sum is six digits of 28 bits, each in a {@code long} of its own that takes the terms' digits without carrying (a superaccumulator after Neal, arXiv
 * 1505.05571, with a window instead of the whole range of exponents). A product of two 53-bit numbers fills at most five digits. The window stands where the
 * largest term so far has one digit to spare below it; it only ever moves up, and the digits that leave it would have been cut from every later term as well.
 * What is left is therefore a function of the set of terms alone. Terms more than 2²⁸ times smaller than the largest may lose digits that are
 * below 2⁻¹³² of the largest; others lose nothing.
 */
final class ExactSums {

    /** Most terms in one sum: below it no digit's {@code long} can overflow. */
    static final long MOST_TERMS = 1L << 34;

    private static final int BITS = 28;
    private static final long MASK = (1L << BITS) - 1;
    private static final int DIGITS = 6;
    private static final int PRODUCT_DIGITS = 5;
    private static final int SPARE = DIGITS - PRODUCT_DIGITS;
    /** Makes every exponent positive; a multiple of the digits' width. */
    private static final int BIAS = 100 * BITS;
    /** Lowest digit of a sum of nothing: any product is above it. */
    private static final int NOTHING = -SPARE;

    private final long[] digits;
    private final int[] lowest;

    ExactSums(int sums) {
        digits = new long[sums * DIGITS];
        lowest = new int[sums];
        Arrays.fill(lowest, NOTHING);
    }

    int size() {
        return lowest.length;
    }

    /** Adds {@code a · b · 2^exponent} to a sum; |a| and |b| are below 2⁵³. */
    void addProduct(int sum, long a, long b, int exponent) {
        int biased = exponent + BIAS;
        int digit = biased / BITS;
        int shift = biased - digit * BITS;
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        // The product shifted, as three words in two's complement. In two steps, because a shift by 64 is none.
        long first = low << shift;
        long second = (high << shift) | ((low >>> 1) >>> (63 - shift));
        long third = (high >> 1) >> (63 - shift);
        int at = digit - lowest[sum];
        if (at > SPARE) {
            raise(sum, digit - SPARE);
            at = SPARE;
        } else if (at < 0) {
            addCut(sum, at, first, second, third);
            return;
        }
        int cell = sum * DIGITS + at;
        // Four digits of at least 0, then one with the sign.
        digits[cell] += first & MASK;
        digits[cell + 1] += (first >>> 28) & MASK;
        digits[cell + 2] += ((first >>> 56) | (second << 8)) & MASK;
        digits[cell + 3] += (second >>> 20) & MASK;
        digits[cell + 4] += (second >>> 48) | (third << 16);
    }
    /** A term whose lowest digits are below the window. */
    private void addCut(int sum, int at, long first, long second, long third) {
        long[] term = {
            first & MASK,
            (first >>> 28) & MASK,
            ((first >>> 56) | (second << 8)) & MASK,
            (second >>> 20) & MASK,
            (second >>> 48) | (third << 16)
        };
        for (int i = Math.max(0, -at); i < PRODUCT_DIGITS; i++) {
            digits[sum * DIGITS + at + i] += term[i];
        }
    }

    private void raise(int sum, int newLowest) {
        int by = Math.min(DIGITS, newLowest - lowest[sum]);
        int from = sum * DIGITS;
        System.arraycopy(digits, from + by, digits, from, DIGITS - by);
        Arrays.fill(digits, from + DIGITS - by, from + DIGITS, 0);
        lowest[sum] = newLowest;
    }

    /** Adds the sums of another of the same size. */
    void merge(ExactSums other) {
        for (int sum = 0; sum < lowest.length; sum++) {
            if (other.lowest[sum] > lowest[sum]) {
                raise(sum, other.lowest[sum]);
            }
            int cut = lowest[sum] - other.lowest[sum];
            for (int i = cut; i < DIGITS; i++) {
                digits[sum * DIGITS + i - cut] += other.digits[sum * DIGITS + i];
            }
        }
    }

    /** A sum as an integer multiple of two to the power of {@link #exponent}. */
    BigInteger multiple(int sum) {
        BigInteger value = BigInteger.ZERO;
        for (int i = DIGITS - 1; i >= 0; i--) {
            value = value.shiftLeft(BITS).add(BigInteger.valueOf(digits[sum * DIGITS + i]));
        }
        return value;
    }

    int exponent(int sum) {
        return lowest[sum] * BITS - BIAS;
    }

    ExactSums copy() {
        ExactSums copy = new ExactSums(lowest.length);
        copy.merge(this);
        return copy;
    }

    /** Most bytes that {@link #write} writes. */
    long weight() {
        return (2L + DIGITS * (1L + Long.BYTES)) * lowest.length;
    }

    void write(DataOutput out) throws IOException {
        for (int sum = 0; sum < lowest.length; sum++) {
            out.writeShort(lowest[sum]);
            for (int i = 0; i < DIGITS; i++) {
                writeShort(digits[sum * DIGITS + i], out);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (int sum = 0; sum < lowest.length; sum++) {
            lowest[sum] = in.readShort();
            for (int i = 0; i < DIGITS; i++) {
                digits[sum * DIGITS + i] = readShort(in);
            }
        }
    }

    /** Its number of bytes, then as many: most digits need five or six of eight. */
    private static void writeShort(long digit, DataOutput out) throws IOException {
        int bytes = digit == 0 ? 0 : (65 - Long.numberOfLeadingZeros(digit ^ (digit >> 63)) + 7) / 8;
        out.writeByte(bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.writeByte((int) (digit >> (8 * i)));
        }
    }

    private static long readShort(DataInput in) throws IOException {
        int bytes = in.readUnsignedByte();
        long digit = bytes == 0 ? 0 : in.readByte();
        for (int i = 1; i < bytes; i++) {
            digit = (digit << 8) | in.readUnsignedByte();
        }
        return digit;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactSums that
                && Arrays.equals(lowest, that.lowest)
                && Arrays.equals(digits, that.digits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digits);
    }
}

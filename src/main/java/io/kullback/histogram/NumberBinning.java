package io.kullback.histogram;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Bins of a number between strictly rising edges e₁ < … < eₘ: below e₁, [e₁, e₂), …, [eₘ₋₁, eₘ), from eₘ on. With m edges there are m + 1 value bins.
 */
public final class NumberBinning implements Binning {

    private final double[] edges;
    private final String fingerprint;

    private NumberBinning(double[] edges) {
        if (edges.length == 0) {
            throw new IllegalArgumentException("edges must hold at least one edge, but the list is empty");
        }
        for (int i = 0; i < edges.length; i++) {
            if (!Double.isFinite(edges[i])) {
                throw new IllegalArgumentException("edges must be finite, but edge " + (i + 1) + " is " + edges[i]);
            }
            if (i > 0 && edges[i] <= edges[i - 1]) {
                throw new IllegalArgumentException("edges must rise strictly, but edge " + (i + 1) + " (" + edges[i]
                        + ") is not above edge " + i + " (" + edges[i - 1] + ")");
            }
        }
        this.edges = edges;
        this.fingerprint = Binning.fingerprintOf(canonical());
    }

    /**
     * Bins between the given edges.
     *
     * @throws IllegalArgumentException if there is no edge, one is not finite, or they do not rise strictly
     */
    public static NumberBinning ofEdges(double... edges) {
        // Adding zero turns -0.0 into 0.0, so that equal edges have equal bits.
        return new NumberBinning(Arrays.stream(edges).map(edge -> edge + 0.0).toArray());
    }

    /**
     * {@code count} bins of equal width between {@code from} and {@code to}, with one bin below and one above.
     *
     * @throws IllegalArgumentException if {@code from} is not below {@code to}, or count is below 1
     */
    public static NumberBinning equalWidth(double from, double to, int count) {
        requireRange(from, to, count);
        double[] edges = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            // Interpolated from both ends, so that the last edge is exactly `to`.
            edges[i] = (from * (count - i) + to * i) / count;
        }
        return ofEdges(edges);
    }

    /**
     * {@code count} bins whose edges rise by one ratio between {@code from} and {@code to}, with one bin below (zero and negative values among
     * it) and one above. For amounts, sizes and durations.
     *
     * @throws IllegalArgumentException if {@code from} is not positive or not below {@code to}, or count is below 1
     */
    public static NumberBinning logSpaced(double from, double to, int count) {
        if (!(from > 0)) {
            throw new IllegalArgumentException("log-spaced edges must start above 0, but 'from' is " + from);
        }
        requireRange(from, to, count);
        double[] edges = new double[count + 1];
        for (int i = 0; i <= count; i++) {
            edges[i] = i == 0 ? from : i == count ? to : from * StrictMath.pow(to / from, (double) i / count);
        }
        return ofEdges(edges);
    }

    private static void requireRange(double from, double to, int count) {
        if (!(from < to)) {
            throw new IllegalArgumentException("'from' must be below 'to', but got " + from + " and " + to);
        }
        if (count < 1) {
            throw new IllegalArgumentException("'count' must be at least 1, but is " + count);
        }
    }

    /** The edges, rising; a copy. */
    public double[] edges() {
        return edges.clone();
    }

    @Override
    public FeatureType type() {
        return FeatureType.NUMBER;
    }

    @Override
    public int valueBins() {
        return edges.length + 1;
    }

    /** Bin of a number; NaN and the infinities have the bin {@link UnusableBin#NON_FINITE}. */
    public int binOf(double value) {
        if (!Double.isFinite(value)) {
            return binOf(UnusableBin.NON_FINITE);
        }
        int low = 0;
        int high = edges.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (value >= edges[middle]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public String valueLabel(int bin) {
        if (bin == 0) {
            return "< " + display(edges[0]);
        }
        if (bin == edges.length) {
            return "≥ " + display(edges[bin - 1]);
        }
        return "[" + display(edges[bin - 1]) + ", " + display(edges[bin]) + ")";
    }

    /** An edge as people write it: no exponent for ordinary sizes, and rounded to six digits where the exact decimal form is long. */
    private static String display(double edge) {
        BigDecimal exact = new BigDecimal(Double.toString(edge));
        BigDecimal shown = exact.precision() <= 8 ? exact : exact.round(new MathContext(6));
        double magnitude = Math.abs(edge);
        boolean ordinary = edge == 0 || (magnitude >= 1e-4 && magnitude < 1e9);
        BigDecimal stripped = shown.stripTrailingZeros();
        return ordinary ? stripped.toPlainString() : stripped.toString();
    }

    @Override
    public String canonical() {
        return "number " + Arrays.toString(edges);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberBinning that && Arrays.equals(edges, that.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return canonical();
    }
}

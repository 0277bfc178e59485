package io.kullback.divergence;

import java.util.Locale;

/**
 * How one coordinate of a vector differs from the reference, taken for itself.
 *
 * @param coordinate number of the element, from 0
 * @param meanShift (μ₁ − μ₀)/σ₀: how many of the reference's standard deviations the mean has moved
 * @param deviationRatio σ₁/σ₀, at least 0; +∞ for a coordinate that was constant in the reference
 * @param meanNats part of the mean in the coordinate's own divergence, ½ (μ₁ − μ₀)²/σ₀²
 * @param varianceNats part of the variance in it, ½ [σ₁²/σ₀² − 1 − ln(σ₁²/σ₀²)]; +∞ for a coordinate that no longer varies
 */
public record CoordinateShift(
        int coordinate, double meanShift, double deviationRatio, double meanNats, double varianceNats) {

    /** The smaller part is not worth a word below this share of the coordinate's divergence. */
    private static final double WORTH_A_WORD = 0.1;

    /** A coordinate that was constant in the reference, and is so no longer, or at another value. */
    static CoordinateShift ofConstant(int coordinate) {
        return new CoordinateShift(coordinate, 0, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
    }

    /** The same shift of the coordinate of another number. */
    CoordinateShift renumbered(int number) {
        return new CoordinateShift(number, meanShift, deviationRatio, meanNats, varianceNats);
    }

    /** The coordinate's own divergence in nats. */
    public double nats() {
        return meanNats + varianceNats;
    }

    /** Name of the coordinate: {@code z0}, {@code z1}, … */
    public String label() {
        return "z" + coordinate;
    }

    /** What changed: {@code mean +0.80 σ}, {@code sd × 1.50}, or both. */
    public String words() {
        if (Double.isInfinite(deviationRatio)) {
            return "no longer constant";
        }
        String mean = String.format(Locale.ROOT, "mean %+.2f σ", meanShift);
        String deviation = String.format(Locale.ROOT, "sd × %.2f", deviationRatio);
        if (varianceNats < WORTH_A_WORD * nats()) {
            return mean;
        }
        return meanNats < WORTH_A_WORD * nats() ? deviation : mean + ", " + deviation;
    }
}

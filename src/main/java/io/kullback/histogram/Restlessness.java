package io.kullback.histogram;

import java.time.Duration;

/**
 * How much the windows of a reference's own time differ from one another: mean and variance of G = 2 N KL of each window against all of them together, divided by
 * 1 − N / ΣN, the share of it that is left where a window is part of what it is compared with. Both are 0 where windows do not differ at all.
 *
 * @param mean of G, at least 0
 * @param variance of G, above 0 where the mean is, else 0
 * @param windows that it was measured on, at least 2
 * @param window how long each of them is, above 0: windows of another length differ by another measure
 */
public record Restlessness(double mean, double variance, int windows, Duration window) {

    public Restlessness {
        if (!(mean >= 0 && variance >= 0) || Double.isInfinite(mean) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "mean and variance of G must be at least 0 and finite, but are " + mean + " and " + variance);
        }
        if ((mean > 0) != (variance > 0)) {
            throw new IllegalArgumentException(
                    "mean and variance of G must both be 0 or both above, but are " + mean + " and " + variance);
        }
        if (windows < 2) {
            throw new IllegalArgumentException(
                    "how much windows differ takes at least 2 of them to know, but here are " + windows);
        }
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("a window must be longer than nothing, but is " + window);
        }
    }
}

package io.kullback.divergence;

import io.kullback.histogram.Histogram;
import java.util.stream.IntStream;

/**
 * Which bins of a window and its reference are compared: every value bin, and an unusable one where these are scored and it has a count on either side.
 *
 * <p>An unusable bin that is empty on both sides would bring nothing but its pseudo-count, which is another share of a small window than of a large reference:
 * a divergence where there is none.
 */
final class ScoredBins {

    private final int[] bins;

    private ScoredBins(int[] bins) {
        this.bins = bins;
    }

    /**
     * The bins to compare of two histograms on one binning.
     *
     * @param scoreUnusable whether values that cannot be used are scored at all
     */
    static ScoredBins of(Histogram observed, Histogram reference, boolean scoreUnusable) {
        int valueBins = reference.binning().valueBins();
        return new ScoredBins(IntStream.range(0, reference.binning().bins())
                .filter(bin -> bin < valueBins || (scoreUnusable && observed.count(bin) + reference.count(bin) > 0))
                .toArray());
    }

    /** How many there are. */
    int size() {
        return bins.length;
    }

    /** Number in its binning of the bin at a position, rising with it. */
    int bin(int position) {
        return bins[position];
    }

    /** Counts of these bins. */
    long[] counts(Histogram histogram) {
        long[] counts = new long[bins.length];
        for (int position = 0; position < bins.length; position++) {
            counts[position] = histogram.count(bins[position]);
        }
        return counts;
    }
}

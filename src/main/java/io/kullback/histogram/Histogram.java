package io.kullback.histogram;

import java.util.Arrays;
import java.util.Optional;

/**
 * Immutable counts over the bins of a {@link Binning}, the unusable bins included; over bins of vectors or posteriors with the {@link Moments} of the usable
 * values.
 */
public final class Histogram {

    private final Binning binning;
    private final long[] counts;
    private final long total;
    private final Optional<Moments> moments;

    private Histogram(Binning binning, Optional<Moments> moments, long[] counts) {
        if (counts.length != binning.bins()) {
            throw new IllegalArgumentException("counts must have one number for each of the " + binning.bins()
                    + " bins, but there are " + counts.length);
        }
        long sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] < 0) {
                throw new IllegalArgumentException(
                        "counts must not be negative, but bin '" + binning.label(bin) + "' has " + counts[bin]);
            }
            sum = Math.addExact(sum, counts[bin]);
        }
        this.binning = binning;
        this.counts = counts;
        this.total = sum;
        this.moments = moments;
        requireMoments();
    }

    private void requireMoments() {
        int dimension = binning.momentsDimension();
        long expected = dimension == 0 ? 0 : usable();
        long found = moments.map(Moments::count).orElse(0L);
        boolean fits = moments.map(present -> present.dimension() == dimension).orElse(true);
        if (found != expected || !fits) {
            throw new IllegalArgumentException("a histogram over '" + binning.canonical() + "' with " + usable()
                    + " usable values must have the moments of " + expected + " records of " + dimension
                    + " elements, but has those of " + found + " records"
                    + moments.map(present -> " of " + present.dimension() + " elements")
                            .orElse(""));
        }
    }

    /**
     * A histogram with the given counts.
     *
     * @param counts one count for each of {@link Binning#bins()}: the value bins, then missing, non-finite and wrong type; copied
     * @throws IllegalArgumentException if the number of counts differs from the number of bins, or one is negative
     */
    public static Histogram of(Binning binning, long... counts) {
        return new Histogram(binning, Optional.empty(), counts.clone());
    }

    /**
     * A histogram of vectors or posteriors.
     *
     * @param moments of the usable values
     * @throws IllegalArgumentException also if the moments do not fit the bins or the number of usable values
     */
    public static Histogram of(Binning binning, Moments moments, long... counts) {
        return new Histogram(binning, Optional.of(moments), counts.clone());
    }

    /** A histogram with the given counts in its value bins and nothing unusable. */
    public static Histogram ofValues(Binning binning, long... valueCounts) {
        if (valueCounts.length != binning.valueBins()) {
            throw new IllegalArgumentException("counts must have one number for each of the " + binning.valueBins()
                    + " value bins, but there are " + valueCounts.length);
        }
        return new Histogram(binning, Optional.empty(), Arrays.copyOf(valueCounts, binning.bins()));
    }

    /** A histogram of nothing. */
    public static Histogram empty(Binning binning) {
        return new Histogram(binning, Optional.empty(), new long[binning.bins()]);
    }

    public Binning binning() {
        return binning;
    }

    /** Moments of the usable values, where the binning has any and there is such a value. */
    public Optional<Moments> moments() {
        return moments;
    }

    /** Count of one bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** Count of one unusable bin. */
    public long count(UnusableBin unusable) {
        return counts[binning.binOf(unusable)];
    }

    /** All counts in bin order; a copy. */
    public long[] counts() {
        return counts.clone();
    }

    /** The counts of the value bins in bin order; a copy. */
    public long[] valueCounts() {
        return Arrays.copyOf(counts, binning.valueBins());
    }

    /** Number of records: the sum over all bins. */
    public long total() {
        return total;
    }

    /** Number of usable values: the sum over the value bins. */
    public long usable() {
        long unusable = 0;
        for (UnusableBin bin : UnusableBin.values()) {
            unusable += count(bin);
        }
        return total - unusable;
    }

    /**
     * The sum of two histograms, bin by bin, their moments by {@link Moments#plus}.
     *
     * @throws IncompatibleBinningException if the binnings differ
     */
    public Histogram plus(Histogram other) {
        if (!binning.equals(other.binning)) {
            throw new IncompatibleBinningException(binning, other.binning);
        }
        long[] sum = counts.clone();
        for (int bin = 0; bin < sum.length; bin++) {
            sum[bin] += other.counts[bin];
        }
        Optional<Moments> merged =
                moments.map(mine -> other.moments.map(mine::plus).orElse(mine)).or(() -> other.moments);
        return new Histogram(binning, merged, sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && binning.equals(that.binning)
                && Arrays.equals(counts, that.counts)
                && moments.equals(that.moments);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * binning.hashCode() + Arrays.hashCode(counts)) + moments.hashCode();
    }

    @Override
    public String toString() {
        return binning + " " + Arrays.toString(counts)
                + moments.map(present -> " " + present).orElse("");
    }
}

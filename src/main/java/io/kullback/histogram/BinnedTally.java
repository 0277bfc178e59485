package io.kullback.histogram;

/** Counts over bins that were known before the first event: one array increment for each value. */
public final class BinnedTally extends Tally {

    private final Binning binning;
    private final long[] counts;

    private BinnedTally(Binning binning, long[] counts) {
        this.binning = binning;
        this.counts = counts;
    }

    /** A tally with the given counts over bins that carry no moments; of nothing where no counts are given. */
    public static BinnedTally of(Binning binning, long... counts) {
        if (counts.length == 0) {
            return new BinnedTally(binning, new long[binning.bins()]);
        }
        return new BinnedTally(binning, Histogram.of(binning, counts).counts());
    }

    public Binning binning() {
        return binning;
    }

    /** Count of one bin. */
    public long count(int bin) {
        return counts[bin];
    }

    @Override
    public void addNumber(double value) {
        counts[
                binning instanceof NumberBinning numbers
                        ? numbers.binOf(value)
                        : binning.binOf(UnusableBin.WRONG_TYPE)]++;
    }

    @Override
    public void addText(String value) {
        if (value.isEmpty()) {
            addUnusable(UnusableBin.MISSING);
        } else {
            counts[
                    binning instanceof CategoryBinning categories
                            ? categories.binOf(value)
                            : binning.binOf(UnusableBin.WRONG_TYPE)]++;
        }
    }

    @Override
    public void addBoolean(boolean value) {
        counts[
                binning instanceof BooleanBinning booleans
                        ? booleans.binOf(value)
                        : binning.binOf(UnusableBin.WRONG_TYPE)]++;
    }

    @Override
    public void addUnusable(UnusableBin unusable) {
        counts[binning.binOf(unusable)]++;
    }

    @Override
    public void merge(Tally other) {
        if (!(other instanceof BinnedTally that)) {
            throw otherFamily(this, other);
        }
        if (!binning.equals(that.binning)) {
            throw new IncompatibleBinningException(binning, that.binning);
        }
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += that.counts[bin];
        }
    }

    @Override
    public long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    @Override
    public long count(UnusableBin unusable) {
        return counts[binning.binOf(unusable)];
    }

    @Override
    public Histogram over(Binning requested) {
        if (!binning.equals(requested)) {
            throw new IncompatibleBinningException(binning, requested);
        }
        return Histogram.of(binning, counts);
    }

    @Override
    public BinnedTally copy() {
        return new BinnedTally(binning, counts.clone());
    }

    @Override
    public long weight() {
        // A kind and a fingerprint, then for each bin its number and its count, seldom of more than five bytes each.
        return 16 + 10L * counts.length;
    }
}

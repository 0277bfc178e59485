package io.kullback.histogram;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Counts and exact sums of vectors or posteriors: see {@link VectorBinning} and {@link PosteriorBinning}. */
public final class MomentTally extends Tally {

    /** Magnitude up to which the square of an element, summed over all records, is a double. */
    private static final double LARGEST = 0x1p480;

    private final Binning binning;
    private final long[] counts;
    private final MomentSums sums;
    private final double[] scratch;

    MomentTally(VectorBinning binning) {
        this(binning, new long[binning.bins()], new MomentSums(binning.momentsDimension()));
    }

    MomentTally(PosteriorBinning binning) {
        this(binning, new long[binning.bins()], new MomentSums(binning.momentsDimension()));
    }

    private MomentTally(Binning binning, long[] counts, MomentSums sums) {
        this.binning = binning;
        this.counts = counts;
        this.sums = sums;
        this.scratch = new double[sums.dimension()];
    }

    public Binning binning() {
        return binning;
    }

    @Override
    public void addNumber(double value) {
        addUnusable(UnusableBin.WRONG_TYPE);
    }

    @Override
    public void addText(String value) {
        addUnusable(value.isEmpty() ? UnusableBin.MISSING : UnusableBin.WRONG_TYPE);
    }

    @Override
    public void addBoolean(boolean value) {
        addUnusable(UnusableBin.WRONG_TYPE);
    }

    @Override
    public void addVector(double[] elements, int length) {
        if (!(binning instanceof VectorBinning) || length != sums.dimension()) {
            addUnusable(UnusableBin.WRONG_TYPE);
        } else if (isTooLarge(elements, length)) {
            addUnusable(UnusableBin.NON_FINITE);
        } else {
            counts[0]++;
            sums.add(elements);
        }
    }

    @Override
    public void addPosterior(double[] mean, int means, double[] logVariance, int logVariances) {
        int dimension = sums.dimension() - 1;
        if (!(binning instanceof PosteriorBinning posterior) || means != dimension || logVariances != dimension) {
            addUnusable(UnusableBin.WRONG_TYPE);
            return;
        }
        double divergence = 0;
        for (int i = 0; i < dimension; i++) {
            scratch[i] = mean[i];
            divergence += PosteriorBinning.divergence(mean[i], logVariance[i]);
        }
        scratch[dimension] = divergence;
        if (isTooLarge(scratch, dimension + 1)) {
            addUnusable(UnusableBin.NON_FINITE);
            return;
        }
        counts[posterior.divergence().binOf(divergence)]++;
        sums.add(scratch);
        for (int i = 0; i < dimension; i++) {
            sums.addSpread(i, StrictMath.exp(logVariance[i]));
        }
    }

    private static boolean isTooLarge(double[] elements, int length) {
        for (int i = 0; i < length; i++) {
            // Written so that NaN is too large as well.
            if (!(Math.abs(elements[i]) <= LARGEST)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void addUnusable(UnusableBin unusable) {
        counts[binning.binOf(unusable)]++;
    }

    @Override
    public void merge(Tally other) {
        if (!(other instanceof MomentTally that)) {
            throw otherFamily(this, other);
        }
        if (!binning.equals(that.binning)) {
            throw new IncompatibleBinningException(binning, that.binning);
        }
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += that.counts[bin];
        }
        sums.merge(that.sums);
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

    /** Count of one bin. */
    public long count(int bin) {
        return counts[bin];
    }

    @Override
    public Histogram over(Binning requested) {
        if (!binning.equals(requested)) {
            throw new IncompatibleBinningException(binning, requested);
        }
        return sums.count() == 0 ? Histogram.of(binning, counts) : Histogram.of(binning, sums.moments(), counts);
    }

    @Override
    public MomentTally copy() {
        return new MomentTally(binning, counts.clone(), sums.copy());
    }

    @Override
    public long weight() {
        return 16 + 8L * counts.length + sums.weight();
    }

    /** Writes counts and sums; equal tallies give equal bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeShort(counts.length);
        for (long count : counts) {
            out.writeLong(count);
        }
        sums.write(out);
    }

    /**
     * Reads what {@link #write} wrote of a tally of the same binning, and adds it.
     *
     * @throws IOException if it is of another size
     */
    public void readAndAdd(DataInput in) throws IOException {
        long[] read = readCounts(in);
        MomentSums readSums = MomentSums.read(in);
        if (read.length != counts.length || readSums.dimension() != sums.dimension()) {
            throw new IOException("a tally of " + counts.length + " bins and " + sums.dimension()
                    + " elements is expected, but this is of " + read.length + " and " + readSums.dimension());
        }
        merge(new MomentTally(binning, read, readSums));
    }

    /** Reads to the end of what {@link #write} wrote, of whatever binning. */
    public static void skip(DataInput in) throws IOException {
        readCounts(in);
        MomentSums.read(in);
    }

    private static long[] readCounts(DataInput in) throws IOException {
        long[] read = new long[in.readUnsignedShort()];
        for (int bin = 0; bin < read.length; bin++) {
            read[bin] = in.readLong();
        }
        return read;
    }
}

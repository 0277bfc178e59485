package io.kullback.histogram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts numbers in about 2⁸ fine buckets for each power of two, of both signs and all sizes, until a reference has chosen the bins.
 *
 * <p>The bucket of a value is the top 20 bits of its IEEE 754 form, made monotone; its relative width is at most 2⁻⁸. {@link #quantileBinning} puts its edges
 * on bucket boundaries only, so {@link #over} is then exact: no bucket is cut by an edge. The buckets depend on nothing but the value, so
 * sketches merge without loss, in any order.
 */
public final class NumberSketch extends Tally {

    private static final int SHIFT = 44;
    private static final int FREE = Integer.MIN_VALUE;
    private static final int SMALLEST_TABLE = 64;

    private int[] buckets;
    private long[] counts;
    private int used;
    private final long[] unusable = new long[UnusableBin.values().length];

    public NumberSketch() {
        this(SMALLEST_TABLE);
    }

    private NumberSketch(int capacity) {
        buckets = new int[capacity];
        counts = new long[capacity];
        Arrays.fill(buckets, FREE);
    }

    /** The fine bucket of a finite value; buckets are ordered as their values are. */
    static int bucketOf(double value) {
        // Adding zero turns -0.0 into 0.0; the xor reverses the order of the negative numbers' bits.
        long bits = Double.doubleToLongBits(value + 0.0);
        return (int) ((bits ^ ((bits >> 63) & Long.MAX_VALUE)) >> SHIFT);
    }

    /** The smallest value in a bucket. */
    static double lowerEdge(int bucket) {
        long ordered = (long) bucket << SHIFT;
        return Double.longBitsToDouble(ordered ^ ((ordered >> 63) & Long.MAX_VALUE)) + 0.0;
    }

    @Override
    public void addNumber(double value) {
        if (Double.isFinite(value)) {
            add(bucketOf(value), 1);
        } else {
            addUnusable(UnusableBin.NON_FINITE);
        }
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
    public void addUnusable(UnusableBin bin) {
        unusable[bin.ordinal()]++;
    }

    /** Adds to the count of a bucket, as {@link #forEachBucket} gives it. */
    public void add(int bucket, long count) {
        if (used * 2 >= buckets.length) {
            grow();
        }
        int slot = slotOf(bucket);
        if (buckets[slot] == FREE) {
            buckets[slot] = bucket;
            used++;
        }
        counts[slot] += count;
    }

    /** Adds to the count of an unusable kind. */
    public void addUnusable(UnusableBin bin, long count) {
        unusable[bin.ordinal()] += count;
    }

    private int slotOf(int bucket) {
        int mask = buckets.length - 1;
        // Neighbouring buckets are the common case; the multiplication spreads them.
        int slot = (bucket * 0x9E3779B9 >>> 7) & mask;
        while (buckets[slot] != FREE && buckets[slot] != bucket) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldBuckets = buckets;
        long[] oldCounts = counts;
        buckets = new int[oldBuckets.length * 2];
        counts = new long[buckets.length];
        Arrays.fill(buckets, FREE);
        for (int i = 0; i < oldBuckets.length; i++) {
            if (oldBuckets[i] != FREE) {
                int slot = slotOf(oldBuckets[i]);
                buckets[slot] = oldBuckets[i];
                counts[slot] = oldCounts[i];
            }
        }
    }

    @Override
    public void merge(Tally other) {
        if (!(other instanceof NumberSketch that)) {
            throw otherFamily(this, other);
        }
        for (int i = 0; i < that.buckets.length; i++) {
            if (that.buckets[i] != FREE) {
                add(that.buckets[i], that.counts[i]);
            }
        }
        for (int i = 0; i < unusable.length; i++) {
            unusable[i] += that.unusable[i];
        }
    }

    /** What {@link #forEachBucket} calls. */
    @FunctionalInterface
    public interface BucketVisitor {
        void visit(int bucket, long count);
    }

    /** Visits the buckets that hold something, in rising order. */
    public void forEachBucket(BucketVisitor visitor) {
        for (int bucket : sortedBuckets()) {
            visitor.visit(bucket, counts[slotOf(bucket)]);
        }
    }

    private int[] sortedBuckets() {
        return Arrays.stream(buckets).filter(bucket -> bucket != FREE).sorted().toArray();
    }

    /** Number of buckets that hold something. */
    public int size() {
        return used;
    }

    @Override
    public long count(UnusableBin bin) {
        return unusable[bin.ordinal()];
    }

    /** Number of finite numbers counted. */
    public long usable() {
        return Arrays.stream(counts).sum();
    }

    @Override
    public long total() {
        return usable() + Arrays.stream(unusable).sum();
    }

    /**
     * Bins of about equal count: edges at the 1/count, 2/count, … quantiles, and one more at each of the 0.1 % and 99.9 % quantiles, so that values
     * outside the reference's range have bins of their own (plain quantile bins cannot see outliers). Repeated edges are dropped, so heavy ties give fewer bins.
     *
     * @param count at least 2
     * @throws IllegalStateException if no finite number was counted
     */
    public NumberBinning quantileBinning(int count) {
        if (usable() == 0) {
            throw new IllegalStateException("quantile bins need at least one finite number, but none was counted");
        }
        List<Double> edges = new ArrayList<>();
        edges.add(lowerEdge(bucketAtQuantile(0.001)));
        for (int i = 1; i < count; i++) {
            edges.add(lowerEdge(bucketAtQuantile((double) i / count)));
        }
        // The upper boundary, so that a reference of one single value still has a bin for it and one above.
        edges.add(lowerEdge(bucketAtQuantile(0.999) + 1));
        return NumberBinning.ofEdges(edges.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .distinct()
                .sorted()
                .toArray());
    }

    /** The bucket of the smallest counted value that at least the given share of the values do not exceed. */
    private int bucketAtQuantile(double share) {
        double needed = share * usable();
        long seen = 0;
        int last = 0;
        for (int bucket : sortedBuckets()) {
            seen += counts[slotOf(bucket)];
            last = bucket;
            if (seen >= needed) {
                break;
            }
        }
        return last;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Exact when every edge is a bucket boundary, as those of {@link #quantileBinning} are.
     *
     * @throws IllegalArgumentException if the bins are not those of a number, or an edge cuts a bucket
     */
    @Override
    public Histogram over(Binning binning) {
        if (!(binning instanceof NumberBinning numbers)) {
            throw new IllegalArgumentException("a sketch of numbers needs number bins, but got " + binning.canonical());
        }
        for (double edge : numbers.edges()) {
            if (lowerEdge(bucketOf(edge)) != edge) {
                throw new IllegalArgumentException(
                        "edge " + edge + " lies inside a bucket of the sketch, so values near it cannot be told apart");
            }
        }
        long[] binned = new long[binning.bins()];
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] != FREE) {
                binned[numbers.binOf(lowerEdge(buckets[i]))] += counts[i];
            }
        }
        for (UnusableBin bin : UnusableBin.values()) {
            binned[binning.binOf(bin)] = unusable[bin.ordinal()];
        }
        return Histogram.of(binning, binned);
    }

    @Override
    public NumberSketch copy() {
        NumberSketch copy = new NumberSketch(buckets.length);
        copy.merge(this);
        return copy;
    }

    @Override
    public long weight() {
        return 64 + 9L * used;
    }
}

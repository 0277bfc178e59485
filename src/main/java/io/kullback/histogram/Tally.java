package io.kullback.histogram;

/**
 * Mutable counts of one feature in one pane: the thing that is incremented once for each event.
 *
 * <p>Three families: {@link BinnedTally} when the bins are known before the first event, {@link MomentTally} for vectors, and the two sketches {@link NumberSketch} and
 * {@link CategorySketch} when the bins are still to be learned from a reference. A sketch keeps enough to be turned later into exactly
 * the histogram that direct counting would have given, so learning late loses nothing.
 *
 * <p>Merging is associative and commutative: the result depends on neither order nor grouping, as long as a {@link CategorySketch} holds no more texts than its limit.
 */
public abstract sealed class Tally permits BinnedTally, MomentTally, NumberSketch, CategorySketch {

    Tally() {}

    /** Counts a number; NaN and infinities count as {@link UnusableBin#NON_FINITE} where numbers are expected. */
    public abstract void addNumber(double value);

    /** Counts a text; an empty one counts as missing. */
    public abstract void addText(String value);

    /** Counts a boolean. */
    public abstract void addBoolean(boolean value);

    /**
     * Counts a list of numbers; of a wrong type wherever vectors of this length are not expected.
     *
     * @param elements the list in its first {@code length} places, if there are as many; not kept
     */
    public void addVector(double[] elements, int length) {
        addUnusable(UnusableBin.WRONG_TYPE);
    }

    /** Counts a posterior, given as two lists of numbers: its means and the logarithms of its variances. */
    public void addPosterior(double[] mean, int means, double[] logVariance, int logVariances) {
        addUnusable(UnusableBin.WRONG_TYPE);
    }

    /** Counts a record whose field holds no usable value. */
    public abstract void addUnusable(UnusableBin unusable);

    /**
     * Adds the counts of another tally of the same feature.
     *
     * @throws IncompatibleBinningException if both are binned and their bins differ
     * @throws IllegalArgumentException if the other is of another family
     */
    public abstract void merge(Tally other);

    /** Number of records counted. */
    public abstract long total();

    /** Number of records whose field held no usable value of the given kind. */
    public abstract long count(UnusableBin unusable);

    /**
     * The counts over the given bins.
     *
     * @throws IncompatibleBinningException if this tally was counted over other bins
     */
    public abstract Histogram over(Binning binning);

    /** A new tally with the same counts. */
    public abstract Tally copy();

    /** Most bytes that these counts may take in a record. Of sketches it grows with what they tell apart, of others it is always the same. */
    public abstract long weight();

    static IllegalArgumentException otherFamily(Tally one, Tally other) {
        return new IllegalArgumentException("a " + one.getClass().getSimpleName() + " cannot take the counts of a "
                + other.getClass().getSimpleName());
    }
}

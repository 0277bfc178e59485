package io.kullback.histogram;

/**
 * One bin for every vector of the right length, beside the unusable ones. What tells vectors apart are their {@link Moments}, which a histogram over this
 * binning carries.
 *
 * <p>A list of another length, or with an element that is no number, counts as {@link UnusableBin#WRONG_TYPE}; one with an element that is NaN, infinite or
 * beyond 2⁴⁸⁰ (whose square no sum could hold) as {@link UnusableBin#NON_FINITE}.
 *
 * @param dimension number d of elements, 1 to {@value #MOST_ELEMENTS}: state grows with d²
 * @param isAgainstStandardNormal whether windows are compared with N(0, I), of which there is no sampling noise, instead of the reference's own moments
 */
public record VectorBinning(int dimension, boolean isAgainstStandardNormal) implements Binning {

    /** Most elements of a vector; its moments are then 8,385 sums, and one message of partial counts stays below Kafka's default of 1 MB. */
    public static final int MOST_ELEMENTS = 128;

    /** Label of the bin of usable vectors. */
    public static final String VECTOR = "(vector)";

    public VectorBinning {
        requireDimension(dimension, MOST_ELEMENTS);
    }

    /** Vectors that are compared with the reference's own. */
    public VectorBinning(int dimension) {
        this(dimension, false);
    }

    static void requireDimension(int dimension, int most) {
        if (dimension < 1 || dimension > most) {
            throw new IllegalArgumentException("dimension must be between 1 and " + most + ", but is " + dimension);
        }
    }

    @Override
    public FeatureType type() {
        return FeatureType.VECTOR;
    }

    @Override
    public int valueBins() {
        return 1;
    }

    @Override
    public String valueLabel(int bin) {
        return VECTOR;
    }

    @Override
    public int momentsDimension() {
        return dimension;
    }

    @Override
    public Tally newTally() {
        return new MomentTally(this);
    }

    @Override
    public String canonical() {
        return "vector " + dimension + (isAgainstStandardNormal ? " standard-normal" : "");
    }
}

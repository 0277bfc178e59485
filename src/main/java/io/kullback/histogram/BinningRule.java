package io.kullback.histogram;

/** Where a feature's bins come from: given beforehand, or learned from its reference. */
public sealed interface BinningRule {

    /** Type of the feature these bins are for. */
    FeatureType type();

    /** Number of elements whose moments the feature's tallies keep, see {@link Binning#momentsDimension}. */
    default int momentsDimension() {
        return this instanceof Fixed fixed ? fixed.binning().momentsDimension() : 0;
    }

    /** Most value bins that there can be, whatever they are learned from. */
    int mostValueBins();

    /** A new tally for one pane of a feature whose bins are not known otherwise. */
    Tally newTally();

    /**
     * The bins, given everything that the reference counted.
     *
     * @throws IllegalStateException if the reference holds no usable value to learn from
     */
    Binning learn(Tally reference);

    /** Bins given beforehand. */
    record Fixed(Binning binning) implements BinningRule {
        @Override
        public FeatureType type() {
            return binning.type();
        }

        @Override
        public int mostValueBins() {
            return binning.valueBins();
        }

        @Override
        public Tally newTally() {
            return binning.newTally();
        }

        @Override
        public Binning learn(Tally reference) {
            return binning;
        }
    }

    /** Bins between quantiles of the reference, see {@link NumberSketch#quantileBinning}. */
    record Quantiles(int count) implements BinningRule {
        public Quantiles {
            if (count < 2) {
                throw new IllegalArgumentException("quantiles must be at least 2, but is " + count);
            }
        }

        @Override
        public FeatureType type() {
            return FeatureType.NUMBER;
        }

        @Override
        public int mostValueBins() {
            // One more below the reference's values and one above.
            return count + 2;
        }

        @Override
        public Tally newTally() {
            return new NumberSketch();
        }

        @Override
        public Binning learn(Tally reference) {
            return ((NumberSketch) reference).quantileBinning(count);
        }
    }

    /** Bins for the most frequent categories of the reference and one for all others, see {@link CategorySketch#topBinning}. */
    record TopCategories(int top, int limit) implements BinningRule {

        /** Most different categories of one pane that are told apart while the bins are still to be learned. */
        public static final int DEFAULT_LIMIT = 10_000;

        public TopCategories {
            if (top < 1 || top > limit) {
                throw new IllegalArgumentException("top must be between 1 and " + limit + ", but is " + top);
            }
        }

        public TopCategories(int top) {
            this(top, DEFAULT_LIMIT);
        }

        @Override
        public FeatureType type() {
            return FeatureType.CATEGORY;
        }

        @Override
        public int mostValueBins() {
            // One more for all others.
            return top + 1;
        }

        @Override
        public Tally newTally() {
            return new CategorySketch(limit);
        }

        @Override
        public Binning learn(Tally reference) {
            return ((CategorySketch) reference).topBinning(top);
        }
    }
}

package io.kullback.divergence;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.IncompatibleBinningException;
import io.kullback.histogram.UnusableBin;
import java.util.Arrays;
import java.util.Optional;

/**
 * A divergence with missing values scored, split exactly: D = D(missing share) + (1 − p) D(usable values), p the observed share of missing ones.
 *
 * <p>"Missing" is every record without a usable value. Where more than one {@link UnusableBin} has counts, the first part also holds how they are divided
 * among those bins.
 *
 * @param observedMissing share p of the observed records without a usable value, in [0, 1]
 * @param referenceMissing the same share of the reference, in [0, 1]
 * @param missing divergence of the missing share, in nats
 * @param values divergence of the usable values alone, in nats; 0 where there are none
 * @param weightedValues (1 − p) times that: what the values add to the whole
 */
public record MissingSplit(
        double observedMissing, double referenceMissing, double missing, double values, double weightedValues) {

    /**
     * Splits the divergence of a window.
     *
     * @param settings pseudo-counts, added to every bin of both parts
     * @return empty when either side has no event
     * @throws IncompatibleBinningException if the two have different bins
     */
    public static Optional<MissingSplit> of(Histogram observed, Histogram reference, ScoringSettings settings) {
        if (!observed.binning().equals(reference.binning())) {
            throw new IncompatibleBinningException(observed.binning(), reference.binning());
        }
        if (observed.total() == 0 || reference.total() == 0) {
            return Optional.empty();
        }
        ScoredBins bins = ScoredBins.of(observed, reference, true);
        return ChainRule.of(
                        groups(observed, bins, settings.observedPseudoCount()),
                        groups(reference, bins, settings.referencePseudoCount()))
                .map(split -> new MissingSplit(
                        1 - (double) observed.usable() / observed.total(),
                        1 - (double) reference.usable() / reference.total(),
                        split.between(),
                        split.within(0),
                        split.weighted(0)));
    }

    /** The values as one group, then each unusable bin that is scored as a group of its own. */
    private static double[][] groups(Histogram histogram, ScoredBins bins, double pseudoCount) {
        int valueBins = histogram.binning().valueBins();
        double[][] groups = new double[1 + bins.size() - valueBins][];
        groups[0] = Arrays.stream(histogram.valueCounts())
                .mapToDouble(count -> count + pseudoCount)
                .toArray();
        for (int group = 1; group < groups.length; group++) {
            groups[group] = new double[] {histogram.count(bins.bin(valueBins + group - 1)) + pseudoCount};
        }
        return groups;
    }

    /** The divergence with missing values scored, in nats. */
    public double total() {
        return missing + weightedValues;
    }
}

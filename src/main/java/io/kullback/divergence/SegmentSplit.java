package io.kullback.divergence;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.IncompatibleBinningException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where in the segments a divergence comes from, exactly: D(segment and bin) = D(segment mix) + Σ wₛ D(bins within s), wₛ the observed share of segment s.
 *
 * <p>All in nats. The whole is the divergence of the joint counts over segments and bins, not of the feature's histogram with the segments added up: two
 * segments that move in opposite ways cancel there, and do not here.
 *
 * @param mix divergence of the segments' shares from the reference's
 * @param parts one for each segment that either side knows, in order of their names
 * @see <a href="https://doi.org/10.1002/047174882X">Cover and Thomas, Elements of Information Theory, theorem 2.5.3 (chain rule for relative entropy)</a>
 */
public record SegmentSplit(double mix, List<Part> parts) {

    public SegmentSplit {
        parts = List.copyOf(parts);
    }

    /**
     * One segment's part.
     *
     * @param observedShare wₛ, in [0, 1]
     * @param referenceShare share of the segment in the reference, in [0, 1]
     * @param mix the segment's non-negative part w ln(w/v) − w + v in the divergence of the mix; these add up to {@link SegmentSplit#mix}
     * @param within divergence of the feature within the segment; 0 where nothing was observed
     * @param weighted wₛ times that: what it adds to the whole
     */
    public record Part(
            String segment, double observedShare, double referenceShare, double mix, double within, double weighted) {}

    /**
     * Splits the divergence of one feature over segments.
     *
     * @param observed the window's counts by segment
     * @param reference the reference's counts by segment, on the same bins
     * @param settings pseudo-counts, added to each bin of each segment, and whether unusable values are scored
     * @return empty when either side has no event in the scored bins
     * @throws IncompatibleBinningException if two histograms have different bins: segments whose bins were learned apart cannot be added up
     */
    public static Optional<SegmentSplit> of(
            Map<String, Histogram> observed, Map<String, Histogram> reference, ScoringSettings settings) {
        if (isEmpty(observed, settings) || isEmpty(reference, settings)) {
            return Optional.empty();
        }
        Histogram any = reference.values().iterator().next();
        SortedSet<String> names = new TreeSet<>(observed.keySet());
        names.addAll(reference.keySet());
        List<String> segments = List.copyOf(names);
        return ChainRule.of(
                        weights(segments, observed, reference, any, settings, settings.observedPseudoCount()),
                        weights(segments, reference, observed, any, settings, settings.referencePseudoCount()))
                .map(split -> from(segments, split));
    }

    private static SegmentSplit from(List<String> segments, ChainRule split) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            parts.add(new Part(
                    segments.get(i),
                    split.observedShare(i),
                    split.referenceShare(i),
                    split.between(i),
                    split.within(i),
                    split.weighted(i)));
        }
        return new SegmentSplit(split.between(), parts);
    }

    /** The scored bins of one side by segment; whether an unusable one is scored depends on the other side too. */
    private static double[][] weights(
            List<String> segments,
            Map<String, Histogram> side,
            Map<String, Histogram> other,
            Histogram any,
            ScoringSettings settings,
            double pseudoCount) {
        return segments.stream()
                .map(segment -> {
                    Histogram mine = in(side, segment, any);
                    return Arrays.stream(ScoredBins.of(mine, in(other, segment, any), settings.scoreUnusable())
                                    .counts(mine))
                            .mapToDouble(count -> count + pseudoCount)
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static Histogram in(Map<String, Histogram> bySegment, String segment, Histogram any) {
        Histogram histogram = bySegment.getOrDefault(segment, Histogram.empty(any.binning()));
        if (!histogram.binning().equals(any.binning())) {
            throw new IncompatibleBinningException(histogram.binning(), any.binning());
        }
        return histogram;
    }

    private static boolean isEmpty(Map<String, Histogram> bySegment, ScoringSettings settings) {
        return bySegment.values().stream()
                .mapToLong(histogram -> settings.scoreUnusable() ? histogram.total() : histogram.usable())
                .allMatch(events -> events == 0);
    }

    /** The divergence of the joint counts: the mix and every segment's weighted part. */
    public double total() {
        Sum sum = new Sum();
        sum.add(mix);
        for (Part part : parts) {
            sum.add(part.weighted());
        }
        return sum.value();
    }
}

package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.IncompatibleBinningException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentSplitTest {

    private static final CategoryBinning BINS = CategoryBinning.closed(List.of("a", "b"));
    private static final ScoringSettings AS_COUNTED = new ScoringSettings(0, 0, false);

    private static Histogram counts(long... counts) {
        return Histogram.ofValues(BINS, counts);
    }

    @Test
    void aChangedMixOfUnchangedSegmentsIsAllMix() {
        SegmentSplit split = SegmentSplit.of(
                        Map.of("AA", counts(60, 20), "UA", counts(5, 15)),
                        Map.of("AA", counts(300, 100), "UA", counts(100, 300)),
                        AS_COUNTED)
                .orElseThrow();
        // By hand: shares 0.8 and 0.2 against one half each, 0.8 ln 1.6 + 0.2 ln 0.4.
        assertThat(split.mix()).isCloseTo(0.8 * Math.log(1.6) + 0.2 * Math.log(0.4), within(1e-15));
        assertThat(split.parts()).allSatisfy(part -> assertThat(part.within()).isCloseTo(0, within(1e-15)));
        assertThat(split.total()).isCloseTo(0.192745, within(1e-6));
    }

    @Test
    void oneSegmentThatMovedHoldsItAll() {
        SegmentSplit split = SegmentSplit.of(
                        Map.of("AA", counts(75, 25), "UA", counts(50, 50)),
                        Map.of("AA", counts(50, 50), "UA", counts(50, 50)),
                        AS_COUNTED)
                .orElseThrow();
        double moved = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        assertThat(split.mix()).isZero();
        assertThat(split.parts().get(0))
                .isEqualTo(new SegmentSplit.Part(
                        "AA",
                        0.5,
                        0.5,
                        0,
                        split.parts().get(0).within(),
                        0.5 * split.parts().get(0).within()));
        assertThat(split.parts().get(0).within()).isCloseTo(moved, within(1e-15));
        assertThat(split.parts().get(1).weighted()).isZero();
        assertThat(split.total()).isCloseTo(moved / 2, within(1e-15));
    }

    @Test
    void segmentsThatMoveInOppositeWaysDoNotCancel() {
        SegmentSplit split = SegmentSplit.of(
                        Map.of("AA", counts(75, 25), "UA", counts(25, 75)),
                        Map.of("AA", counts(50, 50), "UA", counts(50, 50)),
                        AS_COUNTED)
                .orElseThrow();
        assertThat(split.total()).isCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), within(1e-15));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void addsUpToTheDivergenceOfTheJointCounts(long seed) {
        Random random = new Random(seed);
        int segments = 1 + random.nextInt(6);
        int k = 2 + random.nextInt(8);
        CategoryBinning binning = CategoryBinning.closed(
                java.util.stream.IntStream.range(0, k).mapToObj(i -> "c" + i).toList());
        Map<String, Histogram> observed = new HashMap<>();
        Map<String, Histogram> reference = new HashMap<>();
        double[] jointObserved = new double[segments * binning.bins()];
        double[] jointReference = new double[jointObserved.length];
        for (int s = 0; s < segments; s++) {
            long[] n = random.ints(binning.bins(), 0, 50).asLongStream().toArray();
            long[] m = random.ints(binning.bins(), 0, 5_000).asLongStream().toArray();
            boolean isGone = random.nextInt(4) == 0 && s > 0;
            if (!isGone) {
                observed.put("s" + s, Histogram.of(binning, n));
            }
            reference.put("s" + s, Histogram.of(binning, m));
            for (int bin = 0; bin < binning.bins(); bin++) {
                jointObserved[s * binning.bins() + bin] = isGone ? 0 : n[bin];
                jointReference[s * binning.bins() + bin] = m[bin] + 0.5;
            }
        }
        SegmentSplit split =
                SegmentSplit.of(observed, reference, ScoringSettings.DEFAULT).orElseThrow();
        double joint = DivergenceCatalog.KL.between(
                Distribution.of(jointObserved, Smoothing.NONE).orElseThrow(),
                Distribution.of(jointReference, Smoothing.NONE).orElseThrow());
        assertThat(split.total()).isCloseTo(joint, within(1e-12));
        assertThat(split.parts().stream().mapToDouble(SegmentSplit.Part::mix).sum())
                .isCloseTo(split.mix(), within(1e-12));
    }

    @Test
    void aSegmentThatTheReferenceNeverSawIsFiniteWithPseudoCounts() {
        SegmentSplit split = SegmentSplit.of(
                        Map.of("new", counts(10, 10)), Map.of("old", counts(10, 10)), ScoringSettings.DEFAULT)
                .orElseThrow();
        assertThat(split.total()).isFinite().isGreaterThan(1);
        assertThat(SegmentSplit.of(Map.of("new", counts(10, 10)), Map.of("old", counts(10, 10)), AS_COUNTED)
                        .orElseThrow()
                        .total())
                .isInfinite();
    }

    @Test
    void nothingObservedIsNoSplit() {
        assertThat(SegmentSplit.of(Map.of(), Map.of("AA", counts(1, 1)), AS_COUNTED))
                .isEmpty();
        assertThat(SegmentSplit.of(Map.of("AA", counts(0, 0)), Map.of("AA", counts(1, 1)), AS_COUNTED))
                .isEmpty();
    }

    @Test
    void segmentsOnDifferentBinsCannotBeAddedUp() {
        Histogram other = Histogram.ofValues(CategoryBinning.closed(List.of("a", "c")), 1, 1);
        assertThatThrownBy(() -> SegmentSplit.of(
                        Map.of("AA", counts(1, 1)), Map.of("AA", counts(1, 1), "UA", other), AS_COUNTED))
                .isInstanceOf(IncompatibleBinningException.class);
    }
}

package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingSplitTest {

    private static final CategoryBinning BINS = CategoryBinning.closed(List.of("a", "b"));
    private static final ScoringSettings AS_COUNTED = new ScoringSettings(0, 0, true);

    @Test
    void aRisingNullRateOfUnchangedValuesIsAllMissing() {
        MissingSplit split = MissingSplit.of(
                        Histogram.of(BINS, 40, 40, 20, 0, 0), Histogram.of(BINS, 450, 450, 100, 0, 0), AS_COUNTED)
                .orElseThrow();
        // By hand: 0.2 ln 2 + 0.8 ln (8/9).
        double missing = 0.2 * Math.log(2) + 0.8 * Math.log(8 / 9.0);
        assertThat(split.observedMissing()).isCloseTo(0.2, within(1e-15));
        assertThat(split.referenceMissing()).isCloseTo(0.1, within(1e-15));
        assertThat(split.missing()).isCloseTo(missing, within(1e-15));
        assertThat(split.values()).isZero();
        assertThat(split.total()).isCloseTo(missing, within(1e-15));
    }

    @Test
    void valuesThatMoveWithTheSameNullRateAreAllValues() {
        MissingSplit split = MissingSplit.of(
                        Histogram.of(BINS, 60, 20, 20, 0, 0), Histogram.of(BINS, 400, 400, 200, 0, 0), AS_COUNTED)
                .orElseThrow();
        double values = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        assertThat(split.missing()).isCloseTo(0, within(1e-16));
        assertThat(split.values()).isCloseTo(values, within(1e-15));
        assertThat(split.weightedValues()).isCloseTo(0.8 * values, within(1e-15));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void addsUpToTheHeadlineDivergence(long seed) {
        Random random = new Random(seed);
        Histogram observed = Histogram.of(
                BINS, random.ints(BINS.bins(), 0, 100).asLongStream().toArray());
        Histogram reference = Histogram.of(
                BINS, random.ints(BINS.bins(), 0, 1_000).asLongStream().toArray());
        assertThat(MissingSplit.of(observed, reference, ScoringSettings.DEFAULT)
                        .orElseThrow()
                        .total())
                .isCloseTo(
                        Scorer.score(observed, reference, ScoringSettings.DEFAULT)
                                .orElseThrow()
                                .kl()
                                .plugIn(),
                        within(1e-12));
    }

    @Test
    void whereEverythingIsMissingTheValuesAddNothing() {
        MissingSplit split = MissingSplit.of(
                        Histogram.of(BINS, 0, 0, 10, 0, 0), Histogram.of(BINS, 10, 0, 10, 0, 0), AS_COUNTED)
                .orElseThrow();
        assertThat(split.values()).isZero();
        assertThat(split.total()).isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void nothingObservedIsNoSplit() {
        BooleanBinning bins = new BooleanBinning();
        assertThat(MissingSplit.of(Histogram.empty(bins), Histogram.empty(bins), AS_COUNTED))
                .isEmpty();
    }
}

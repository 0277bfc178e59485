package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoredBinsTest {

    /** Below 0, from 0 on; then missing, non-finite and wrong type. */
    private static final NumberBinning SIGN = NumberBinning.ofEdges(0);

    private static ScoreCard score(Histogram observed, Histogram reference) {
        return Scorer.score(observed, reference, ScoringSettings.DEFAULT).orElseThrow();
    }

    @Test
    void equalSharesOfUsableValuesDifferInNothing() {
        ScoreCard scores = score(Histogram.ofValues(SIGN, 10, 10), Histogram.ofValues(SIGN, 1_000, 1_000));
        assertThat(scores.values())
                .allSatisfy((name, value) -> assertThat(value).as(name).isZero());
        assertThat(scores.contributions()).extracting(Contribution::bin).containsExactly(0, 1);
    }

    @Test
    void anUnusableBinWithACountOnEitherSideIsScoredUnderItsOwnNumberAndName() {
        ScoreCard inWindow = score(Histogram.of(SIGN, 50, 50, 0, 10, 0), Histogram.ofValues(SIGN, 100, 100));
        assertThat(inWindow.contributions()).extracting(Contribution::bin).containsExactly(0, 1, 3);
        assertThat(inWindow.contributions().get(2).label()).isEqualTo("(non-finite)");
        // By hand, shares 50/110 twice and 10/110 against 100.5/201.5 twice and 0.5/201.5.
        assertThat(inWindow.value("kl").orElseThrow())
                .isCloseTo(
                        100 / 110.0 * Math.log(50 / 110.0 / (100.5 / 201.5))
                                + 10 / 110.0 * Math.log(10 / 110.0 / (0.5 / 201.5)),
                        within(1e-15));
        ScoreCard inReference = score(Histogram.ofValues(SIGN, 50, 50), Histogram.of(SIGN, 100, 100, 7, 0, 0));
        assertThat(inReference.contributions()).extracting(Contribution::bin).containsExactly(0, 1, 2);
    }

    @Test
    void emptyValueBinsAreScoredAlways() {
        ScoreCard scores = score(Histogram.ofValues(SIGN, 0, 10), Histogram.ofValues(SIGN, 0, 1_000));
        assertThat(scores.contributions()).extracting(Contribution::bin).containsExactly(0, 1);
    }

    @Test
    void unusableValuesThatAreIgnoredAreNoBinsEvenIfThereAreAny() {
        ScoreCard scores = Scorer.score(
                        Histogram.of(SIGN, 50, 50, 10, 10, 10),
                        Histogram.ofValues(SIGN, 100, 100),
                        new ScoringSettings(0, 0.5, false))
                .orElseThrow();
        assertThat(scores.contributions()).extracting(Contribution::bin).containsExactly(0, 1);
        assertThat(scores.value("kl")).hasValue(0);
    }

    @Test
    void theSplitOverSegmentsScoresTheSameBinsInEachSegmentAsTheSegmentsOwnScore() {
        Map<String, Histogram> observed =
                Map.of("a", Histogram.of(SIGN, 30, 70, 5, 0, 0), "b", Histogram.ofValues(SIGN, 60, 40));
        Map<String, Histogram> reference =
                Map.of("a", Histogram.ofValues(SIGN, 500, 500), "b", Histogram.ofValues(SIGN, 400, 600));
        SegmentSplit split =
                SegmentSplit.of(observed, reference, ScoringSettings.DEFAULT).orElseThrow();
        assertThat(split.parts())
                .allSatisfy(part -> assertThat(part.within())
                        .isCloseTo(
                                score(observed.get(part.segment()), reference.get(part.segment()))
                                        .kl()
                                        .plugIn(),
                                within(1e-15)));
    }
}

package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.SegmentSplit;
import io.kullback.divergence.SmallestShift;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final CategoryBinning AIRPORTS = CategoryBinning.of(List.of("ATL", "JFK", "LGA"));
    private static final CategoryBinning TWO = CategoryBinning.closed(List.of("a", "b"));
    private static final Evidence CHANGE =
            new Evidence.Change("location", Evidence.Direction.UP, 11, 10.86, Instant.parse("2001-03-05T14:00:00Z"), 3);

    private static ScoreCard scores(long... observed) {
        return Scorer.score(
                        Histogram.ofValues(AIRPORTS, observed),
                        Histogram.ofValues(AIRPORTS, 4_000, 1_000, 2_000, 93_000),
                        ScoringSettings.DEFAULT)
                .orElseThrow();
    }

    private static WindowResult result(Optional<ScoreCard> scores, Verdict verdict) {
        return new WindowResult(
                new SeriesId("flights", "", "origin"),
                GivenVerdicts.window(0),
                1,
                CloseCause.WATERMARK,
                100,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scores,
                verdict,
                AlertState.INITIAL);
    }

    @Test
    void namesTheBinsThatMovedWithTheirSharesBeforeAndAfter() {
        assertThat(Explanation.of(scores(402, 14, 60, 9_524)))
                .isEqualTo("LGA 2.0 % → 0.60 %, JFK 1.0 % → 0.14 %: 98 % of the divergence");
    }

    @Test
    void doesNotNameABinWhoseCountChanceExplains() {
        // JFK expects 1 ± 1 of 100 and has 3: two thirds of the divergence, and nothing but noise.
        assertThat(Explanation.topBins(scores(4, 3, 2, 91), 3)).isEmpty();
        assertThat(Explanation.of(scores(4, 3, 2, 91))).isEmpty();
        // The same shares of a hundred times as many events are signal.
        assertThat(Explanation.of(scores(400, 300, 200, 9_100))).startsWith("JFK 1.0 % → 3.0 %");
    }

    @Test
    void saysNothingOfIdenticalData() {
        assertThat(Explanation.of(scores(4_000_000, 1_000_000, 2_000_000, 93_000_000)))
                .doesNotContain("NaN");
        assertThat(Explanation.topBins(
                        Scorer.score(
                                        Histogram.ofValues(AIRPORTS, 1, 1, 1, 1),
                                        Histogram.ofValues(AIRPORTS, 1, 1, 1, 1),
                                        new ScoringSettings(0, 0, false))
                                .orElseThrow(),
                        3))
                .isEmpty();
    }

    @Test
    void aChangeIsSaidWithItsOnsetAndHowLongItTookToFind() {
        assertThat(Explanation.of(CHANGE)).isEqualTo("location up since 2001-03-05 14:00, found after 3 windows");
        assertThat(Explanation.of(new Evidence.Change(
                        "shape", Evidence.Direction.NONE, 11, 10.86, Instant.parse("2001-03-05T00:00:00Z"), 1)))
                .isEqualTo("shape changed since 2001-03-05 00:00, found after 1 window");
    }

    @Test
    void theOtherRulesAreSaidWithTheirFigures() {
        assertThat(Explanation.of(new Evidence.Level(0.0523, 0.02, 0.001)))
                .isEqualTo("KL 0.052 nats, above 0.02 beyond chance");
        assertThat(Explanation.of(new Evidence.Threshold("psi", 0.3141, 0.25, 1)))
                .isEqualTo("psi 0.31 above 0.25");
    }

    @Test
    void aDriftedWindowSaysWhatMovedAndByWhichRuleItWasFound() {
        Verdict drifted = new Verdict.Drifted(0.02, List.of(new Evidence.Level(0.05, 0.02, 0.001), CHANGE));
        assertThat(Explanation.of(result(Optional.of(scores(402, 14, 60, 9_524)), drifted)))
                .isEqualTo("LGA 2.0 % → 0.60 %, JFK 1.0 % → 0.14 %: 98 % of the divergence;"
                        + " location up since 2001-03-05 14:00, found after 3 windows");
        assertThat(Explanation.of(result(Optional.empty(), new Verdict.Drifted(0.02))))
                .isEmpty();
    }

    @Test
    void aWindowThatCannotBeJudgedSaysWhatIsMissing() {
        assertThat(Explanation.of(result(
                        Optional.empty(), new Verdict.Inconclusive(InconclusiveReason.BASELINE_INCOMPLETE, 40, 100))))
                .isEqualTo("baseline not complete: 40 of 100 windows");
        assertThat(Explanation.of(
                        result(Optional.empty(), new Verdict.Inconclusive(InconclusiveReason.TOO_FEW_EVENTS, 3, 50))))
                .isEqualTo("too few events: 3 of 50 needed");
        assertThat(Explanation.of(
                        result(Optional.empty(), new Verdict.Inconclusive(InconclusiveReason.DEGENERATE, 3, 50))))
                .isEqualTo("the covariance is singular");
    }

    @Test
    void segmentsAreToldApartFromTheirMix() {
        SegmentSplit split = new SegmentSplit(
                0.2,
                List.of(
                        new SegmentSplit.Part("AA", 0.5, 0.5, 0.1, 1.28, 0.64),
                        new SegmentSplit.Part("DL", 0.3, 0.3, 0, 0.43, 0.13),
                        new SegmentSplit.Part("UA", 0.2, 0.2, 0.1, 0.15, 0.03)));
        assertThat(Explanation.of(split, "carrier"))
                .isEqualTo("64 % of it within segment carrier=AA, 20 % because the mix of segments changed,"
                        + " 13 % within segment carrier=DL");
    }

    @Test
    void segmentsThatDoNotDifferAreNotTold() {
        Map<String, Histogram> counts = Map.of("AA", Histogram.ofValues(TWO, 5, 5));
        SegmentSplit split = SegmentSplit.of(counts, counts, new ScoringSettings(0, 0, false))
                .orElseThrow();
        assertThat(Explanation.of(split, "carrier")).isEmpty();
    }

    @Test
    void whatAWindowCouldNotHaveShownIsSaidInSigmasAndNats() {
        SmallestShift shift = new SmallestShift(0.022, Math.sqrt(0.044));
        assertThat(Explanation.ofWhatMayHide(new Verdict.Stable(List.of(), Optional.of(shift))))
                .contains("a shift below 0.21 σ (0.022 nats) would not show");
        assertThat(Explanation.ofWhatMayHide(new Verdict.Drifted(0.02))).isEmpty();
        assertThat(Explanation.of(new SmallestShift(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)))
                .isEqualTo("no shift would show");
    }

    @Test
    void sharesAreWrittenWithTheDigitsThatMatter() {
        assertThat(Figures.percent(0)).isEqualTo("0 %");
        assertThat(Figures.percent(0.00001)).isEqualTo("< 0.01 %");
        assertThat(Figures.percent(0.0014)).isEqualTo("0.14 %");
        assertThat(Figures.percent(0.0995)).isEqualTo("10 %");
        assertThat(Figures.percent(0.0312)).isEqualTo("3.1 %");
        assertThat(Figures.percent(0.714)).isEqualTo("71 %");
    }

    @Test
    void numbersAreWrittenWithTwoDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Figures.number(0)).isEqualTo("0");
            assertThat(Figures.number(0.00523)).isEqualTo("0.0052");
            assertThat(Figures.number(0.0999)).isEqualTo("0.1");
            assertThat(Figures.number(0.3141)).isEqualTo("0.31");
            assertThat(Figures.number(1.7)).isEqualTo("1.7");
            assertThat(Figures.number(99.6)).isEqualTo("100");
            assertThat(Figures.number(1234.5)).isEqualTo("1235");
            assertThat(Figures.number(0.0000123)).isEqualTo("1.2e-05");
            assertThat(Figures.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        } finally {
            Locale.setDefault(before);
        }
    }
}

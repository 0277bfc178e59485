package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.testing.ExpectedSet;
import io.kullback.testing.Requirement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelRuleTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final DecisionSettings DEMO = new DecisionSettings(1, Duration.ofDays(30), 0.01, 500);
    private static final CategoryBinning BINS = CategoryBinning.closed(List.of("a", "b", "c", "d"));

    private static Verdict judge(Histogram observed, Histogram reference, DecisionSettings settings) {
        return LevelRule.decide(
                observed.usable(),
                Optional.of(reference),
                Scorer.score(observed, reference, ScoringSettings.DEFAULT),
                settings,
                DAY);
    }

    @Test
    void theBudgetIsSpreadOverTheWindowsAndHalvedForTheOtherRule() {
        assertThat(LevelRule.alpha(DEMO, DAY)).isCloseTo(1 / 60.0, within(1e-15));
        assertThat(LevelRule.alpha(DEMO, Duration.ofHours(1))).isCloseTo(1 / 1440.0, within(1e-15));
    }

    @Test
    void withoutAReferenceNothingCanBeSaid() {
        Verdict verdict = LevelRule.decide(10_000, Optional.empty(), Optional.empty(), DEMO, DAY);
        assertThat(verdict).isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, 10_000, 500));
    }

    @Test
    void aWindowOfFewerEventsThanAskedForIsInconclusiveHoweverFarItLooks() {
        Verdict verdict =
                judge(Histogram.ofValues(BINS, 2, 0, 0, 0), Histogram.ofValues(BINS, 100, 9_900, 9_900, 9_900), DEMO);
        assertThat(verdict).isEqualTo(new Verdict.Inconclusive(InconclusiveReason.TOO_FEW_EVENTS, 2, 500));
    }

    @Test
    void aDifferenceThatIsCertainButTooSmallToMatterIsStable() {
        // KL = 0.002 nats at ten million events: beyond all chance, and of no interest.
        Verdict verdict = judge(
                Histogram.ofValues(BINS, 2_650_000, 2_450_000, 2_450_000, 2_450_000),
                Histogram.ofValues(BINS, 2_500_000, 2_500_000, 2_500_000, 2_500_000),
                DEMO);
        assertThat(verdict).isInstanceOf(Verdict.Stable.class);
    }

    @Test
    void aDifferenceThatMattersButMayBeChanceIsStable() {
        // 505 events with KL 0.02: chance alone gives 0.003 on average, and the lower bound stays below 0.01.
        Verdict verdict = judge(
                Histogram.ofValues(BINS, 155, 130, 120, 100),
                Histogram.ofValues(BINS, 25_000, 25_000, 25_000, 25_000),
                DEMO);
        assertThat(verdict).isInstanceOf(Verdict.Stable.class);
    }

    @Test
    void aBinThatIsNewIsInfinitelyFarWithoutSmoothing() {
        Histogram observed = Histogram.ofValues(BINS, 500, 500, 500, 1);
        Histogram reference = Histogram.ofValues(BINS, 500, 500, 500, 0);
        Verdict verdict = LevelRule.decide(
                observed.usable(),
                Optional.of(reference),
                Scorer.score(observed, reference, new ScoringSettings(0, 0, false)),
                DEMO,
                DAY);
        assertThat(verdict).isEqualTo(new Verdict.Drifted(0.01));
    }

    @Test
    void unchangedDataAlarmNoMoreOftenThanTheBudgetAllows() {
        Random random = new Random(20261124);
        Histogram reference = Histogram.ofValues(BINS, 25_000, 25_000, 25_000, 25_000);
        int alarms = 0;
        int windows = 20_000;
        DecisionSettings everyDifference = new DecisionSettings(1, Duration.ofDays(30), 0, 50);
        for (int i = 0; i < windows; i++) {
            long[] counts = new long[4];
            for (int event = 0; event < 1_000; event++) {
                counts[random.nextInt(4)]++;
            }
            if (judge(Histogram.ofValues(BINS, counts), reference, everyDifference) instanceof Verdict.Drifted) {
                alarms++;
            }
        }
        // α = 1/60 for this rule; three standard errors of the count are √(20000/60) · 3 = 55.
        assertThat(alarms).isLessThanOrEqualTo(windows / 60 + 55);
    }

    @Test
    void noiseThatTheBaselineShowedIsNoDrift() {
        // KL = 0.044 nats in 1,000 events: beyond 0.01 for independent events, usual where events come in runs of ten
        // (a = 19).
        Histogram observed = Histogram.ofValues(BINS, 360, 270, 210, 160);
        Histogram reference = Histogram.ofValues(BINS, 250_000, 250_000, 250_000, 250_000);
        assertThat(judge(observed, reference, DEMO)).isInstanceOf(Verdict.Drifted.class);
        Verdict verdict = LevelRule.decide(
                1_000,
                Optional.of(reference),
                Scorer.score(observed, reference, ScoringSettings.DEFAULT),
                DEMO,
                DAY,
                Optional.of(new NullMoments(3 * 19, 6 * 19 * 19)));
        assertThat(verdict).isInstanceOf(Verdict.Stable.class);
    }

    @Test
    void theFlightsDriftOnTheDaysOfTheStormsAndOnNoOther() {
        Requirement.SHARED.orSkip();
        ExpectedSet.Series origin = ExpectedSet.of("demo/expected-flights-2001.json").series().stream()
                .filter(series -> series.name().equals("origin_1d"))
                .findFirst()
                .orElseThrow();
        List<Instant> drifted = origin.windows().stream()
                .filter(window -> judge(window.observed(), origin.reference(), DEMO) instanceof Verdict.Drifted)
                .map(ExpectedSet.Window::start)
                .toList();
        assertThat(drifted)
                .containsExactly(
                        Instant.parse("2001-03-05T00:00:00Z"),
                        Instant.parse("2001-03-06T00:00:00Z"),
                        Instant.parse("2001-04-11T00:00:00Z"),
                        Instant.parse("2001-06-09T00:00:00Z"));
    }
}

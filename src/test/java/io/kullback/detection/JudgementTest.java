package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kullback.detection.change.NullMoments;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.SmallestShift;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final CategoryBinning BINS = CategoryBinning.closed(List.of("a", "b", "c", "d"));
    private static final Histogram REFERENCE = Histogram.ofValues(BINS, 25_000, 25_000, 25_000, 25_000);
    private static final Histogram FAR = Histogram.ofValues(BINS, 700, 100, 100, 100);
    private static final Histogram NEAR = Histogram.ofValues(BINS, 250, 250, 250, 250);
    private static final Evidence CHANGE = new Evidence.Change(
            "location",
            Evidence.Direction.UP,
            11,
            10.86,
            GivenVerdicts.window(-2).start(),
            3);

    private static Verdict judge(Histogram observed, Optional<Verdict> change, ThresholdRule... thresholds) {
        Optional<ScoreCard> scores = Scorer.score(observed, REFERENCE, ScoringSettings.DEFAULT);
        Verdict level =
                LevelRule.decide(observed.usable(), Optional.of(REFERENCE), scores, DecisionSettings.DEFAULT, DAY);
        return new Judgement(DecisionSettings.DEFAULT, List.of(thresholds), DAY).of(level, change, scores);
    }

    @Test
    void aWindowFarFromTheReferenceSaysHowFar() {
        Verdict.Drifted drifted = (Verdict.Drifted) judge(FAR, Optional.empty());
        assertThat(drifted.minKl()).isEqualTo(0.02);
        assertThat(drifted.rules()).containsExactly(DriftRule.LEVEL);
        assertThat(drifted.evidence().get(0).value()).isBetween(0.4, 0.5);
        assertThat(drifted.since(GivenVerdicts.window(0)))
                .isEqualTo(GivenVerdicts.window(0).start());
    }

    @Test
    void aStableWindowSaysTheSmallestShiftThatWouldHaveShown() {
        Verdict.Stable stable = (Verdict.Stable) judge(NEAR, Optional.empty());
        SmallestShift shift = stable.smallestShift().orElseThrow();
        // One false alarm in 30 days of windows of a day, half of it for this rule: α = 1/60.
        double effective = 1_000 * 100_000 / 101_000.0;
        assertThat(shift).isEqualTo(SmallestShift.of(3, effective, 1, 1 / 60.0, 0.02));
        assertThat(stable.readings()).hasSize(1);
    }

    @Test
    void whatIsKnownOfASeriesNoiseGoesIntoItsFigures() {
        Optional<ScoreCard> scores = Scorer.score(NEAR, REFERENCE, ScoringSettings.DEFAULT);
        // Ordinary windows show a G of 12 with a variance of 96: a = 4, ν = 3.
        Optional<NullMoments> noise = Optional.of(new NullMoments(12, 96));
        Verdict.Stable stable = (Verdict.Stable) new Judgement(DecisionSettings.DEFAULT, List.of(), DAY)
                .of(new Verdict.Stable(), Optional.empty(), scores, noise);
        double effective = 1_000 * 100_000 / 101_000.0;
        assertThat(stable.smallestShift()).contains(SmallestShift.of(3, effective, 4, 1 / 60.0, 0.02));
        Evidence.Level level = (Evidence.Level) stable.readings().get(0);
        assertThat(level.noiseFloor()).isCloseTo(3 / (2 * effective), within(1e-15));
        assertThat(level.unrest()).isCloseTo(9 / (2 * effective), within(1e-15));
    }

    @Test
    void aWindowWithTooFewEventsSaysWhatItCouldHaveShown() {
        Verdict.Inconclusive verdict =
                (Verdict.Inconclusive) judge(Histogram.ofValues(BINS, 5, 5, 5, 5), Optional.empty());
        assertThat(verdict.reason()).isEqualTo(InconclusiveReason.TOO_FEW_EVENTS);
        assertThat(verdict.smallestShift().orElseThrow().sigmas()).isGreaterThan(0.5);
    }

    @Test
    void anyRuleIsEnoughAndEachIsNamed() {
        Optional<Verdict> change = Optional.of(new Verdict.Drifted(0.02, List.of(CHANGE)));
        Verdict.Drifted drifted = (Verdict.Drifted) judge(FAR, change, new ThresholdRule("psi", 0.25, 1));
        assertThat(drifted.rules()).containsExactly(DriftRule.CHANGE, DriftRule.LEVEL, DriftRule.THRESHOLD);
        assertThat(drifted.since(GivenVerdicts.window(0)))
                .isEqualTo(GivenVerdicts.window(-2).start());
        assertThat(((Verdict.Drifted) judge(NEAR, change)).rules()).containsExactly(DriftRule.CHANGE);
    }

    @Test
    void whileTheBaselineOfOneRuleIsNotCompleteTheOthersJudge() {
        Optional<Verdict> learning =
                Optional.of(new Verdict.Inconclusive(InconclusiveReason.BASELINE_INCOMPLETE, 40, 100));
        assertThat(judge(NEAR, learning)).isInstanceOf(Verdict.Stable.class);
        assertThat(judge(FAR, learning)).isInstanceOf(Verdict.Drifted.class);
    }

    @Test
    void aThresholdIsNotHeldAgainstAWindowWithTooFewEvents() {
        assertThat(judge(Histogram.ofValues(BINS, 5, 0, 0, 0), Optional.empty(), new ThresholdRule("kl", 0.1, 1)))
                .isInstanceOf(Verdict.Inconclusive.class);
    }

    @Test
    void aThresholdNeedsNoMoreThanItsValueToBeExceeded() {
        Histogram slightly = Histogram.ofValues(BINS, 290, 250, 240, 220);
        assertThat(judge(slightly, Optional.empty())).isInstanceOf(Verdict.Stable.class);
        Verdict.Drifted drifted =
                (Verdict.Drifted) judge(slightly, Optional.empty(), new ThresholdRule("total_variation", 0.03, 3));
        assertThat(drifted.evidence()).singleElement().satisfies(evidence -> {
            assertThat(evidence.value()).isBetween(0.0399, 0.0401);
            assertThat(evidence.windowsToFire(AlertPolicy.DEFAULT)).isEqualTo(3);
        });
    }

    @Test
    void aThresholdThatNeedsAnOrderSaysNothingOfCategories() {
        assertThat(new ThresholdRule("ks", 0.1, 1).needsOrder()).isTrue();
        assertThat(judge(FAR, Optional.empty(), new ThresholdRule("ks", 0, 1)))
                .satisfies(verdict ->
                        assertThat(((Verdict.Drifted) verdict).rules()).containsExactly(DriftRule.LEVEL));
    }

    @Test
    void aThresholdThatMakesNoSenseCannotBeMade() {
        assertThatThrownBy(() -> new ThresholdRule("kll", 0.1, 1))
                .hasMessage(
                        "there is no divergence 'kll'. Use one of kl, kl_reverse, psi, jeffreys, js, js_distance,"
                                + " hellinger, bhattacharyya, total_variation, chi_square, renyi_half, renyi_2, ks, wasserstein.");
        assertThatThrownBy(() -> new ThresholdRule("kl", -0.1, 1))
                .hasMessage("above must be at least 0 and finite, but is -0.1");
        assertThatThrownBy(() -> new ThresholdRule("kl", 0.1, 0)).hasMessage("for must be at least 1 window, but is 0");
    }
}

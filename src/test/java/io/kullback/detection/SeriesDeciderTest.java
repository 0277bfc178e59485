package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.detection.change.Season;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.WindowPlan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a series comes to know what is noise: from its reference, or from its own first windows. */
class SeriesDeciderTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final WindowPlan HOURLY = WindowPlan.tumbling(HOUR, Duration.ZERO, Duration.ofDays(1));
    private static final NumberBinning TWO_BINS = NumberBinning.ofEdges(0);
    private static final Histogram REFERENCE = Histogram.ofValues(TWO_BINS, 5_000, 5_000);
    private static final Histogram EVEN = Histogram.ofValues(TWO_BINS, 50, 50);
    private static final Histogram LOW = Histogram.ofValues(TWO_BINS, 90, 10);
    private static final Histogram HIGH = Histogram.ofValues(TWO_BINS, 10, 90);
    private static final DecisionSettings SETTINGS = new DecisionSettings(
            1,
            Duration.ofDays(30),
            0.02,
            50,
            new ChangeRule(30, Season.NONE, NullModel.WHITENED),
            AlertPolicy.DEFAULT,
            List.of());
    /** That of independent events in two bins. */
    private static final Restlessness CALM = new Restlessness(1, 2, 14, HOUR);

    private static SeriesDecider decider(Optional<Restlessness> restlessness) {
        return new SeriesDecider(
                new SeriesId("m", "", "x"),
                SETTINGS,
                HOURLY,
                ScoringSettings.DEFAULT,
                Comparison.WITH_FIXED,
                REFERENCE,
                restlessness);
    }

    private static Verdict verdict(SeriesDecider decider, int hour, Histogram observed) {
        return decider.decide(
                        HOURLY.window(hour * HOUR.toMillis()),
                        observed,
                        Scorer.score(observed, decider.reference(), ScoringSettings.DEFAULT))
                .verdict();
    }

    private static Optional<Restlessness> measure(List<Histogram> windows) {
        return BaselineNoise.measure(REFERENCE, windows, HOUR, SETTINGS, ScoringSettings.DEFAULT);
    }

    private static List<Histogram> windows(int even, Histogram... others) {
        List<Histogram> windows = new ArrayList<>(Collections.nCopies(even, EVEN));
        windows.addAll(List.of(others));
        return windows;
    }

    /** By hand: G of the two that differ is 200 (.9 ln 1.8 + .1 ln .2) / .9 = 81.792, that of the other eight 0. */
    @Test
    void theNoiseOfAReferenceIsMeanAndVarianceOfItsWindowsAgainstAllOfThem() {
        Restlessness measured = measure(windows(8, LOW, HIGH)).orElseThrow();
        assertThat(measured.mean()).isCloseTo(16.35840920748876, within(1e-12));
        assertThat(measured.variance()).isCloseTo(1189.3224524429015, within(1e-9));
        assertThat(measured.windows()).isEqualTo(10);
        assertThat(measured.window()).isEqualTo(HOUR);
    }

    @Test
    void windowsThatDoNotDifferAtAllGiveNoneAndOnesOfTooFewEventsDoNotCount() {
        Histogram small = Histogram.ofValues(TWO_BINS, 49, 0);
        assertThat(measure(windows(10, small))).contains(new Restlessness(0, 0, 10, HOUR));
        assertThat(measure(windows(9, small))).isEmpty();
    }

    @Test
    void noMoreWindowsAreTakenThanABaselineHolds() {
        assertThat(measure(windows(30, LOW, HIGH))).contains(new Restlessness(0, 0, 30, HOUR));
    }

    @Test
    void vectorsNeedNone() {
        VectorBinning vectors = new VectorBinning(2);
        assertThat(BaselineNoise.measure(
                        Histogram.empty(vectors),
                        Collections.nCopies(20, Histogram.empty(vectors)),
                        HOUR,
                        SETTINGS,
                        ScoringSettings.DEFAULT))
                .isEmpty();
    }

    @Test
    void withAReferenceThatBringsItsNoiseTheFirstWindowIsJudged() {
        assertThat(verdict(decider(Optional.of(CALM)), 0, EVEN)).isInstanceOf(Verdict.Stable.class);
        assertThat(verdict(decider(Optional.of(CALM)), 0, LOW)).isInstanceOf(Verdict.Drifted.class);
        // What the windows of the reference did too is no drift.
        assertThat(verdict(decider(measure(windows(8, LOW, HIGH))), 0, LOW)).isInstanceOf(Verdict.Stable.class);
    }

    @Test
    void windowsOfAReferenceThatDidNotDifferAtAllLeaveTheNoiseOfIndependentEvents() {
        SeriesDecider decider = decider(Optional.of(new Restlessness(0, 0, 14, HOUR)));
        assertThat(verdict(decider, 0, EVEN)).isInstanceOf(Verdict.Stable.class);
        assertThat(verdict(decider, 1, LOW)).isInstanceOf(Verdict.Drifted.class);
    }

    @Test
    void withoutItOrWithThatOfOtherOrTooFewWindowsTheFirstTenAreInconclusive() {
        for (Optional<Restlessness> useless : List.of(
                Optional.<Restlessness>empty(),
                Optional.of(new Restlessness(1, 2, 14, HOUR.multipliedBy(24))),
                Optional.of(new Restlessness(1, 2, 9, HOUR)))) {
            SeriesDecider decider = decider(useless);
            for (int hour = 0; hour < 10; hour++) {
                assertThat(verdict(decider, hour, EVEN))
                        .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.BASELINE_INCOMPLETE, hour + 1, 10));
            }
            assertThat(verdict(decider, 10, EVEN)).isInstanceOf(Verdict.Stable.class);
        }
    }

    @Test
    void aDriftFromTheFirstWindowOnIsNotLearnedAsNormal() {
        SeriesDecider decider = decider(Optional.of(CALM));
        for (int hour = 0; hour < 20; hour++) {
            assertThat(verdict(decider, hour, LOW)).isInstanceOf(Verdict.Drifted.class);
        }
        assertThat(decider.journalSize()).isZero();
    }

    @Test
    void ofANewNormalTheNoiseIsLearnedAlsoAfterARestart() throws IOException {
        SeriesDecider decider = decider(Optional.of(CALM));
        verdict(decider, 0, LOW);
        assertThat(decider.accept()).isPresent();
        SeriesDecider restarted = decider(Optional.of(CALM));
        ByteArrayOutputStream fit = new ByteArrayOutputStream();
        decider.writeFit(new DataOutputStream(fit));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        decider.writeHead(new DataOutputStream(head));
        restarted.restore(in(fit), List.of(), in(head));
        for (SeriesDecider one : List.of(decider, restarted)) {
            assertThat(verdict(one, 1, LOW))
                    .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.BASELINE_INCOMPLETE, 1, 10));
        }
    }

    private static DataInputStream in(ByteArrayOutputStream written) {
        return new DataInputStream(new ByteArrayInputStream(written.toByteArray()));
    }
}

package io.kullback.detection.change;

import static io.kullback.detection.change.SampleSeries.BASELINE;
import static io.kullback.detection.change.SampleSeries.SETTINGS;
import static io.kullback.detection.change.SampleSeries.TEN_EQUAL;
import static io.kullback.detection.change.SampleSeries.observe;
import static io.kullback.detection.change.SampleSeries.start;
import static io.kullback.detection.change.SampleSeries.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kullback.detection.change.SampleSeries.Kind;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeDetectorTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aShiftRaisesAnAlarmSoonAndNothingBeforeIt(Kind kind) {
        SequentialDetector detector = kind.detector();
        List<long[]> windows = windows(1);
        List<Integer> alarms = new ArrayList<>();
        for (int window = 0; window < windows.size(); window++) {
            if (observe(detector, windows, window).alarm().isPresent()) {
                alarms.add(window);
            }
        }
        assertThat(alarms).isNotEmpty();
        assertThat(alarms.get(0)).isBetween(100, 112);
    }

    @Test
    void theBaselineLeavesOutWhatIsDeclaredDriftedAndSaysWhenItIsComplete() {
        SequentialDetector detector = Kind.NUMBER.detector();
        List<long[]> windows = windows(5);
        assertThat(detector.observe(start(0), windows.get(0), true))
                .isEqualTo(new ChangeDecision.Learning(0, BASELINE));
        for (int window = 1; window < BASELINE; window++) {
            assertThat(detector.observe(start(window), windows.get(window), false))
                    .isEqualTo(new ChangeDecision.Learning(window, BASELINE));
            assertThat(detector.hasFit()).isFalse();
        }
        ChangeDecision last = detector.observe(start(BASELINE), windows.get(BASELINE), false);
        assertThat(((ChangeDecision.Learning) last).isComplete()).isTrue();
        assertThat(detector.hasFit()).isTrue();
        assertThat(detector.observe(start(61), windows.get(61), false)).isInstanceOf(ChangeDecision.Watching.class);
    }

    @Test
    void aWindowDeclaredDriftedOrThatRaisedAnAlarmIsNotRemembered() {
        SequentialDetector detector = Kind.NUMBER.detector();
        List<long[]> windows = windows(1);
        for (int window = 0; window < windows.size(); window++) {
            int before = detector.journalSize();
            boolean declared = window % 7 == 0;
            boolean alarm = detector.observe(start(window), windows.get(window), declared)
                    .alarm()
                    .isPresent();
            assertThat(detector.journalSize()).isEqualTo(declared || alarm ? before : before + 1);
        }
    }

    @Test
    void anAlarmNamesTheChannelTheDirectionAndWhenItBegan() {
        SequentialDetector detector = Kind.NUMBER.detector();
        List<long[]> windows = windows(1);
        ChangeDecision.Evidence alarm = IntStream.range(0, windows.size())
                .mapToObj(window -> observe(detector, windows, window))
                .flatMap(decision -> decision.alarm().stream())
                .findFirst()
                .orElseThrow();
        assertThat(alarm.channel()).isEqualTo(Channel.LOCATION);
        assertThat(alarm.direction()).isEqualTo(ChangeDecision.Direction.UP);
        assertThat(alarm.onsetIndex()).isBetween(98L, 103L);
        assertThat(alarm.onsetStart()).isEqualTo(start((int) alarm.onsetIndex()));
        assertThat(alarm.logEvidence()).isGreaterThanOrEqualTo(StrictMath.log(3 / 1e-3));
    }

    @Test
    void theSmallestShiftFollowsTheRuleOfThumb() {
        // White scores of independent events: z = √(2 ln c / remembered), δ = z / √N, with the baseline's own deviation
        // near 1.
        SequentialDetector detector = Kind.NUMBER.detector();
        List<long[]> windows = windows(6);
        ChangeDecision decision = null;
        for (int window = 0; window < 90; window++) {
            decision = detector.observe(start(window), windows.get(window), false);
        }
        ChangeDecision.Watching watching = (ChangeDecision.Watching) decision;
        assertThat(watching.remembered()).isEqualTo(89);
        assertThat(watching.provisional()).isTrue();
        double thumb = Math.sqrt(2 * StrictMath.log(3 / 1e-3) / 89) / Math.sqrt(400);
        // The deviation of 60 scores has a standard error of 1/√120 = 9 %; an autoregression of order 1 may come with
        // it.
        assertThat(watching.smallestShift().orElseThrow()).isCloseTo(thumb, within(0.3 * thumb));
    }

    @Test
    void aWindowWithoutEventsIsRefusedWithARemedy() {
        assertThatThrownBy(() -> ChangeDetector.of(SETTINGS, TEN_EQUAL).observe(0, new long[10], false))
                .hasMessage(
                        "a window without events in the reference's bins cannot be scored; merge it with the next one");
    }

    @Test
    void missingValuesAreSeenByTheRestAndHaveNoPlaceOnTheLine() {
        NumberBinning binning = NumberBinning.ofEdges(-1, 0, 1);
        Histogram reference = Histogram.of(binning, 16_000, 34_000, 34_000, 16_000, 1_000, 0, 0);
        ReferenceBins bins = ReferenceBins.of(reference, ScoringSettings.DEFAULT);
        BinAxes axes = BinAxes.ordered(bins);
        WindowScores usual = axes.score(bins, new long[] {160, 340, 340, 160, 10, 0, 0});
        WindowScores missing = axes.score(bins, new long[] {144, 306, 306, 144, 110, 0, 0});
        assertThat(missing.location()).isCloseTo(0, within(1e-2));
        assertThat(Math.abs(missing.scale() - usual.scale())).isLessThan(0.05);
        // (110 − 10)² / 10 events expected, and a little from the other bins.
        assertThat(missing.rest()).isBetween(1_000.0, 1_050.0);
    }

    @Test
    void aSeriesOfTwoBinsIsWatchedInItsOneDimension() {
        ChangeDetector detector = ChangeDetector.of(SETTINGS, ReferenceBins.exact(false, 2, .3, .7));
        SplittableRandom random = new SplittableRandom(7);
        ChangeDecision decision = null;
        for (int window = 0; window < 70; window++) {
            long first = 0;
            for (int event = 0; event < 200; event++) {
                first += random.nextInt(10) < 3 ? 1 : 0;
            }
            decision = detector.observe(start(window), new long[] {first, 200 - first}, false);
        }
        assertThat(((ChangeDecision.Watching) decision).channels())
                .extracting(ChangeDecision.Evidence::channel)
                .containsExactly(Channel.LOCATION);
    }
}

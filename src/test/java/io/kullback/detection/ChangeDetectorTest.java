package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeDetectorTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final int BASELINE = 60;
    private static final ChangeSettings SETTINGS = new ChangeSettings(1e-3, BASELINE, Season.NONE, FIVE_MINUTES);
    private static final ReferenceBins TEN_EQUAL =
            ReferenceBins.exact(true, 10, .1, .1, .1, .1, .1, .1, .1, .1, .1, .1);

    /** The three ways in which a series can be watched. */
    enum Kind {
        NUMBER {
            @Override
            SequentialDetector detector() {
                return ChangeDetector.of(SETTINGS, TEN_EQUAL);
            }
        },
        CATEGORY {
            @Override
            SequentialDetector detector() {
                return ChangeDetector.of(SETTINGS, ReferenceBins.exact(false, 10, TEN_EQUAL.shares()));
            }
        },
        INDEPENDENT_EVENTS {
            @Override
            SequentialDetector detector() {
                return LearnedNullDetector.of(SETTINGS, counted(true));
            }
        },
        INDEPENDENT_CATEGORIES {
            @Override
            SequentialDetector detector() {
                return LearnedNullDetector.of(SETTINGS, counted(false));
            }
        };

        abstract SequentialDetector detector();

        private static ReferenceBins counted(boolean ordered) {
            long[] counts = new long[10];
            Arrays.fill(counts, 10_000);
            return ReferenceBins.ofCounts(ordered, 10, counts, 0.5);
        }
    }

    /** Windows of 400 events over ten bins: 100 unchanged ones, then a fifth of the lower half moves to the upper half. */
    private static List<long[]> windows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 130)
                .mapToObj(window -> {
                    long[] counts = new long[10];
                    for (int event = 0; event < 400; event++) {
                        int bin = random.nextInt(10);
                        boolean moves = window >= 100 && bin < 5 && random.nextInt(5) == 0;
                        counts[moves ? bin + 5 : bin]++;
                    }
                    return counts;
                })
                .toList();
    }

    private static long start(int window) {
        return 1_700_000_000_000L + window * FIVE_MINUTES.toMillis();
    }

    /** Every seventh window after the baseline is declared drifted by the other rule. */
    private static ChangeDecision observe(SequentialDetector detector, List<long[]> windows, int window) {
        return detector.observe(start(window), windows.get(window), window % 7 == 0);
    }

    private static byte[] head(SequentialDetector detector) {
        return written(detector::writeHead);
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static DataInputStream reading(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

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

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aDetectorRestoredAfterAnyWindowDecidesLikeOneThatNeverStopped(Kind kind) throws IOException {
        List<long[]> windows = windows(2);
        SequentialDetector steady = kind.detector();
        for (int stop = 0; stop < windows.size() - 1; stop++) {
            observe(steady, windows, stop);
            SequentialDetector restored = restored(kind, steady);
            assertThat(head(restored)).isEqualTo(head(steady));
            SequentialDetector twin = restored(kind, steady);
            for (int next = stop + 1; next < windows.size(); next++) {
                assertThat(observe(restored, windows, next)).isEqualTo(observe(twin, windows, next));
            }
            assertThat(head(restored)).isEqualTo(finalHead(kind, windows));
        }
    }

    private static SequentialDetector restored(Kind kind, SequentialDetector from) throws IOException {
        SequentialDetector restored = kind.detector();
        if (from.hasFit()) {
            restored.readFit(reading(written(from::writeFit)));
        }
        restored.readJournal(IntStream.range(0, from.journalSize())
                .mapToObj(from::journalEntry)
                .toList());
        restored.readHead(reading(head(from)));
        return restored;
    }

    private static byte[] finalHead(Kind kind, List<long[]> windows) {
        SequentialDetector steady = kind.detector();
        for (int window = 0; window < windows.size(); window++) {
            observe(steady, windows, window);
        }
        return head(steady);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void rollingBackAndReplayingIsLikeNeverHavingGoneWrong(Kind kind) throws IOException {
        List<long[]> right = windows(3);
        List<long[]> wrong = windows(4);
        byte[] expected = finalHead(kind, right);
        for (int turn : List.of(0, 1, 30, 59, 60, 67, 68, 69, 75, 100, 110, 128)) {
            for (int further : List.of(1, 5, 70)) {
                SequentialDetector detector = kind.detector();
                for (int window = 0; window < turn; window++) {
                    observe(detector, right, window);
                }
                byte[] before = head(detector);
                for (int window = turn; window < Math.min(turn + further, wrong.size()); window++) {
                    observe(detector, wrong, window);
                }
                detector.readHead(reading(before));
                for (int window = turn; window < right.size(); window++) {
                    observe(detector, right, window);
                }
                assertThat(head(detector)).as("from window %d on", turn).isEqualTo(expected);
            }
        }
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
    void stateOfAnotherReferenceIsRefusedWithARemedy() {
        ChangeDetector one = ChangeDetector.of(SETTINGS, TEN_EQUAL);
        ChangeDetector other = ChangeDetector.of(SETTINGS, ReferenceBins.exact(true, 2, .5, .5));
        assertThatThrownBy(() -> other.readHead(reading(head(one))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the detector's state belongs to another reference or other bins; start a new detector");
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

    @Test
    void theHeadAndTheFitStayBelowTwoKibibytes() {
        for (Kind kind : Kind.values()) {
            SequentialDetector detector = kind.detector();
            List<long[]> windows = windows(8);
            for (int window = 0; window < 100; window++) {
                observe(detector, windows, window);
            }
            assertThat(head(detector).length).isLessThan(2_048);
            if (detector.hasFit()) {
                assertThat(written(detector::writeFit).length).isLessThan(2_048);
                assertThat(detector.journalEntry(detector.journalSize() - 1)).hasSizeLessThanOrEqualTo(24);
                assertThat(detector.journalEntry(0)).hasSizeLessThan(64);
            }
        }
    }
}

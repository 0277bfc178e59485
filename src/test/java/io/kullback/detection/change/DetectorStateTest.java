package io.kullback.detection.change;

import static io.kullback.detection.change.SampleSeries.BASELINE;
import static io.kullback.detection.change.SampleSeries.FIVE_MINUTES;
import static io.kullback.detection.change.SampleSeries.SETTINGS;
import static io.kullback.detection.change.SampleSeries.TEN_EQUAL;
import static io.kullback.detection.change.SampleSeries.head;
import static io.kullback.detection.change.SampleSeries.observe;
import static io.kullback.detection.change.SampleSeries.reading;
import static io.kullback.detection.change.SampleSeries.windows;
import static io.kullback.detection.change.SampleSeries.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.detection.change.SampleSeries.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A detector's state through restarts and amendments. */
class DetectorStateTest {

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

    @Test
    void aDetectorWithASeasonIsRestoredToTheSameBits() throws IOException {
        Duration hours = Duration.ofHours(6);
        ChangeSettings settings = new ChangeSettings(1e-3, BASELINE, Season.DAILY, hours);
        ChangeDetector steady = ChangeDetector.of(settings, TEN_EQUAL);
        List<long[]> windows = windows(10);
        for (int window = 0; window < 90; window++) {
            steady.observe(window * hours.toMillis(), windows.get(window), false);
        }
        assertThat(steady.season()).isEqualTo(Season.DAILY);
        ChangeDetector restored = ChangeDetector.of(settings, TEN_EQUAL);
        restored.readFit(reading(written(steady::writeFit)));
        restored.readJournal(IntStream.range(0, steady.journalSize())
                .mapToObj(steady::journalEntry)
                .toList());
        restored.readHead(reading(head(steady)));
        for (int window = 90; window < windows.size(); window++) {
            assertThat(restored.observe(window * hours.toMillis(), windows.get(window), false))
                    .isEqualTo(steady.observe(window * hours.toMillis(), windows.get(window), false));
        }
        assertThat(head(restored)).isEqualTo(head(steady));
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
    void stateOfAnotherReferenceIsRefusedWithARemedy() {
        ChangeDetector one = ChangeDetector.of(SETTINGS, TEN_EQUAL);
        ChangeDetector other = ChangeDetector.of(SETTINGS, ReferenceBins.exact(true, 2, .5, .5));
        assertThatThrownBy(() -> other.readHead(reading(head(one))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the detector's state belongs to another reference, other bins or other settings; start a new detector");
    }

    @Test
    void stateOfAnotherBaselineLengthIsRefusedBeforeItsJournalIsMisread() {
        ChangeDetector one = ChangeDetector.of(SETTINGS, TEN_EQUAL);
        List<long[]> windows = windows(9);
        for (int window = 0; window < 80; window++) {
            observe(one, windows, window);
        }
        ChangeDetector longer = ChangeDetector.of(new ChangeSettings(1e-3, 90, Season.NONE, FIVE_MINUTES), TEN_EQUAL);
        assertThatThrownBy(() -> longer.readFit(reading(written(one::writeFit))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> longer.readHead(reading(head(one)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHeadWithoutTheJournalItNeedsIsRefused() {
        ChangeDetector one = ChangeDetector.of(SETTINGS, TEN_EQUAL);
        List<long[]> windows = windows(9);
        for (int window = 0; window < 80; window++) {
            observe(one, windows, window);
        }
        ChangeDetector empty = ChangeDetector.of(SETTINGS, TEN_EQUAL);
        assertThatThrownBy(() -> empty.readHead(reading(head(one))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the head needs ")
                .hasMessageEndingWith(" and a fit, but there are 0 and no fit; start a new detector");
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

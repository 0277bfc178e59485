package io.kullback.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.DriftRule;
import io.kullback.detection.SeriesId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What two configurations make of the same events, told apart by hand. */
class AlertDiffTest {

    private static final SeriesId DELAY = new SeriesId("flights", "", "delay");
    private static final SeriesId ORIGIN = new SeriesId("flights", "", "origin");

    private static Instant march(int day) {
        return LocalDate.of(2001, 3, day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static AlertSpan alert(SeriesId series, int since, int until) {
        return new AlertSpan(
                series,
                series + "@" + since,
                march(since),
                march(since + 1),
                Optional.of(march(until)),
                Set.of(DriftRule.LEVEL),
                "");
    }

    private static AlertSpan stillOn(SeriesId series, int since) {
        return alert(series, since, since + 1).endingAt(Optional.empty());
    }

    private static AlertDiff diff(List<AlertSpan> first, List<AlertSpan> second) {
        return AlertDiff.of(first, second, Function.identity());
    }

    @Test
    void theSameTimesAreEqualWhateverTheRuleAndTheIdentity() {
        AlertDiff diff = diff(List.of(alert(DELAY, 5, 8)), List.of(alert(DELAY, 5, 8)));
        assertThat(diff.equal()).hasSize(1);
        assertThat(diff.gained()).isEmpty();
        assertThat(diff.lost()).isEmpty();
        assertThat(diff.moved()).isEmpty();
    }

    @Test
    void whatOnlyTheSecondHasIsGainedAndWhatOnlyTheFirstHasIsLost() {
        AlertDiff diff = diff(List.of(alert(DELAY, 5, 8)), List.of(alert(DELAY, 20, 22)));
        assertThat(diff.lost()).containsExactly(alert(DELAY, 5, 8));
        assertThat(diff.gained()).containsExactly(alert(DELAY, 20, 22));
        assertThat(diff.moved()).isEmpty();
    }

    @Test
    void anAlertOfTheSameDaysInAnotherSeriesIsAnotherAlert() {
        AlertDiff diff = diff(List.of(alert(DELAY, 5, 8)), List.of(alert(ORIGIN, 5, 8)));
        assertThat(diff.lost()).containsExactly(alert(DELAY, 5, 8));
        assertThat(diff.gained()).containsExactly(alert(ORIGIN, 5, 8));
    }

    @Test
    void anAlertThatOverlapsWithAnotherBeginningIsMoved() {
        AlertDiff diff = diff(List.of(alert(DELAY, 5, 8)), List.of(alert(DELAY, 6, 8)));
        assertThat(diff.moved()).containsExactly(new AlertDiff.Moved(alert(DELAY, 5, 8), alert(DELAY, 6, 8)));
        assertThat(diff.lost()).isEmpty();
        assertThat(diff.gained()).isEmpty();
    }

    @Test
    void anAlertThatEndsWhenTheOtherBeginsDoesNotOverlapIt() {
        AlertDiff diff = diff(List.of(alert(DELAY, 5, 8)), List.of(alert(DELAY, 8, 9)));
        assertThat(diff.moved()).isEmpty();
        assertThat(diff.lost()).hasSize(1);
        assertThat(diff.gained()).hasSize(1);
    }

    @Test
    void anAlertThatIsStillOnIsMovedWhereTheOtherEnded() {
        AlertDiff diff = diff(List.of(alert(DELAY, 5, 8)), List.of(stillOn(DELAY, 5)));
        assertThat(diff.moved()).containsExactly(new AlertDiff.Moved(alert(DELAY, 5, 8), stillOn(DELAY, 5)));
    }

    @Test
    void ofTwoThatOverlapOneTheLongerOverlapIsTheSameAlertAndTheOtherIsGained() {
        AlertSpan first = alert(DELAY, 5, 15);
        AlertDiff diff = diff(List.of(first), List.of(alert(DELAY, 4, 7), alert(DELAY, 9, 14)));
        assertThat(diff.moved()).containsExactly(new AlertDiff.Moved(first, alert(DELAY, 9, 14)));
        assertThat(diff.gained()).containsExactly(alert(DELAY, 4, 7));
        assertThat(diff.lost()).isEmpty();
    }

    @Test
    void anEqualOneIsNeverTakenForAMovedOne() {
        AlertSpan same = alert(DELAY, 9, 11);
        AlertDiff diff = diff(List.of(alert(DELAY, 8, 20), same), List.of(same));
        assertThat(diff.equal()).containsExactly(same);
        assertThat(diff.lost()).containsExactly(alert(DELAY, 8, 20));
        assertThat(diff.moved()).isEmpty();
    }

    @Test
    void seriesThatAreCalledDifferentlyAreComparedUnderTheNameOfTheFirst() {
        SeriesId hourly = new SeriesId("flights-hourly", "", "delay");
        AlertDiff diff = AlertDiff.of(
                List.of(alert(DELAY, 5, 8)),
                List.of(alert(hourly, 5, 8)),
                series -> new SeriesId("flights", series.segment(), series.feature()));
        assertThat(diff.equal()).hasSize(1);
    }
}

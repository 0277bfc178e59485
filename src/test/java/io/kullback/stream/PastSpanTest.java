package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which time a window is compared with. The window is that of Thursday, 7 January 2027, 10 to 11 o'clock. */
class PastSpanTest {

    private static final Window WINDOW = hour("2027-01-07T10:00:00Z");

    private static Window hour(String start) {
        return new Window(Instant.parse(start), Instant.parse(start).plus(Duration.ofHours(1)));
    }

    private static Window span(String from, String to) {
        return new Window(Instant.parse(from), Instant.parse(to));
    }

    @Test
    void aRollingSpanEndsWhereTheWindowBegins() {
        assertThat(new PastSpan.Rolling(Duration.ofDays(7), Duration.ZERO).before(WINDOW))
                .containsExactly(span("2026-12-31T10:00:00Z", "2027-01-07T10:00:00Z"));
    }

    @Test
    void anOffsetKeepsTheNewestTimeOutOfTheReference() {
        PastSpan.Rolling span = new PastSpan.Rolling(Duration.ofDays(7), Duration.ofDays(1));
        assertThat(span.before(WINDOW)).containsExactly(span("2026-12-30T10:00:00Z", "2027-01-06T10:00:00Z"));
        assertThat(span.lookback()).hasValue(Duration.ofDays(8).toMillis());
    }

    @Test
    void anExpandingSpanBeginsAtOneMomentAndNeedsAWindowAtLeast() {
        PastSpan span = new PastSpan.Expanding(Instant.parse("2027-01-07T08:00:00Z"), Duration.ofHours(1));
        assertThat(span.before(WINDOW)).containsExactly(span("2027-01-07T08:00:00Z", "2027-01-07T09:00:00Z"));
        assertThat(span.before(hour("2027-01-07T09:00:00Z"))).isEmpty();
    }

    @Test
    void aSeasonIsTheSameTimeOfEarlierWeeksButForExceptedDays() {
        PastSpan span = new PastSpan.Seasonal(
                Duration.ofDays(7),
                3,
                new TreeSet<>(List.of(LocalDate.parse("2026-12-31"), LocalDate.parse("2026-12-25"))));
        assertThat(span.before(WINDOW)).containsExactly(hour("2026-12-17T10:00:00Z"), hour("2026-12-24T10:00:00Z"));
        assertThat(span.lookback()).hasValue(Duration.ofDays(21).toMillis());
    }

    @Test
    void aSpanThatReachesIntoAnExceptedDayIsLeftOutAndOneThatEndsWithTheDayBeforeIsNot() {
        PastSpan span =
                new PastSpan.Seasonal(Duration.ofDays(1), 1, new TreeSet<>(List.of(LocalDate.parse("2027-01-07"))));
        assertThat(span.before(hour("2027-01-07T23:00:00Z"))).hasSize(1);
        assertThat(span.before(hour("2027-01-08T00:00:00Z"))).isEmpty();
        assertThat(span.before(hour("2027-01-08T23:00:00Z"))).isEmpty();
        assertThat(span.before(hour("2027-01-09T00:00:00Z"))).hasSize(1);
        assertThat(span.before(hour("2027-01-08T23:30:00Z"))).isEmpty();
        assertThat(span.before(hour("2027-01-07T23:30:00Z"))).isEmpty();
    }

    @Test
    void spansThatWouldCutAPaneOrHoldTheWindowItselfAreRefused() {
        WindowPlan plan = WindowPlan.tumbling(Duration.ofHours(1), Duration.ZERO, Duration.ofDays(1));
        assertThatThrownBy(() -> new PastSpan.Rolling(Duration.ofMinutes(90), Duration.ZERO).requireFit(plan))
                .hasMessageContaining("'span' must be a multiple");
        assertThatThrownBy(() ->
                        new PastSpan.Expanding(Instant.parse("2027-01-07T08:10:00Z"), Duration.ZERO).requireFit(plan))
                .hasMessageContaining("'from' must be a multiple");
        WindowPlan daily = new WindowPlan(Duration.ofDays(1), Duration.ofHours(1), Duration.ZERO, Duration.ofDays(1));
        assertThatThrownBy(() -> new PastSpan.Seasonal(Duration.ofHours(2), 3, new TreeSet<>()).requireFit(daily))
                .hasMessageContaining("compared with itself");
        assertThatThrownBy(() -> new PastSpan.Rolling(Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new PastSpan.Rolling(Duration.ofHours(1), Duration.ofHours(-1)))
                .hasMessageContaining("at least 0");
    }
}

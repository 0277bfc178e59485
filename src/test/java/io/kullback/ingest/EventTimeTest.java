package io.kullback.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    private static long ofText(String text) {
        FieldValues values = new FieldValues(1);
        values.setText(0, text);
        return EventTime.read(values, 0);
    }

    private static long ofNumber(double number) {
        FieldValues values = new FieldValues(1);
        values.setNumber(0, number);
        return EventTime.read(values, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "2001-03-05T08:00Z,2001-03-05T08:00:00Z",
        "2001-03-05T08:00:09Z,2001-03-05T08:00:09Z",
        "2001-03-05T08:00:00.250+01:00,2001-03-05T07:00:00.250Z",
        "2000-02-29T23:59Z,2000-02-29T23:59:00Z",
        "2001-03-05T24:00Z,",
        "2001-02-29T00:00Z,",
        "2001-13-01T00:00Z,",
        "2001-03-05,",
        "2001-03-05T08:00,",
        "yesterday,",
        "1960-01-01T00:00Z,",
        "+292278994-08-17T07:12:55Z,"
    })
    void isoTextIsReadAndWhatIsNoTimeIsInvalid(String text, Instant expected) {
        assertThat(ofText(text)).isEqualTo(expected == null ? EventTime.INVALID : expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 99_999_999, 253_402_300_800_000.0, 1e18, Double.NaN, Double.POSITIVE_INFINITY})
    void negativesNumbersOfNoAgeAndOverflowsAreInvalid(double number) {
        assertThat(ofNumber(number)).isEqualTo(EventTime.INVALID);
    }

    @ParameterizedTest
    @ValueSource(doubles = {100_000_000, 983_779_200, 9_999_999_999L})
    void secondsSince1973AreCalledSeconds(double number) {
        assertThat(ofNumber(number)).isEqualTo(EventTime.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(longs = {983779200000L, 1600000000000L})
    void epochMillisecondsAreTakenAsTheyAre(long millis) {
        assertThat(ofNumber(millis)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"-1,-1", "0,0", "983779200000,983779200000"})
    void aRecordWithoutTimestampHasNoTime(long timestamp, long expected) {
        assertThat(EventTime.ofRecord(timestamp)).isEqualTo(expected);
    }
}

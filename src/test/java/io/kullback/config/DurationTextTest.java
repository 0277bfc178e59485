package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "10s,PT10S", "5m,PT5M", "2h,PT2H", "1d,PT24H", "1w,PT168H", "0s,PT0S"})
    void aNumberAndAUnitAreADuration(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
        assertThat(DurationText.of(expected)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "-5m", "1.5h", "5 m", "1M", "99999999999999d", "400000d"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNearestNameIsTheOneThatWasProbablyMeant() {
        assertThat(NearestName.to("windw", List.of("window", "name"))).contains("window");
        assertThat(NearestName.to("grcae", List.of("grace", "size"))).contains("grace");
        assertThat(NearestName.to("xyz", List.of("window", "name"))).isEmpty();
    }
}

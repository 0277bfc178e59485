package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.histogram.Reference;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the metrics show when no more data come: the clock is moved, nothing else. */
class SilenceTest {

    private static final List<String> OF_THE_WINDOW = List.of(
            "kullback_divergence_nats",
            "kullback_distance_ratio",
            "kullback_divergence_noise_nats",
            "kullback_pvalue_ratio",
            "kullback_feature_missing_ratio",
            "kullback_feature_unseen_ratio",
            "kullback_feature_outlier_ratio",
            "kullback_bin_ratio",
            "kullback_window_records",
            "kullback_window_completeness_ratio");

    private static GivenBoard monitorWithWindowsOf(Duration window) {
        GivenBoard given = new GivenBoard(window, true, "m");
        given.progress("m");
        given.metrics.pipeline().closed("m", Duration.ofSeconds(1), 1);
        return given;
    }

    private static String state(GivenBoard given) {
        return given.samples().stream()
                .filter(sample -> sample.startsWith("kullback_drift_state{") && sample.endsWith("} 1.0"))
                .map(sample -> sample.replaceAll(".*state=\"([a-z]+)\".*", "$1"))
                .reduce("", String::concat);
    }

    private static Stream<String> shown(GivenBoard given) {
        List<String> samples = given.samples();
        return OF_THE_WINDOW.stream()
                .filter(name -> samples.stream().anyMatch(sample -> sample.startsWith(name + "{")));
    }

    /** Three windows, but at least a quarter of an hour. */
    @ParameterizedTest(name = "windows of {0}")
    @CsvSource({"PT1M, PT15M", "PT5M, PT15M", "PT6M, PT18M", "PT24H, PT72H"})
    void whatAWindowMeasuredIsShownForThreeWindowsAndAtLeastAQuarterOfAnHour(Duration window, Duration shown) {
        try (GivenBoard given = monitorWithWindowsOf(window)) {
            given.close("m", Reference.WHOLE, 1, 100, 800, 100);
            assertThat(shown(given)).containsExactlyElementsOf(OF_THE_WINDOW);
            given.pass(shown);
            assertThat(shown(given)).containsExactlyElementsOf(OF_THE_WINDOW);
            assertThat(state(given)).isEqualTo("ok");
            given.pass(Duration.ofNanos(1));
            assertThat(shown(given)).isEmpty();
            assertThat(state(given)).isEqualTo("unknown");
            given.close("m", Reference.WHOLE, 2, 100, 800, 100);
            assertThat(shown(given)).containsExactlyElementsOf(OF_THE_WINDOW);
            assertThat(state(given)).isEqualTo("ok");
        }
    }

    static Stream<Duration> silences() {
        return Stream.of(Duration.ofHours(4), Duration.ofDays(400));
    }

    @ParameterizedTest(name = "after {0}")
    @MethodSource("silences")
    void anAlertThatFiresGoesOnUntilANewerWindowEndsIt(Duration silence) {
        try (GivenBoard given = monitorWithWindowsOf(Duration.ofHours(1))) {
            given.close("m", Reference.WHOLE, 1, 100, 100, 800);
            given.pass(silence);
            assertThat(shown(given)).isEmpty();
            assertThat(state(given)).isEqualTo("firing");
            given.close("m", Reference.WHOLE, 2, 0, 1, 0);
            assertThat(state(given)).as("too few events say nothing").isEqualTo("firing");
            given.close("m", Reference.WHOLE, 3, 100, 800, 100);
            given.close("m", Reference.WHOLE, 4, 100, 800, 100);
            assertThat(state(given)).isEqualTo("ok");
        }
    }

    @Test
    void whenAndHowManyStaysKnownSoThatTheSilenceItselfCanBeSeen() {
        try (GivenBoard given = monitorWithWindowsOf(Duration.ofHours(1))) {
            given.everything("m");
            given.pass(Duration.ofDays(1));
            assertThat(given.samples())
                    .contains(
                            "kullback_window_end_timestamp_seconds{monitor=\"m\"} 7200.0",
                            "kullback_window_start_timestamp_seconds{monitor=\"m\"} 3600.0",
                            "kullback_records_total{monitor=\"m\"} 100.0")
                    .anyMatch(sample -> sample.startsWith("kullback_event_timestamp_seconds{monitor=\"m\"}"));
        }
    }

    @Test
    void aSegmentThatFellSilentEndsAloneAndTheMonitorIsAsCompleteAsItsOthers() {
        try (GivenBoard given = monitorWithWindowsOf(Duration.ofHours(1))) {
            given.close("m", "FR", 1, 100, 800, 100);
            given.close("m", "DE", 1, 100, 800, 100);
            given.pass(Duration.ofHours(2));
            given.close("m", "DE", 3, 100, 800, 100);
            given.pass(Duration.ofHours(2));
            assertThat(given.samples().stream().filter(sample -> sample.startsWith("kullback_divergence_nats{")))
                    .isNotEmpty()
                    .allMatch(sample -> sample.contains("segment=\"DE\""));
            assertThat(given.samples()).contains("kullback_window_completeness_ratio{monitor=\"m\"} 1.0");
        }
    }
}

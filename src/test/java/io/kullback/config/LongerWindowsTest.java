package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kullback.stream.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One monitor whose windows have several lengths. */
class LongerWindowsTest {

    @TempDir
    private Path folder;

    private List<MonitorSettings> monitors(String window, String more) {
        String yaml = """
                kafka: {bootstrap.servers: localhost:9092}
                monitors:
                  - name: payments
                    topic: payments
                    window: %s
                    reference: {previous: 1}
                    features:
                      - {name: amount, type: number}
                %s
                """.formatted(window, more);
        return ConfigurationFile.parse(yaml, "my.yaml", folder, Map.of()).stream()
                .monitors();
    }

    @Test
    void eachLengthIsAMonitorOfItsOwnThatSharesPanesAndBudget() {
        List<MonitorSettings> monitors = monitors("{size: 5m, grace: 10s, longer: [1d, 1h]}", "");
        assertThat(monitors)
                .extracting(MonitorSettings::name)
                .containsExactly("payments", "payments-1h", "payments-1d");
        assertThat(monitors)
                .extracting(MonitorSettings::panesOf)
                .containsExactly(Optional.empty(), Optional.of("payments"), Optional.of("payments"));
        assertThat(monitors).allSatisfy(monitor -> {
            assertThat(monitor.window().advance()).isEqualTo(Duration.ofMinutes(5));
            assertThat(monitor.features().get(0).decision().falseAlarms()).isEqualTo(1 / 3.0);
            // Late events may amend all of them for as long as the longest.
            assertThat(monitor.window().size().plus(monitor.window().retention()))
                    .isEqualTo(Duration.ofDays(2));
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{size: 5m, longer: [7m]}|must be a multiple of advance|such as 'size: 5m' with 'longer: [1h, 1d]'",
                "{size: 5m, longer: [5m]}|the window itself is as long|multiples of the advance",
                "{size: 5m, longer: 1h}|a list is expected|'- ' line",
                "{size: 5m, longer: [soon]}|a duration|multiples of the advance"
            })
    void aLengthThatDoesNotFitIsNamedWithItsRemedy(String window, String message, String remedy) {
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> monitors(window, ""))
                        .problems())
                .anySatisfy(problem -> {
                    assertThat(problem.message()).contains(message);
                    assertThat(problem.remedy()).containsIgnoringCase(remedy);
                });
    }

    @Test
    void aNameThatIsMadeMustNotBeAnotherMonitors() {
        String other = """
                  - name: payments-1h
                    topic: refunds
                    window: {size: 1h}
                    reference: {previous: 1}
                    features:
                      - {name: amount, type: number}
                """;
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> monitors("{size: 5m, longer: [1h]}", other))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("called 'payments-1h'"));
    }
}

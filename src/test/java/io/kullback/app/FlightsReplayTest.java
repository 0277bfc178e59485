package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.ExpectedSet;
import io.kullback.testing.Requirement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million real flights from their file, under the shipped configuration and under the plain threshold that many would set. */
class FlightsReplayTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SHIPPED = "config/kullback.yaml";
    private static final String FLIGHTS = "src/main/resources/demo/flights-2001.csv.gz";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static long[] counts(JsonNode array) {
        long[] counts = new long[array.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = array.get(i).asLong();
        }
        return counts;
    }

    @Test
    void everyDaysCountsAndDivergencesAreTheExactOnesAndTheNoreasterDrifts() throws IOException {
        Requirement.SHARED.orSkip();
        int exit = run("replay", SHIPPED, "--csv", FLIGHTS, "--format", "json", "--fail-on", "drift");
        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.DRIFT_FOUND.code());
        JsonNode answer = MAPPER.readTree(out.toString());
        Map<String, JsonNode> windows = new HashMap<>();
        answer.get("windows")
                .forEach(window -> windows.put(
                        window.get("feature").asText()
                                + window.get("window").get("start").asText(),
                        window));
        assertThat(windows).hasSize(2 * 182);
        int compared = 0;
        for (ExpectedSet.Series series :
                ExpectedSet.of("demo/expected-flights-2001.json").series()) {
            for (ExpectedSet.Window expected : series.windows()) {
                JsonNode window = windows.get(series.field() + expected.start());
                // The set has other bins and windows too.
                if (window == null
                        || window.get("observed").size() != expected.observed().counts().length) {
                    continue;
                }
                assertThat(counts(window.get("observed")))
                        .isEqualTo(expected.observed().counts());
                if (window.has("scores")) {
                    assertThat(window.get("scores").get("js").asDouble())
                            .isCloseTo(expected.divergences().get("js_raw"), within(1e-9));
                    assertThat(counts(window.get("reference")))
                            .isEqualTo(series.reference().counts());
                    compared++;
                }
            }
        }
        // Of both features all days after the reference period.
        assertThat(compared).isEqualTo(2 * 165);
        assertThat(windows.get("origin2001-03-05T00:00:00Z").get("verdict").asText())
                .isEqualTo("drifted");
    }

    @Test
    void aPlainPsiThresholdGainsFourteenAlertsOfDelayAndLosesEveryStormThatClosedAnAirport() throws IOException {
        Path threshold = folder.resolve("psi.yaml");
        Files.writeString(
                threshold,
                Files.readString(Path.of(SHIPPED))
                        .replace(
                                "      min-kl: 0.005\n",
                                "      min-kl: 100\n      thresholds: [{divergence: psi, above: 0.1}]\n")
                        .replace("        alert: {min-kl: 0.02}\n", ""));
        int exit = run("replay", SHIPPED, "--csv", FLIGHTS, "--compare", threshold.toString(), "--format", "json");
        assertThat(exit).as(err.toString()).isZero();
        JsonNode diff = MAPPER.readTree(out.toString()).get("comparison");
        assertThat(diff.get("gained"))
                .hasSize(14)
                .allSatisfy(alert -> assertThat(alert.get("feature").asText()).isEqualTo("delay"));
        assertThat(diff.get("lost"))
                .extracting(alert -> alert.get("feature").asText() + " "
                        + Instant.parse(alert.get("since").asText()))
                .containsExactly(
                        "origin 2001-03-05T00:00:00Z", "origin 2001-04-11T00:00:00Z", "origin 2001-06-09T00:00:00Z");
        assertThat(List.of(diff.get("moved").size(), diff.get("equal").size())).containsExactly(3, 3);
    }
}

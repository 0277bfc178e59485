package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.detection.DecisionSettings;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Principal components of handwritten digits through the whole topology: every window's divergence is the one computed elsewhere, to its 12 digits. */
class MnistLatentsTopologyTest {

    /** Where the writers of the digits change. */
    private static final long CHANGE = 1_600_005_000_000L;

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"z8_500", "z16_1000"})
    void everyWindowOfDigitsHasItsExactDivergenceAndTheChangeOfWritersIsFound(String name) {
        Requirement.SHARED.orSkip();
        JsonNode expected = expected(name);
        List<String> events = new ArrayList<>();
        CsvEvents.of("data/mnist-latents.csv.gz", Set.of("digit")).forEach(event -> events.add(event.json()));
        events.add("{\"ts\":1600020000000}");
        Map<Instant, JsonNode> results = new HashMap<>();
        LatentRun.of(monitor(expected), folder, Instant.ofEpochMilli(1_600_020_000_000L), events)
                .forEach(result -> results.put(
                        Instant.parse(result.get("window").get("start").asText()), result));
        int compared = 0;
        for (JsonNode window : expected.get("windows")) {
            long start = window.get("start_ms").asLong();
            long end = start + expected.get("window_ms").asLong();
            JsonNode result = results.get(Instant.ofEpochMilli(start));
            assertThat(result.get("observed").get(0).asLong())
                    .isEqualTo(window.get("rows").asLong());
            if (end <= expected.get("reference").get("to_ms").asLong()) {
                assertThat(result.get("reason").asText()).isEqualTo("no_reference");
                continue;
            }
            double divergence = window.get("kl").get("full_wr_ddof0").asDouble();
            assertThat(result.get("kl").get("plug_in").asDouble())
                    .isCloseTo(divergence, within(5.1e-12 * divergence + 1e-15));
            assertThat(result.get("verdict").asText())
                    .as("window of %d", start)
                    .isEqualTo(start >= CHANGE ? "drifted" : "stable");
            compared++;
        }
        assertThat(compared).isGreaterThanOrEqualTo(8);
    }

    private static JsonNode expected(String name) {
        for (JsonNode monitor :
                SharedFolder.json("data/expected-mnist-latents.json").get("monitors")) {
            if (monitor.get("name").asText().equals(name)) {
                return monitor;
            }
        }
        throw new AssertionError("no monitor " + name);
    }

    private static MonitorSettings monitor(JsonNode expected) {
        JsonNode reference = expected.get("reference");
        List<FieldPath> fields = new ArrayList<>();
        expected.get("fields").forEach(field -> fields.add(FieldPath.parse("/" + field.asText())));
        // The reference ends in the middle of a window of 1,000 s, so panes are of 500 s.
        WindowPlan plan = new WindowPlan(
                Duration.ofMillis(expected.get("window_ms").asLong()),
                Duration.ofSeconds(500),
                Duration.ZERO,
                Duration.ZERO);
        return new MonitorSettings(
                "digits",
                "digits",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/ts")),
                Optional.empty(),
                plan,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Period(
                        Instant.ofEpochMilli(reference.get("from_ms").asLong()),
                        Instant.ofEpochMilli(reference.get("to_ms").asLong())),
                List.of(new FeatureSettings(
                        "latent",
                        fields,
                        new BinningRule.Fixed(new VectorBinning(fields.size())),
                        DecisionSettings.DEFAULT)),
                ScoringSettings.DEFAULT);
    }
}

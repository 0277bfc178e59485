package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.app.demo.FlightReplay;
import io.kullback.app.demo.Pace;
import io.kullback.app.demo.Speed;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.testing.QuietListener;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.SharedFolder;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** References built from a topic and from a file of the same flights, and a pipeline that is started on one. */
class ReferenceBuildIT {

    private static final String TOPIC = "flights-" + UUID.randomUUID();
    private static final String FIRST_FORTNIGHT = "{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void sendTheFlights() throws IOException, InterruptedException {
        FlightReplay replay = new FlightReplay(SharedBroker.bootstrapServers(), TOPIC, 3, Pace.steady(Speed.MAX));
        replay.createTopic();
        replay.run();
    }

    private Path configuration(String reference) throws IOException {
        Path file = folder.resolve("kullback.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of("config/kullback.yaml"))
                        .replace("${env:KULLBACK_KAFKA:-localhost:9092}", SharedBroker.bootstrapServers())
                        .replace("topic: flights", "topic: " + TOPIC)
                        .replace("application-id: kullback-demo", "application-id: built-" + UUID.randomUUID())
                        .replace("127.0.0.1:8080", "127.0.0.1:0")
                        .replace("monitors:\n", "topics: {results: built-" + UUID.randomUUID() + "}\nmonitors:\n")
                        .replace(FIRST_FORTNIGHT, reference));
        return file;
    }

    private Reference build(String... more) throws IOException {
        Path output = folder.resolve("reference.json");
        List<String> arguments = new ArrayList<>(
                List.of("reference", "build", configuration(FIRST_FORTNIGHT).toString(), "-o", output.toString()));
        arguments.addAll(List.of(more));
        int exit = Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return ReferenceJson.read(Files.readAllBytes(output));
    }

    @Test
    void theTopicAndTheFileItWasFilledFromGiveTheSameCountsWhichAreTheExactOnes() throws IOException {
        Requirement.SHARED.orSkip();
        Reference ofTopic = build();
        Reference ofFile = build("--csv", "src/main/resources/demo/flights-2001.csv.gz");
        assertThat(ofTopic.histograms()).isEqualTo(ofFile.histograms());
        for (String feature : List.of("origin", "delay")) {
            assertThat(ofTopic.restlessness(Reference.WHOLE, feature))
                    .isEqualTo(ofFile.restlessness(Reference.WHOLE, feature))
                    .hasValueSatisfying(noise -> assertThat(noise.windows()).isEqualTo(14));
        }
        for (JsonNode monitor :
                SharedFolder.json("demo/expected-flights-2001.json").get("monitors")) {
            // Over coarser bins than the configuration's.
            if (monitor.get("name").asText().equals("delay8_1d")) {
                continue;
            }
            String feature = monitor.get("field").asText();
            List<Long> exact = new ArrayList<>();
            monitor.at("/reference/counts").forEach(count -> exact.add(count.asLong()));
            assertThat(ofTopic.histogram(Reference.WHOLE, feature).orElseThrow().valueCounts())
                    .as(feature)
                    .containsExactly(exact.stream().mapToLong(Long::longValue).toArray());
        }
    }

    @Test
    void aPipelineThatIsGivenTheFileJudgesFromTheFirstWindowOn() throws Exception {
        Reference built = build();
        Settings settings = ConfigurationFile.read(configuration("{file: reference.json}"), Map.of());
        try (Service service = Service.start(settings, List.of(new QuietListener()), folder.resolve("state"))) {
            assertThat(service.awaitRunning(Duration.ofMinutes(1))).isTrue();
            Map<TestTopics.ResultKey, JsonNode> results = new TestTopics(SharedBroker.bootstrapServers())
                    .awaitResults(settings.stream().topics().results(), 2 * 182, Duration.ofMinutes(3));
            JsonNode first = results.entrySet().iterator().next().getValue();
            assertThat(first.get("reference_id").asText()).isEqualTo(built.id());
            assertThat(first.has("scores")).isTrue();
            assertThat(results.values())
                    .filteredOn(result -> result.get("verdict").asText().equals("inconclusive"))
                    .as("of both features the last day, with its two flights")
                    .hasSize(2);
        }
    }

    @Test
    void aPeriodWithoutAnEventIsRefusedAndSaysSo() throws IOException {
        int exit = Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(
                        "reference",
                        "build",
                        configuration(FIRST_FORTNIGHT).toString(),
                        "--from",
                        "1999-01-01T00:00Z",
                        "--to",
                        "1999-02-01T00:00Z");
        assertThat(exit).isEqualTo(ExitCode.RUNTIME.code());
        assertThat(err.toString()).contains("1999").doesNotContain("\tat ");
    }
}

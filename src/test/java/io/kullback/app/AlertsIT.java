package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.Identities;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert on a real broker: it fires, an operator accepts the new normal by command, and it ends. */
class AlertsIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String topic = "events-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());

    @TempDir
    private Path folder;

    private Path configuration() throws Exception {
        Path file = folder.resolve("kullback.yaml");
        Files.writeString(file, """
                kafka: {bootstrap.servers: "%s"}
                application-id: %s
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                http: {bind: "127.0.0.1:0"}
                monitors:
                  - name: banks
                    topic: %s
                    event-time: /t
                    window: {size: 1h, idle-timeout: 1s}
                    reference: {period: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T12:00:00Z}}
                    features:
                      - {name: bank, type: category, categories: [a, b]}
                """.formatted(SharedBroker.bootstrapServers(), topic, topic, topic, topic, topic));
        return file;
    }

    /** Three hundred events in each hour, of which so many in a hundred are of bank a. */
    private static List<CsvEvents.Event> hours(int from, int to, int percentOfA) {
        SplittableRandom random = new SplittableRandom(from);
        List<CsvEvents.Event> events = new ArrayList<>();
        for (int hour = from; hour < to; hour++) {
            for (int i = 0; i < 300; i++) {
                long time =
                        START.plus(Duration.ofHours(hour)).plusSeconds(i * 12L).toEpochMilli();
                String bank = random.nextInt(100) < percentOfA ? "a" : "b";
                events.add(new CsvEvents.Event(time, "{\"t\":" + time + ",\"bank\":\"" + bank + "\"}"));
            }
        }
        return events;
    }

    @Test
    void aTopicOfCommandsWithOtherPartitionsIsRefusedSinceSomeCommandsWouldNeverBeHeard() throws Exception {
        topics.create(topic, 1);
        topics.create(topic + ".commands", 1);
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("run", configuration().toString(), "--state-dir", folder.toString());
        assertThat(exit).isEqualTo(ExitCode.RUNTIME.code());
        assertThat(err.toString())
                .contains("has 1 partitions, but merge-partitions is 4")
                .contains("Set merge-partitions to 1")
                .doesNotContain("\tat ");
    }

    @Test
    void anAlertFiresOnTheAlertsTopicAndEndsWhenItsNewNormalIsAcceptedByCommand() throws Exception {
        topics.create(topic, 2);
        topics.send(topic, 2, hours(0, 24, 50));
        topics.send(topic, 2, hours(24, 30, 80));
        Path file = configuration();
        Settings settings = ConfigurationFile.read(file, Map.of());
        try (Service service = Service.start(settings, List.of(), folder.resolve("state"))) {
            assertThat(service.awaitRunning(Duration.ofMinutes(1))).isTrue();
            JsonNode firing = topics.awaitValue(
                    topic + ".alerts", value -> value.get("kind").asText().equals("firing"), PATIENCE);
            assertThat(firing.get("feature").asText()).isEqualTo("bank");
            assertThat(firing.at("/window/start").asText()).isEqualTo("2026-01-02T00:00:00Z");
            assertThat(firing.get("explanation").asText()).contains("b 50 % →").contains("a 50 % →");
            assertThat(firing.at("/evidence/0/rule").asText()).isEqualTo("level");
            topics.awaitResults(topic + ".results", 30, PATIENCE);

            StringWriter err = new StringWriter();
            int exit = Main.commandLine()
                    .setErr(new PrintWriter(err, true))
                    .execute("accept", file.toString(), "--monitor", "banks", "--by", "kim");
            assertThat(exit).as(err.toString()).isZero();
            JsonNode ended = topics.awaitValue(
                    topic + ".alerts", value -> value.get("kind").asText().equals("resolved"), PATIENCE);
            assertThat(ended.get("ending").asText()).isEqualTo("accepted");
            assertThat(ended.get("alert").asText())
                    .isEqualTo(firing.get("alert").asText());

            topics.send(topic, 2, hours(30, 34, 80));
            Map<TestTopics.ResultKey, JsonNode> results = topics.awaitResults(topic + ".results", 34, PATIENCE);
            results.values().forEach(Identities::assertHoldOfResult);
            JsonNode before = results.get(new TestTopics.ResultKey("banks", "", "bank", "2026-01-02T05:00:00Z"));
            JsonNode after = results.get(new TestTopics.ResultKey("banks", "", "bank", "2026-01-02T06:00:00Z"));
            assertThat(before.get("verdict").asText()).isEqualTo("drifted");
            assertThat(after.get("verdict").asText()).isNotEqualTo("drifted");
            assertThat(after.at("/kl/plug_in").asDouble()).isLessThan(0.01);
            assertThat(after.get("reference_id").asText())
                    .isNotEqualTo(before.get("reference_id").asText());
        }
    }
}

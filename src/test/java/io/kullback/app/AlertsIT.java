package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.testing.Identities;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert on a real broker: it fires, an operator accepts the new normal by command, and it ends. */
class AlertsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String topic = "events-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());

    @TempDir
    private Path folder;

    private Path configuration() throws IOException {
        return Banks.configuration(folder, topic, "127.0.0.1:0", "");
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
        topics.send(topic, 2, Banks.hours(0, 24, 50));
        topics.send(topic, 2, Banks.hours(24, 30, 80));
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

            topics.send(topic, 2, Banks.hours(30, 34, 80));
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

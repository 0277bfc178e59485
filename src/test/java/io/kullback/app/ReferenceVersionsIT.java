package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a reference on a real broker: built, published, promoted while the service runs, looked at, and taken back. */
class ReferenceVersionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String topic = "events-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }

    /** Builds a reference of some hours of the topic and gives its file. */
    private Path built(Path configuration, String name, String from, String to) {
        Path file = folder.resolve(name);
        assertThat(run("reference", "build", configuration, "--from", from, "--to", to, "-o", file))
                .as(err.toString())
                .isZero();
        return file;
    }

    private String published(Path configuration, Path reference, String note) {
        assertThat(run("reference", "publish", configuration, reference, "--note", note, "--by", "kim"))
                .as(err.toString())
                .isZero();
        return out.toString().strip();
    }

    private String referenceOf(Map<TestTopics.ResultKey, JsonNode> results, String window) {
        JsonNode id = results.get(new TestTopics.ResultKey("banks", "", "bank", window))
                .get("reference_id");
        return id == null || id.isNull() ? "none" : id.asText();
    }

    @Test
    void aPublishedVersionIsComparedWithFromTheTimeOnAtWhichItIsPromotedAndCanBeTakenBack() throws Exception {
        topics.create(topic, 2);
        topics.send(topic, 2, Banks.hours(0, 20, 50));
        Path file = configuration();
        Path calm = built(file, "calm.json", "2026-01-01T00:00Z", "2026-01-01T12:00Z");
        String calmId = published(file, calm, "the first half day");
        assertThat(run("reference", "promote", file, "ffffffff")).isEqualTo(ExitCode.RUNTIME.code());
        assertThat(err.toString()).contains("there are: " + calmId).doesNotContain("\tat ");

        Settings settings = ConfigurationFile.read(file, Map.of());
        try (Service service = Service.start(settings, List.of(), folder.resolve("state"))) {
            assertThat(service.awaitRunning(Duration.ofMinutes(1))).isTrue();
            assertThat(referenceOf(topics.awaitResults(topic + ".results", 20, PATIENCE), "2026-01-01T19:00:00Z"))
                    .isEqualTo("none");
            assertThat(run("reference", "promote", file, calmId.substring(0, 6), "--from", "2026-01-01T22:00Z"))
                    .as(err.toString())
                    .isZero();
            awaitCommands(1);
            topics.send(topic, 2, Banks.hours(20, 36, 50));
            Map<TestTopics.ResultKey, JsonNode> results = topics.awaitResults(topic + ".results", 36, PATIENCE);
            assertThat(referenceOf(results, "2026-01-01T21:00:00Z")).isEqualTo("none");
            assertThat(referenceOf(results, "2026-01-01T22:00:00Z")).isEqualTo(calmId);

            topics.send(topic, 2, Banks.hours(36, 48, 80));
            topics.awaitResults(topic + ".results", 48, PATIENCE);
            Path moved = built(file, "moved.json", "2026-01-02T12:00Z", "2026-01-03T00:00Z");
            String movedId = published(file, moved, "since the merger");
            assertThat(run("reference", "diff", file, calmId, moved)).isZero();
            assertThat(out.toString()).contains("a 50 % → 80 %", "PSI");
            assertThat(run("reference", "promote", file, movedId, "--from", "2026-01-03T00:00Z"))
                    .isZero();
            awaitCommands(2);
            topics.send(topic, 2, Banks.hours(48, 50, 80));
            results = topics.awaitResults(topic + ".results", 50, PATIENCE);
            assertThat(referenceOf(results, "2026-01-02T23:00:00Z")).isEqualTo(calmId);
            assertThat(referenceOf(results, "2026-01-03T00:00:00Z")).isEqualTo(movedId);

            assertThat(run("reference", "show", file)).isZero();
            assertThat(out.toString())
                    .contains(calmId, "by kim\n    the first half day\n", movedId, "\n    since the merger\n")
                    .contains("in force from 2026-01-01T22:00:00Z: " + calmId)
                    .contains("in force from 2026-01-03T00:00:00Z: " + movedId);
            assertThat(run("reference", "show", file, movedId, "--feature", "bank"))
                    .isZero();
            assertThat(out.toString()).contains("bank: category").contains("80 %");

            assertThat(run("reference", "promote", file, "configured", "--from", "2026-01-03T03:00Z"))
                    .isZero();
            awaitCommands(3);
            topics.send(topic, 2, Banks.hours(50, 53, 80));
            results = topics.awaitResults(topic + ".results", 53, PATIENCE);
            assertThat(referenceOf(results, "2026-01-03T02:00:00Z")).isEqualTo(movedId);
            assertThat(referenceOf(results, "2026-01-03T03:00:00Z")).isEqualTo("none");
        }
    }

    /** Waits until the service has taken so many commands, in a transaction that is over. */
    private void awaitCommands(int commands) {
        Map<String, Object> properties =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, SharedBroker.bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    admin
                                            .listConsumerGroupOffsets(topic)
                                            .partitionsToOffsetAndMetadata()
                                            .get()
                                            .entrySet()
                                            .stream()
                                            .filter(entry ->
                                                    entry.getKey().topic().equals(topic + ".commands"))
                                            .mapToLong(entry -> entry.getValue() == null
                                                    ? 0
                                                    : entry.getValue().offset())
                                            .sum())
                            .isEqualTo(commands));
        }
    }

    private Path configuration() throws IOException {
        Path file = Banks.configuration(folder, topic, "127.0.0.1:0", "");
        String yaml = Files.readString(file);
        assertThat(yaml).contains("reference: {period");
        Files.writeString(file, yaml.replaceAll("reference: \\{period.*\\}\\}", "reference: {promoted: true}"));
        return file;
    }
}

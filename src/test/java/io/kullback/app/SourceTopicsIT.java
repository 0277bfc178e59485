package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Source topics that come, go and grow on a real broker: their monitor says so, no event is lost or doubled, and the other monitors go on. */
class SourceTopicsIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int EVENTS_PER_HOUR = 60;

    private final String id = "sources-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Service service;
    private Admin admin;

    private String topic(String monitor) {
        return id + "." + monitor;
    }

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        admin.close();
        if (service != null) {
            service.close();
        }
    }

    private void start(String... monitors) throws Exception {
        startComparedWith("period: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T01:00:00Z}", monitors);
    }

    private void startComparedWith(String reference, String... monitors) throws Exception {
        StringBuilder text = new StringBuilder("""
                kafka: {bootstrap.servers: "%s", metadata.max.age.ms: 1000}
                application-id: %s
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                http: {bind: "127.0.0.1:0"}
                monitors:
                """.formatted(SharedBroker.bootstrapServers(), id, id, id, id));
        for (String monitor : monitors) {
            text.append("""
                      - name: %s
                        topic: %s
                        event-time: /t
                        window: {size: 1h, grace: 0s, retention: 1d, idle-timeout: 3s}
                        reference: {%s}
                        features:
                          - {name: bank, type: category, categories: [a, b]}
                    """.formatted(monitor, topic(monitor), reference).indent(2));
        }
        Path file = folder.resolve("kullback.yaml");
        Files.writeString(file, text);
        Settings settings = ConfigurationFile.read(file, Map.of());
        service = Service.start(settings, List.of(), folder.resolve("state"));
        assertThat(service.awaitRunning(PATIENCE)).isTrue();
    }

    private void sendHours(String monitor, int partitions, int from, int to) {
        List<CsvEvents.Event> events = new ArrayList<>();
        for (int hour = from; hour < to; hour++) {
            for (int i = 0; i < EVENTS_PER_HOUR; i++) {
                long time =
                        START.plus(Duration.ofHours(hour)).plusSeconds(i * 60L).toEpochMilli();
                events.add(new CsvEvents.Event(time, "{\"t\":" + time + ",\"bank\":\"a\"}"));
            }
        }
        topics.send(topic(monitor), partitions, events);
    }

    private JsonNode monitor(String name) {
        for (JsonNode monitor : asked("/api/v1/monitors").get("monitors")) {
            if (monitor.get("name").asText().equals(name)) {
                return monitor;
            }
        }
        throw new AssertionError("no monitor " + name);
    }

    private JsonNode asked(String path) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(service.url()).resolve(path))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new ObjectMapper().readTree(answer.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode await(String monitor, Predicate<JsonNode> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode now = monitor(monitor);
            if (wanted.test(now)) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError(
                "for " + PATIENCE + " monitor " + monitor + " has not been as wanted: " + monitor(monitor));
    }

    /** Once so many events are counted and nothing of them is anywhere else. */
    private void awaitCounted(String monitor, long events) throws InterruptedException {
        JsonNode progress = await(monitor, now -> now.at("/progress/records").asLong() >= events)
                .get("progress");
        assertThat(progress.get("counted").asLong()).isEqualTo(events);
        assertThat(progress.get("records").asLong()).isEqualTo(events);
    }

    /** Once each of so many hours is closed and holds what was sent, by its newest result. */
    private void awaitExactHours(String monitor, int from, int to) {
        Map<String, Integer> expected = new TreeMap<>();
        for (int hour = from; hour < to; hour++) {
            expected.put(START.plus(Duration.ofHours(hour)).toString(), EVENTS_PER_HOUR);
        }
        Map<String, Integer> found = new TreeMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!found.equals(expected) && System.nanoTime() < deadline) {
            found.clear();
            topics.awaitResults(id + ".results", expected.size(), PATIENCE).forEach((key, result) -> {
                if (key.monitor().equals(monitor)) {
                    found.put(key.start(), result.get("records").asInt());
                }
            });
        }
        assertThat(found)
                .as("events by hour of %s: %s", monitor, monitor(monitor))
                .isEqualTo(expected);
    }

    @Test
    void aTopicThatIsNotThereIsSaidAndWaitedForWhileTheOthersAreCounted() throws Exception {
        topics.create(topic("there"), 2);
        start("there", "absent");
        sendHours("there", 2, 0, 3);
        awaitExactHours("there", 0, 3);
        assertThat(monitor("absent").get("source_partitions").asInt()).isZero();
        assertThat(monitor("absent").has("progress")).isFalse();

        topics.create(topic("absent"), 2);
        sendHours("absent", 2, 0, 3);
        awaitExactHours("absent", 0, 3);
        assertThat(monitor("absent").get("source_partitions").asInt()).isEqualTo(2);
    }

    @Test
    void aTopicThatComesIntoTheConfigurationByAQuickRestartIsReadAtOnce() throws Exception {
        topics.create(topic("one"), 2);
        topics.create(topic("two"), 2);
        sendHours("one", 2, 0, 3);
        sendHours("two", 2, 0, 3);
        start("one");
        awaitExactHours("one", 0, 3);
        service.close();

        start("one", "two");
        awaitExactHours("two", 0, 3);
        awaitCounted("one", 3L * EVENTS_PER_HOUR);
    }

    @Test
    void whereTheTopicToCompareWithIsNotThereThatIsSaidAndWindowsCloseAndOnceItIsThereTheyAreCompared()
            throws Exception {
        topics.create(topic("canary"), 2);
        startComparedWith("topic: " + topic("stable"), "canary");
        sendHours("canary", 2, 0, 3);
        awaitExactHours("canary", 0, 3);
        assertThat(verdicts()).containsOnly("no_reference");
        assertThat(asked("/api/v1/doctor").at("/monitors/0/cause").asText()).isEqualTo("nothing_to_compare_with");

        topics.create(topic("stable"), 3);
        sendHours("stable", 3, 3, 6);
        awaitCounted("canary", 6L * EVENTS_PER_HOUR);
        sendHours("canary", 2, 3, 6);
        awaitExactHours("canary", 0, 6);
        assertThat(verdicts()).hasSize(6).endsWith("stable", "stable", "stable");
    }

    /** Of the windows by time: the verdict, or why there is none. */
    private List<String> verdicts() {
        Map<String, String> byStart = new TreeMap<>();
        topics.awaitResults(id + ".results", 1, PATIENCE)
                .forEach((key, result) -> byStart.put(
                        key.start(),
                        result.at("/verdict").asText().equals("inconclusive")
                                ? result.at("/reason").asText()
                                : result.at("/verdict").asText()));
        return List.copyOf(byStart.values());
    }

    @Test
    void partitionsThatAreAddedAreReadToo() throws Exception {
        topics.create(topic("grows"), 2);
        start("grows");
        sendHours("grows", 2, 0, 3);
        awaitExactHours("grows", 0, 3);

        admin.createPartitions(Map.of(topic("grows"), NewPartitions.increaseTo(5)))
                .all()
                .get();
        await("grows", now -> now.at("/progress/partitions").asInt() == 5);
        sendHours("grows", 5, 3, 6);
        awaitCounted("grows", 6L * EVENTS_PER_HOUR);
        awaitExactHours("grows", 0, 6);
    }

    @Test
    void aDeletedTopicIsSaidTheOthersGoOnAndMadeAnewItIsReadFromItsBeginning() throws Exception {
        topics.create(topic("lasts"), 2);
        topics.create(topic("goes"), 3);
        start("lasts", "goes");
        sendHours("lasts", 2, 0, 3);
        sendHours("goes", 3, 0, 3);
        awaitExactHours("lasts", 0, 3);
        awaitExactHours("goes", 0, 3);

        admin.deleteTopics(List.of(topic("goes"))).all().get();
        await("goes", now -> now.get("source_partitions").asInt() == 0);
        sendHours("lasts", 2, 3, 6);
        awaitExactHours("lasts", 0, 6);

        // With fewer partitions, whose old watermarks nobody will move on any more.
        topics.create(topic("goes"), 1);
        sendHours("goes", 1, 3, 6);
        awaitExactHours("goes", 0, 6);
        awaitCounted("goes", 6L * EVENTS_PER_HOUR);
        sendHours("lasts", 2, 6, 8);
        awaitExactHours("lasts", 0, 8);
        awaitCounted("lasts", 8L * EVENTS_PER_HOUR);
    }
}

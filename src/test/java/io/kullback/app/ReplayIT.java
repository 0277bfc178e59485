package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.app.demo.FlightReplay;
import io.kullback.app.demo.Pace;
import io.kullback.app.demo.Speed;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.stream.IssuedJson;
import io.kullback.stream.Replay;
import io.kullback.stream.ReplayRange;
import io.kullback.testing.QuietListener;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A replay says, byte for byte, what the running service said of the same events. */
class ReplayIT {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayIT.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    /** What was issued: the newest value of each key of the results, and the alerts' values of each key in order. */
    private record Issued(Map<String, String> newest, Map<String, List<String>> steps) {

        static Issued live(String results, String alerts) {
            Issued issued = new Issued(new TreeMap<>(), new TreeMap<>());
            for (ConsumerRecord<byte[], byte[]> record : Instances.readToEnd(results)) {
                String value = text(record.value());
                if (value.startsWith("{\"format\":\"kullback-result/1\"")) {
                    issued.newest.put(key(value), value);
                }
            }
            for (ConsumerRecord<byte[], byte[]> record : Instances.readToEnd(alerts)) {
                issued.steps
                        .computeIfAbsent(text(record.key()), key -> new ArrayList<>())
                        .add(text(record.value()));
            }
            return issued;
        }

        static Issued replayed(Settings settings) {
            Issued issued = new Issued(new TreeMap<>(), new TreeMap<>());
            Replay replay = new Replay(ReplayRange.ALL, System.currentTimeMillis());
            settings.stream().monitors().forEach(monitor -> replay.add(monitor, issued.listener()));
            replay.ofTopics(settings.stream(), (done, total) -> {});
            return issued;
        }

        private QuietListener listener() {
            return new QuietListener() {
                @Override
                public void windowClosed(WindowResult result) {
                    String value = text(IssuedJson.of(result));
                    newest.put(key(value), value);
                }

                @Override
                public void alertChanged(AlertTransition step, String explanation) {
                    String series = "[\"" + step.series().monitor() + "\",\""
                            + step.series().segment() + "\",\"" + step.series().feature() + "\"]";
                    steps.computeIfAbsent(series, key -> new ArrayList<>()).add(text(IssuedJson.of(step, explanation)));
                }
            };
        }

        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        private static String key(String value) {
            JsonNode result = json(value);
            return List.of(
                            result.get("window").get("start").asText(),
                            result.get("monitor").asText(),
                            result.get("segment").asText(),
                            result.get("feature").asText())
                    .toString();
        }
    }

    private static JsonNode json(String value) {
        try {
            return MAPPER.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ofAMillionFlightsEveryWindowAndEveryStepOfEveryAlertIsThatOfTheServiceByteForByte() throws Exception {
        String topic = "flights-" + UUID.randomUUID();
        FlightReplay flights = new FlightReplay(SharedBroker.bootstrapServers(), topic, 3, Pace.steady(Speed.MAX));
        flights.createTopic();
        flights.run();
        String id = "replayed-" + UUID.randomUUID();
        Path file = folder.resolve("flights.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of("config/kullback.yaml"))
                        .replace("${env:KULLBACK_KAFKA:-localhost:9092}", SharedBroker.bootstrapServers())
                        .replace("topic: flights", "topic: " + topic)
                        .replace("application-id: kullback-demo", "application-id: " + id)
                        .replace("${env:KULLBACK_BIND:-127.0.0.1:8080}", "127.0.0.1:0")
                        .replace("idle-timeout: 10s", "idle-timeout: 2s")
                        .replace("monitors:\n", "topics: {results: " + id + ".r, alerts: " + id + ".a}\nmonitors:\n"));
        Settings settings = ConfigurationFile.read(file, Map.of());
        try (Service service = Service.start(settings, List.of(), folder.resolve("state"))) {
            assertThat(service.awaitRunning(Duration.ofMinutes(1))).isTrue();
            new TestTopics(SharedBroker.bootstrapServers()).awaitResults(id + ".r", 2 * 182, Duration.ofMinutes(2));
        }
        Issued live = Issued.live(id + ".r", id + ".a");
        long begin = System.nanoTime();
        Issued replayed = Issued.replayed(settings);
        LOG.atInfo()
                .addKeyValue("flights", 1_000_000)
                .addKeyValue("seconds", (System.nanoTime() - begin) / 1e9)
                .log("replayed");
        assertThat(replayed.newest()).hasSize(2 * 182).isEqualTo(live.newest());
        assertThat(replayed.steps()).hasSize(2).isEqualTo(live.steps());

        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("replay", file.toString(), "--format", "json", "--fail-on", "alert");
        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.DRIFT_FOUND.code());
        JsonNode answer = json(out.toString());
        assertThat(answer.get("windows"))
                .hasSize(2 * 182)
                .allSatisfy(window ->
                        assertThat(window).isEqualTo(json(live.newest().get(Issued.key(window.toString())))));
    }

    @Test
    void withSegmentsAndOutOfOrderEventsAndOddRecordsItIsTheSameToo() throws Exception {
        KillLoad load = new KillLoad(20_260_404);
        String topic = "segments-" + UUID.randomUUID();
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, KillLoad.PARTITIONS);
        send(topic, load.events());
        Instances instances = new Instances(
                topic, folder, "", "  - name: payments\n    topic: " + topic + "\n    " + KillLoad.MONITOR);
        try (Service service = instances.start("0")) {
            instances.awaitOutcome(
                    "payments",
                    KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES,
                    List.of(service.url()),
                    load.totals());
        }
        Issued live = Issued.live(topic + ".results", topic + ".alerts");
        Issued replayed = Issued.replayed(ConfigurationFile.read(folder.resolve(topic + ".yaml"), Map.of()));
        assertThat(live.steps()).as("alerts fired").isNotEmpty();
        assertThat(replayed.steps()).isEqualTo(live.steps());
        // Silence of five minutes has not yet closed the windows of the last events live.
        Map<String, String> alsoLive = new TreeMap<>(replayed.newest());
        assertThat(alsoLive.keySet().retainAll(live.newest().keySet())).isTrue();
        assertThat(alsoLive).isEqualTo(live.newest());
    }

    @Test
    void whereLateEventsAmendedWindowsTheNewestRevisionsSayTheSameOfTheSameCounts() throws Exception {
        ArrangedLoad load = new ArrangedLoad(20_260_404);
        String topic = "late-" + UUID.randomUUID();
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, 3);
        List<KillLoad.Event> events = load.events(7, 3);
        Instances instances = new Instances(
                topic, folder, "", "  - name: payments\n    topic: " + topic + "\n    " + ArrangedLoad.MONITOR);
        try (Service service = instances.start("0")) {
            assertThat(service.awaitRunning(Instances.PATIENCE)).isTrue();
            send(topic, events);
            instances.awaitOutcome(
                    "payments",
                    ArrangedLoad.WINDOWS * ArrangedLoad.SEGMENTS.size() * ArrangedLoad.FEATURES,
                    List.of(service.url()),
                    load.totals(3));
        }
        Issued live = Issued.live(topic + ".results", topic + ".alerts");
        Issued replayed = Issued.replayed(ConfigurationFile.read(folder.resolve(topic + ".yaml"), Map.of()));
        assertThat(replayed.newest().values())
                .as("windows that late events amended")
                .anyMatch(value -> value.contains("\"cause\":\"revision\""));
        assertThat(replayed.newest().keySet()).containsAll(live.newest().keySet());
        live.newest()
                .forEach((key, value) -> assertThat(comparable(replayed.newest().get(key)))
                        .as(key)
                        .isEqualTo(comparable(value)));
    }

    @Test
    void ofATopicThatIsComparedWithAnotherOneItIsTheSameToo() throws Exception {
        String id = "beside-" + UUID.randomUUID();
        TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
        topics.create(id + "-canary", 2);
        topics.create(id + "-stable", 3);
        send(id + "-stable", minutes(1, 3, 900, minute -> 0.3));
        send(id + "-canary", minutes(2, 2, 300, minute -> minute < 30 ? 0.3 : 0.6));
        Instances instances = new Instances(id, folder, "", """
                  - name: payments
                    topic: %s-canary
                    event-time: /t
                    window: {size: 1m, grace: 0s, retention: 1h, idle-timeout: 2s}
                    reference: {topic: %s-stable}
                    features:
                      - {name: bank, type: category, categories: [a, b]}
                """.formatted(id, id));
        try (Service service = instances.start("0")) {
            assertThat(service.awaitRunning(Instances.PATIENCE)).isTrue();
            topics.awaitResults(id + ".results", 40, Instances.PATIENCE);
        }
        Issued live = Issued.live(id + ".results", id + ".alerts");
        Settings settings = ConfigurationFile.read(folder.resolve(id + ".yaml"), Map.of());
        Issued replayed = Issued.replayed(settings);
        assertThat(live.newest()).hasSize(40);
        assertThat(replayed.newest()).isEqualTo(live.newest());
        assertThat(live.steps()).as("alerts fired").hasSize(1);
        assertThat(replayed.steps()).isEqualTo(live.steps());
        String step = live.steps().values().iterator().next().get(0);
        assertThat(step).contains("\"kind\":\"firing\"").contains("2026-01-01T00:30:00Z");
    }

    /** Forty minutes of events with one of two categories, in order of time. */
    private static List<KillLoad.Event> minutes(
            long seed, int partitions, int perMinute, IntToDoubleFunction shareOfB) {
        SplittableRandom random = new SplittableRandom(seed);
        List<KillLoad.Event> events = new ArrayList<>();
        long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 40 * perMinute; i++) {
            int minute = i / perMinute;
            long time = start + 60_000L * minute + 60_000L * (i % perMinute) / perMinute;
            String bank = random.nextDouble() < shareOfB.applyAsDouble(minute) ? "b" : "a";
            events.add(
                    new KillLoad.Event(i % partitions, Optional.of("{\"t\":" + time + ",\"bank\":\"" + bank + "\"}")));
        }
        return events;
    }

    private static String comparable(String value) {
        return ((ObjectNode) json(value)).without(Set.of("revision", "cause")).toString();
    }

    private static void send(String topic, List<KillLoad.Event> events) {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "linger.ms",
                "5",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class))) {
            for (KillLoad.Event event : events) {
                producer.send(new ProducerRecord<>(
                        topic,
                        event.partition(),
                        null,
                        event.value()
                                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                                .orElse(null)));
            }
        }
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when nothing comes any more: windows close all the same, in time by the wall clock, and an alert that is on stays on. */
class SilenceIT {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceIT.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration SIZE = Duration.ofSeconds(4);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);
    /** What the README promises beyond grace and idle timeout. */
    private static final Duration ALLOWANCE = Duration.ofSeconds(5);

    private static final int PARTITIONS = 3;
    private static final int EVENTS = 300;

    private final String topic = "silent-" + UUID.randomUUID();
    private final SplittableRandom random = new SplittableRandom(20_260_505);

    @TempDir
    private Path folder;

    /** A record of the results topic and when it was issued. */
    private record Issued(JsonNode result, Instant at) {}

    @Test
    void aWindowWhoseTrafficStopsHalfwayIsIssuedInTimeAndItsAlertStaysOnAndAnIdlePartitionHoldsNobodyUp()
            throws Exception {
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, PARTITIONS);
        Instant minute = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
        Instant from = minute.minus(Duration.ofMinutes(10));
        Instant to = minute.minus(Duration.ofMinutes(5));
        Instances instances = new Instances(topic, folder, "", """
                  - name: payments
                    topic: %s
                    event-time: /t
                    window: {size: 4s, grace: 1s, idle-timeout: 2s}
                    reference: {period: {from: %s, to: %s}}
                    alert: {min-events: 50}
                    features:
                      - {name: amount, type: number, bins: {edges: [20, 40, 60, 80]}}
                """.formatted(topic, from, to));
        try (Service service = instances.start("a");
                Producer<byte[], byte[]> producer = producer()) {
            assertThat(service.awaitRunning(Instances.PATIENCE)).isTrue();
            for (Instant time = from; time.isBefore(to.plus(SIZE)); time = time.plus(SIZE)) {
                send(producer, 0, time, 60, 100);
                send(producer, 1, time, 60, 100);
            }
            Instant start = nextWindow();
            awaitClock(start.plus(SIZE.dividedBy(2)));
            send(producer, 0, start, EVENTS / 2, 50);
            send(producer, 1, start, EVENTS / 2, 50);

            Issued silent = awaitResult(instances, start, 1);
            Duration late = Duration.between(start.plus(SIZE).plus(GRACE).plus(IDLE_TIMEOUT), silent.at());
            assertThat(silent.result().get("records").asInt()).isEqualTo(EVENTS);
            assertThat(silent.result().get("cause").asText()).isEqualTo("idle");
            assertThat(late).isLessThan(ALLOWANCE);
            assertThat(silent.result().get("alert").asText()).isEqualTo("firing");

            // What comes late all the same amends the window, as if it had never been closed too early.
            send(producer, 1, start, 50, 50);
            Issued amended = awaitResult(instances, start, 2);
            assertThat(amended.result().get("records").asInt()).isEqualTo(EVENTS + 50);

            // One partition goes on alone; the one that fell silent, and the one that never had an event, are not
            // waited for.
            Instant next = nextWindow();
            awaitClock(next.plus(SIZE).plus(GRACE));
            send(producer, 0, next, EVENTS, 50);
            send(producer, 0, next.plus(SIZE).plus(GRACE), 1, 50);
            Instant sent = Instant.now();
            Issued alone = awaitResult(instances, next, 1);
            assertThat(alone.result().get("cause").asText()).isEqualTo("watermark");
            assertThat(Duration.between(sent, alone.at())).isLessThan(IDLE_TIMEOUT.plus(ALLOWANCE));

            // Nothing more comes: the last window closes by silence, too few events to say anything, and the alert is
            // still on.
            Issued last = awaitResult(instances, next.plus(SIZE), 1);
            assertThat(last.result().get("verdict").asText()).isEqualTo("inconclusive");
            assertThat(last.result().get("alert").asText()).isEqualTo("firing");
            Map<String, Double> series = instances.scrape(service.url());
            assertThat(series.entrySet())
                    .anyMatch(entry -> entry.getKey().startsWith("kullback_drift_state{")
                            && entry.getKey().contains("state=\"firing\"")
                            && entry.getValue() == 1);
            LOG.atInfo()
                    .addKeyValue("after the idle timeout", late)
                    .addKeyValue("beside idle partitions", Duration.between(sent, alone.at()))
                    .log("silent");
        }
    }

    /** The beginning of the next window by the wall clock. */
    private static Instant nextWindow() {
        return Instant.ofEpochMilli((System.currentTimeMillis() / SIZE.toMillis() + 1) * SIZE.toMillis());
    }

    private static void awaitClock(Instant time) {
        await("the clock shows " + time)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !Instant.now().isBefore(time));
    }

    private Issued awaitResult(Instances instances, Instant start, int revision) {
        AtomicReference<Issued> found = new AtomicReference<>();
        await("revision " + revision + " of the window of " + start)
                .atMost(Instances.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    for (ConsumerRecord<byte[], byte[]> record : instances.read("results")) {
                        JsonNode result = json(record.value());
                        if (Instant.parse(result.at("/window/start").asText()).equals(start)
                                && result.get("revision").asInt() == revision) {
                            found.set(new Issued(result, Instant.ofEpochMilli(record.timestamp())));
                        }
                    }
                    return found.get() != null;
                });
        return found.get();
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
    }

    /** Events of one moment, their amounts below a bound. */
    private void send(Producer<byte[], byte[]> producer, int partition, Instant time, int count, int bound) {
        for (int i = 0; i < count; i++) {
            String json = "{\"t\":" + time.toEpochMilli() + ",\"amount\":" + random.nextInt(bound) + "}";
            producer.send(new ProducerRecord<>(topic, partition, null, json.getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
    }
}

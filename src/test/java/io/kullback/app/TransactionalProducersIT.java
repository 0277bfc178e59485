package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that a producer took back were never there, and the markers that transactions leave in a topic neither count nor hold a window open. */
class TransactionalProducersIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String id = "transactions-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());

    @TempDir
    private Path folder;

    private Settings settings() throws Exception {
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
                    window: {size: 1h, grace: 0s, idle-timeout: 1s}
                    reference: {period: {from: 2025-12-01T00:00:00Z, to: 2025-12-02T00:00:00Z}}
                    features:
                      - {name: bank, type: category, categories: [a, b]}
                """.formatted(SharedBroker.bootstrapServers(), id, id, id, id, id));
        return ConfigurationFile.read(file, Map.of());
    }

    private void send(Producer<byte[], byte[]> producer, int partition, int minute, String bank) {
        long time = START.plus(Duration.ofMinutes(minute)).toEpochMilli();
        String event = "{\"t\":" + time + ",\"bank\":\"" + bank + "\"}";
        producer.send(new ProducerRecord<>(id, partition, time, null, event.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void onlyCommittedEventsAreCountedAndTheLastWindowClosesBehindAMarker() throws Exception {
        topics.create(id, 2);
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "transactional.id",
                id,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            producer.initTransactions();
            for (int round = 0; round < 4; round++) {
                producer.beginTransaction();
                for (int partition = 0; partition < 2; partition++) {
                    send(producer, partition, round, "a");
                }
                producer.commitTransaction();
                producer.beginTransaction();
                for (int i = 0; i < 5; i++) {
                    send(producer, i % 2, 30, "b");
                }
                // Written to the brokers first, so that there is something to take back.
                producer.flush();
                producer.abortTransaction();
            }
        }
        try (Service service = Service.start(settings(), List.of(), folder.resolve("state"))) {
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
            JsonNode result = topics.awaitResults(id + ".results", 1, PATIENCE)
                    .values()
                    .iterator()
                    .next();
            assertThat(result.get("records").asInt()).isEqualTo(8);
            assertThat(result.get("cause").asText()).isEqualTo("idle");
            assertThat(result.get("observed").toString()).startsWith("[8,0,");
        }
    }
}

package io.kullback.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.app.demo.ReadyTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of a test on a real broker: made, filled, read back. */
public final class TestTopics {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String bootstrapServers;

    public TestTopics(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Makes a topic that keeps records of any age. */
    public void create(String topic, int partitions) {
        ReadyTopic.create(
                bootstrapServers,
                new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(Map.of("retention.ms", "-1")));
    }

    /** Sends events, one to each partition in turn. */
    public void send(String topic, int partitions, List<CsvEvents.Event> events) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                "5",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            int next = 0;
            for (CsvEvents.Event event : events) {
                producer.send(new ProducerRecord<>(
                        topic,
                        next++ % partitions,
                        event.time(),
                        null,
                        event.json().getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    /**
     * The newest committed result of each key of a results topic, once it has at least so many keys.
     *
     * @throws AssertionError if that takes longer than the patience
     */
    public Map<ResultKey, JsonNode> awaitResults(String topic, int keys, Duration patience) {
        Map<ResultKey, JsonNode> results = new TreeMap<>();
        long deadline = System.nanoTime() + patience.toNanos();
        try (Consumer<byte[], byte[]> consumer = reader(topic)) {
            while (results.size() < keys) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("after " + patience + " there are results for " + results.size() + " of "
                            + keys + " windows: "
                            + results.keySet().stream()
                                    .collect(Collectors.groupingBy(
                                            key -> key.monitor() + "/" + key.segment() + "/" + key.feature(),
                                            TreeMap::new,
                                            Collectors.counting())));
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    JsonNode value = json(record.value());
                    // The topic also says of monitors with segments where in them a divergence lies.
                    if (value.get("format").asText().equals("kullback-result/1")) {
                        results.put(ResultKey.of(json(record.key())), value);
                    }
                }
            }
        }
        return results;
    }

    /**
     * The first committed value of a topic that is as wanted, as soon as there is one.
     *
     * @throws AssertionError if that takes longer than the patience
     */
    public JsonNode awaitValue(String topic, Predicate<JsonNode> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Consumer<byte[], byte[]> consumer = reader(topic)) {
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    JsonNode value = json(record.value());
                    if (wanted.test(value)) {
                        return value;
                    }
                }
            }
        }
        throw new AssertionError("no such value on topic " + topic + " for " + patience);
    }

    /** Reads the committed records of a topic from its beginning. */
    private Consumer<byte[], byte[]> reader(String topic) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Key of a result. */
    public record ResultKey(String monitor, String segment, String feature, String start)
            implements Comparable<ResultKey> {
        static ResultKey of(JsonNode key) {
            return new ResultKey(
                    key.get(0).asText(),
                    key.get(1).asText(),
                    key.get(2).asText(),
                    key.get(3).asText());
        }

        @Override
        public int compareTo(ResultKey other) {
            return toString().compareTo(other.toString());
        }
    }
}

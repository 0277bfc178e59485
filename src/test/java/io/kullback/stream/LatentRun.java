package io.kullback.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.Identities;
import io.kullback.testing.QuietListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** One monitor's events through the whole topology in Kafka's own driver, and what came out. */
final class LatentRun {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LatentRun() {}

    static List<JsonNode> of(MonitorSettings monitor, Path folder, Instant now, List<String> events) {
        StreamSettings settings = new StreamSettings(
                Map.of("bootstrap.servers", "nowhere:1"),
                "latent",
                OwnTopics.withPrefix("latent"),
                1,
                List.of(monitor));
        Properties properties = Pipeline.streamsProperties(settings, folder, "instance");
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                DriftTopology.of(settings, (partition, countedTo) -> Optional.empty(), topic -> 1, new QuietListener()),
                properties,
                now)) {
            TestInputTopic<byte[], byte[]> input =
                    driver.createInputTopic(monitor.topic(), new ByteArraySerializer(), new ByteArraySerializer());
            Frame.Builder frame = new Frame.Builder();
            long offset = 0;
            for (String event : events) {
                frame.add(offset++, now.toEpochMilli(), event.getBytes(StandardCharsets.UTF_8));
            }
            input.pipeInput(null, frame.finish(), now);
            return driver
                    .createOutputTopic("latent.results", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValuesToList()
                    .stream()
                    .map(LatentRun::json)
                    .peek(Identities::assertHoldOfResult)
                    .toList();
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

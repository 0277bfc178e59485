package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.ingest.FieldPath;
import io.kullback.testing.Identities;
import io.kullback.testing.QuietListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology in Kafka's own driver, fed with frames as the framing consumer makes them. */
class DriftTopologyTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant START = Instant.ofEpochMilli(Given.T0);

    @TempDir
    private Path folder;

    private final List<MonitorProgress> progress = new ArrayList<>();
    private Optional<Duration> silence = Optional.empty();
    private TopologyTestDriver driver;

    private final MonitorListener listener = new QuietListener() {
        @Override
        public void progressed(MonitorProgress monitorProgress) {
            progress.add(monitorProgress);
        }
    };

    private static StreamSettings settings(MonitorSettings... monitors) {
        return new StreamSettings(
                Map.of("bootstrap.servers", "nowhere:1"),
                "golden",
                new OwnTopics("golden.results", "golden.alerts", "golden.commands", "golden.references"),
                4,
                List.of(monitors));
    }

    private static MonitorSettings monitor(String name, String topic, Optional<FieldPath> segment) {
        return Given.monitor(name, topic, Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE), segment);
    }

    private void start(MonitorSettings... monitors) {
        start((partition, countedTo) -> silence, monitors);
    }

    private void start(SourceProgress silences, MonitorSettings... monitors) {
        StreamSettings settings = settings(monitors);
        Properties properties = Pipeline.streamsProperties(settings, folder, "instance");
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        driver = new TopologyTestDriver(DriftTopology.of(settings, silences, topic -> 1, listener), properties, START);
    }

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
        }
    }

    private void send(String topic, String... events) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        Frame.Builder frame = new Frame.Builder();
        long offset = 0;
        for (String event : events) {
            frame.add(offset++, Given.T0, event == null ? null : event.getBytes(StandardCharsets.UTF_8));
        }
        input.pipeInput(null, frame.finish(), START);
    }

    private static String event(long second, String rest) {
        return "{\"t\":" + (Given.T0 + second * 1_000) + rest + "}";
    }

    private List<JsonNode> results() {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic("golden.results", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return output.readValuesToList().stream()
                .map(value -> {
                    try {
                        return MAPPER.readTree(value);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void theShapeAndTheNamesAreThoseOfTheGoldenFile() throws IOException {
        String described = DriftTopology.of(
                        settings(
                                monitor("a", "events", Optional.empty()),
                                monitor("b", "other", Optional.of(FieldPath.parse("/s")))),
                        (partition, countedTo) -> Optional.empty(),
                        topic -> 1,
                        listener)
                .describe()
                .toString();
        try (InputStream golden = DriftTopologyTest.class.getResourceAsStream("topology.txt")) {
            assertThat(normal(described))
                    .as("stores and topics are named after this; a change needs a way for running state to follow")
                    .isEqualTo(normal(new String(golden.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    /** Without indentation, and with the sets in brackets in order: Kafka Streams prints them as they come. */
    private static List<String> normal(String description) {
        Pattern brackets = Pattern.compile("\\[([^]]*)]");
        return description
                .lines()
                .map(line -> brackets.matcher(line.strip())
                        .replaceAll(match -> Arrays.stream(match.group(1).split(", "))
                                .sorted()
                                .collect(Collectors.joining(", ", "[", "]"))))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The guard of {@link BeforeCommit}: fails if an upgrade of Kafka Streams no longer calls it before a commit. */
    @Test
    void whatWasCountedIsHandedOnBeforeTheCommit() {
        start(monitor("m", "events", Optional.empty()));
        send("events", event(1, ",\"x\":5"), event(2, ",\"x\":-5"), event(13, ",\"x\":50"));
        List<JsonNode> results = results();
        assertThat(results).hasSize(1);
        assertThat(results.get(0).get("observed").toString()).isEqualTo("[1,1,0,0,0,0]");
        assertThat(progress.get(progress.size() - 1).counted()).isEqualTo(3);
    }

    @Test
    void aPartitionThatAThreadLeftAsItEndedFallsSilentUnderTheNextOne() {
        TopicPartition partition = new TopicPartition("events", 0);
        ConsumerProgress consumers = new ConsumerProgress(System::nanoTime);
        consumers.delivered(partition, 41);
        start(consumers, monitor("m", "events", Optional.empty()));
        consumers.nothingDelivered(partition, OptionalLong.of(0));
        assertThat(consumers.silence(partition, -1)).isPresent();
    }

    @Test
    void everyRecordIsCountedOrStandsUnderOneReason() {
        start(monitor("m", "events", Optional.empty()));
        long future = System.currentTimeMillis() + Duration.ofDays(2).toMillis() - Given.T0;
        send(
                "events",
                event(1, ",\"x\":5"),
                event(1, ",\"x\":\"five\""),
                event(1, ""),
                event(1, ",\"x\":1e999"),
                event(future / 1_000, ",\"x\":5"),
                "{\"x\":5}",
                "{\"t\":\"soon\",\"x\":5}",
                "not JSON",
                "[]",
                null);
        MonitorProgress last = progress.get(progress.size() - 1);
        assertThat(last.records()).isEqualTo(10);
        assertThat(last.counted()).isEqualTo(4);
        // Event times beyond the driver's clock, which stands at the events' own time, are in the future too.
        assertThat(last.future()).isEqualTo(1);
        assertThat(last.rejected())
                .containsEntry("timestamp_missing", 1L)
                .containsEntry("timestamp_invalid", 1L)
                .containsEntry("decode", 1L)
                .containsEntry("not_object", 1L)
                .containsEntry("null_value", 1L);
        Identities.assertHold(last);
        assertThat(last.unusable().get("x").values()).containsExactlyInAnyOrder(1L, 1L, 1L);
    }

    @Test
    void segmentsAreSeriesOfTheirOwnAndMonitorsOfOneTopicShareItsEvents() {
        start(
                monitor("whole", "events", Optional.empty()),
                monitor("parts", "events", Optional.of(FieldPath.parse("/s"))));
        send(
                "events",
                event(1, ",\"x\":5,\"s\":\"de\""),
                event(2, ",\"x\":5,\"s\":\"fr\""),
                event(3, ",\"x\":5,\"s\":\"de\""),
                event(4, ",\"x\":5"),
                event(15, ""));
        assertThat(results())
                .extracting(node -> node.get("monitor").asText() + "/"
                        + node.get("segment").asText() + ":"
                        + node.get("records").asInt())
                .containsExactlyInAnyOrder("whole/:4", "parts/(missing):1", "parts/de:2", "parts/fr:1");
    }

    @Test
    void withoutTrafficTheLastWindowClosesByTheClock() {
        start(monitor("m", "events", Optional.empty()));
        send("events", event(1, ",\"x\":5"));
        assertThat(results()).isEmpty();
        silence = Optional.of(Duration.ofSeconds(61));
        driver.advanceWallClockTime(Duration.ofMinutes(2));
        List<JsonNode> results = results();
        assertThat(results).hasSize(1);
        assertThat(results.get(0).get("cause").asText()).isEqualTo("idle");
    }
}

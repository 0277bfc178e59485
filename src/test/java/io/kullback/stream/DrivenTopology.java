package io.kullback.stream;

import io.kullback.detection.MonitorProgress;
import io.kullback.detection.PipelineMeter;
import io.kullback.testing.Identities;
import io.kullback.testing.QuietListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
import org.apache.kafka.streams.test.TestRecord;

/** The topology in Kafka's own driver, with a clock that stands still until it is moved. */
final class DrivenTopology implements AutoCloseable {

    /** Offsets of events are this far apart, as where transactions and compaction leave gaps. */
    static final int OFFSET_STEP = 3;

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final OwnTopics OWN = OwnTopics.withPrefix("driven");
    private static final String LETTERS = "driven.dead-letters";

    private final Map<String, MonitorProgress> newest = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final TopologyTestDriver driver;

    DrivenTopology(Path folder, Optional<DeadLetterSettings> deadLetters, MonitorSettings... monitors) {
        this(folder, deadLetters, PipelineMeter.NONE, monitors);
    }

    DrivenTopology(
            Path folder, Optional<DeadLetterSettings> deadLetters, PipelineMeter meter, MonitorSettings... monitors) {
        StreamSettings settings = new StreamSettings(
                Map.of("bootstrap.servers", "nowhere:1"), "driven", OWN, 1, deadLetters, List.of(monitors));
        Properties properties = Pipeline.streamsProperties(settings, folder, "instance");
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        driver = new TopologyTestDriver(
                DriftTopology.of(
                        settings,
                        (partition, countedTo) -> Optional.empty(),
                        topic -> 1,
                        new QuietListener() {
                            @Override
                            public void progressed(MonitorProgress progress) {
                                Identities.assertHold(progress);
                                newest.put(progress.monitor(), progress);
                            }
                        },
                        meter),
                properties,
                START);
    }

    static DeadLetterSettings letters(boolean withPayload, int atMostPerSecond) {
        return new DeadLetterSettings(LETTERS, withPayload, atMostPerSecond);
    }

    /** Sends events in one frame, each {@value #OFFSET_STEP} offsets behind the one before. */
    void send(String topic, List<byte[]> events) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        Frame.Builder frame = new Frame.Builder();
        for (byte[] event : events) {
            frame.add(offsets.merge(topic, (long) OFFSET_STEP, Long::sum) - OFFSET_STEP, Given.T0, event);
        }
        input.pipeInput(null, frame.finish(), START);
    }

    void wait(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** How far a monitor has come. */
    MonitorProgress progress(String monitor) {
        return newest.get(monitor);
    }

    List<TestRecord<byte[], byte[]>> results() {
        return driver.createOutputTopic(OWN.results(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(LETTERS, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}

package io.kullback.app.demo;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.stream.OwnTopics;
import io.kullback.stream.Pipeline;
import io.kullback.stream.StreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One topic of flights, read by a consumer that does nothing and by the demo's pipeline. The flights of 2001 are repeated, a year later each time. */
public final class BenchRun {

    private static final String TOPIC = "flights";
    private static final int FIRST_YEAR = 2001;
    private static final byte[] YEAR = "2001".getBytes(StandardCharsets.UTF_8);
    // Where the year stands: behind the opening brace and the name of the field.
    private static final int YEAR_AT = "{\"time\":\"".length();

    private final String bootstrapServers;
    private final Path folder;
    private final int millions;
    private final int partitions;

    /** @param millions how many times the million flights are written, at most 20 */
    public BenchRun(String bootstrapServers, Path folder, int millions, int partitions) {
        if (millions < 1 || millions > 20) {
            throw new IllegalArgumentException("between 1 and 20 million events can be written, but not " + millions);
        }
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
        this.millions = millions;
        this.partitions = partitions;
    }

    private long total() {
        return (long) millions * Flights.COUNT;
    }

    /** Writes the topic. */
    public void fill() throws IOException {
        QuietKafka.set();
        ReadyTopic.create(
                bootstrapServers,
                new NewTopic(TOPIC, Optional.of(partitions), Optional.empty()).configs(Map.of("retention.ms", "-1")));
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                "20",
                "batch.size",
                "262144",
                "compression.type",
                "lz4",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            int sent = 0;
            for (int year = FIRST_YEAR; year < FIRST_YEAR + millions; year++) {
                byte[] digits = String.valueOf(year).getBytes(StandardCharsets.UTF_8);
                try (Flights flights = Flights.open()) {
                    for (Flights.Flight flight = flights.next(); flight != null; flight = flights.next()) {
                        byte[] json = flight.json();
                        System.arraycopy(digits, 0, json, YEAR_AT, YEAR.length);
                        producer.send(new ProducerRecord<>(TOPIC, sent++ % partitions, null, json));
                    }
                }
            }
            producer.flush();
        }
    }

    /** Events a second of a consumer that polls and throws away, from the first event to the last. */
    public double bareConsumer() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "max.poll.records",
                "20000",
                "isolation.level",
                "read_committed",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class);
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long first = 0;
            long start = 0;
            long read = 0;
            while (read < total()) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
                if (first == 0 && read > 0) {
                    first = read;
                    start = System.nanoTime();
                }
            }
            return (read - first) * 1e9 / (System.nanoTime() - start);
        }
    }

    /** Events a second of the demo's pipeline, exactly once, from the first commit that counted something to the last. */
    public double pipeline(int round) throws IOException, InterruptedException {
        Settings settings = settings();
        StreamSettings stream = new StreamSettings(
                settings.stream().kafka(),
                "kullback-bench-" + round,
                OwnTopics.withPrefix("kullback-bench-" + round),
                settings.stream().mergePartitions(),
                settings.stream().monitors());
        Clock clock = new Clock(total());
        try (Pipeline pipeline = Pipeline.start(stream, clock, folder.resolve("streams-" + round))) {
            while (!clock.done.await(200, TimeUnit.MILLISECONDS)) {
                if (!pipeline.isHealthy()) {
                    throw new IllegalStateException("the pipeline has ended by an error");
                }
            }
        }
        return clock.rate();
    }

    private Settings settings() throws IOException {
        try (InputStream yaml = BenchRun.class.getResourceAsStream("/demo/kullback.yaml")) {
            return ConfigurationFile.parse(
                    new String(yaml.readAllBytes(), StandardCharsets.UTF_8),
                    "config/kullback.yaml",
                    Path.of("."),
                    Map.of("KULLBACK_KAFKA", bootstrapServers));
        }
    }

    /** Looks at the time when the first and the last events were counted. */
    private static final class Clock implements MonitorListener {
        private final long total;
        private final CountDownLatch done = new CountDownLatch(1);
        private long first;
        private long start;
        private long end;

        Clock(long total) {
            this.total = total;
        }

        @Override
        public synchronized void progressed(MonitorProgress progress) {
            if (first == 0 && progress.counted() > 0) {
                first = progress.counted();
                start = System.nanoTime();
            }
            if (progress.counted() >= total && done.getCount() > 0) {
                end = System.nanoTime();
                done.countDown();
            }
        }

        synchronized double rate() {
            return (total - first) * 1e9 / (end - start);
        }

        @Override
        public void windowClosed(WindowResult result) {}

        @Override
        public void referenceInForce(String monitor, Reference reference) {}

        @Override
        public void alertChanged(AlertTransition transition, String explanation) {}

        @Override
        public void sourceSeen(String monitor, String topic, int partitions) {}

        @Override
        public void released(String monitor) {}
    }
}

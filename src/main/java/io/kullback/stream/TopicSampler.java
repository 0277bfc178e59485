package io.kullback.stream;

import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Takes the oldest and the newest records of a topic and counts them exactly as the pipeline would, but that none is too old or too far ahead. Joins no group
 * and commits nothing.
 */
final class TopicSampler implements AutoCloseable {

    /** About as many records are taken; more only from a topic of more partitions than half of it. */
    static final int RECORDS = 100;

    private final MonitorSettings monitor;
    private final Consumer<byte[], byte[]> consumer;
    private final Frame.Builder frame = new Frame.Builder();
    private long earliest = Long.MAX_VALUE;
    private long records;

    TopicSampler(StreamSettings settings, MonitorSettings monitor) {
        this.monitor = ReferenceBuilder.patient(monitor, null);
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ClusterProbe.PATIENCE.toMillis());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        this.consumer = new KafkaConsumer<>(properties);
    }

    TopicSample sample(int partitionCount) {
        List<TopicPartition> partitions = IntStream.range(0, partitionCount)
                .mapToObj(number -> new TopicPartition(monitor.topic(), number))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long half = Math.max(1, RECORDS / (2L * partitionCount));
        long inTopic = 0;
        for (TopicPartition partition : partitions) {
            long begin = begins.get(partition);
            long end = ends.get(partition);
            inTopic += end - begin;
            long middle = Math.min(end, begin + half);
            take(partition, begin, middle);
            take(partition, Math.max(middle, end - half), end);
        }
        return counted(inTopic);
    }

    private void take(TopicPartition partition, long from, long to) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + ClusterProbe.PATIENCE.toNanos();
        // Where nothing but markers of transactions is left, the position moves on without a record.
        while (consumer.position(partition) < to && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < to) {
                    frame.add(record.offset(), record.timestamp(), record.value());
                    earliest = Math.min(earliest, record.timestamp());
                    records++;
                }
            }
        }
    }

    private TopicSample counted(long inTopic) {
        PartitionCounter counter = new PartitionCounter(new TopicPartition(monitor.topic(), 0), List.of(monitor));
        counter.count(frame.finish(), System.currentTimeMillis());
        Optional<Partial> partial = counter.monitors().get(0).drain(1);
        List<Partial.Pane> panes = partial.map(Partial::panes).orElse(List.of());
        long read = panes.stream().mapToLong(pane -> pane.counts().records()).sum();
        return new TopicSample(
                inTopic,
                records,
                partial.map(Partial::rejected).orElse(Map.of()),
                features(panes),
                (int) panes.stream().map(Partial.Pane::segment).distinct().count(),
                records == 0 ? OptionalDouble.empty() : eventsInWindow(panes, (double) inTopic * read / records),
                records == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(earliest)));
    }

    private List<TopicSample.FeatureSample> features(List<Partial.Pane> panes) {
        List<TopicSample.FeatureSample> features = new ArrayList<>();
        for (int i = 0; i < monitor.features().size(); i++) {
            int feature = i;
            List<Tally> tallies = panes.stream()
                    .map(pane -> pane.counts().tallies().get(feature))
                    .toList();
            long all = tallies.stream().mapToLong(Tally::total).sum();
            long missing = count(tallies, UnusableBin.MISSING);
            features.add(new TopicSample.FeatureSample(
                    monitor.features().get(i).name(),
                    all,
                    all - missing,
                    all - missing - count(tallies, UnusableBin.NON_FINITE) - count(tallies, UnusableBin.WRONG_TYPE)));
        }
        return features;
    }

    private static long count(List<Tally> tallies, UnusableBin bin) {
        return tallies.stream().mapToLong(tally -> tally.count(bin)).sum();
    }

    /** The events of the topic spread evenly over the time between the oldest and the newest: an average says nothing of rush hours. */
    private OptionalDouble eventsInWindow(List<Partial.Pane> panes, double events) {
        long size = monitor.window().size().toMillis();
        long first = panes.stream().mapToLong(Partial.Pane::start).min().orElse(0);
        long last = panes.stream().mapToLong(Partial.Pane::start).max().orElse(0);
        long span = panes.isEmpty() ? 0 : monitor.window().paneEnd(last) - first;
        return span < 2 * size ? OptionalDouble.empty() : OptionalDouble.of(events * size / span);
    }

    @Override
    public void close() {
        consumer.close();
    }
}

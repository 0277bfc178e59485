package io.kullback.stream;

import io.kullback.histogram.Reference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Builds a reference from what a topic holds now. Joins no group and commits nothing. */
public final class TopicReference {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private TopicReference() {}

    /**
     * Reads the whole topic once.
     *
     * @param period events outside are left out; everything is taken where empty
     * @param progress told the records read and the records there are, now and then
     * @throws KafkaUnreachableException if no broker answers
     * @throws MissingTopicException if there is no such topic
     * @throws IllegalStateException if no event lies in the period
     */
    public static Reference build(
            StreamSettings settings,
            MonitorSettings monitor,
            Optional<ReferenceSource.Period> period,
            BiConsumer<Long, Long> progress) {
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        String servers = settings.kafka().getOrDefault("bootstrap.servers", "");
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<PartitionInfo> partitions = consumer.partitionsFor(monitor.topic(), PATIENCE);
            if (partitions == null || partitions.isEmpty()) {
                throw new MissingTopicException(Set.of(monitor.topic()), servers);
            }
            ReferenceBuilder builder = new ReferenceBuilder(monitor, period);
            read(
                    consumer,
                    partitions.stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList(),
                    ReferenceBuilder.patient(monitor, period.orElse(null)),
                    builder,
                    progress);
            return builder.build("topic " + monitor.topic());
        } catch (TimeoutException e) {
            throw new KafkaUnreachableException(servers, e);
        }
    }

    private static void read(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            MonitorSettings monitor,
            ReferenceBuilder builder,
            BiConsumer<Long, Long> progress) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        long total = ends.values().stream().mapToLong(Long::longValue).sum()
                - consumer.beginningOffsets(partitions, PATIENCE).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        Map<TopicPartition, PartitionCounter> counters = new HashMap<>();
        partitions.forEach(partition -> counters.put(partition, new PartitionCounter(partition, List.of(monitor))));
        Frame.Builder frame = new Frame.Builder();
        long read = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
            for (TopicPartition partition : records.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    // What was written after the reading began is left for the next time.
                    if (record.offset() < ends.get(partition)) {
                        frame.add(record);
                        read++;
                    }
                }
                if (!frame.isEmpty()) {
                    PartitionCounter counter = counters.get(partition);
                    counter.count(frame.finish(), System.currentTimeMillis());
                    counter.monitors().forEach(builder::drain);
                }
            }
            progress.accept(read, total);
        }
    }
}

package io.kullback.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Gives Kafka Streams consumers that hand out the events of source topics in {@link Frame}s. Assignment, commits and transactions stay Kafka Streams' own:
 * the offset of a frame is that of its first event, and the next offsets of a poll are passed on as they are, so a commit covers whole frames.
 */
final class FramingClientSupplier implements KafkaClientSupplier {

    private final KafkaClientSupplier clients = new DefaultKafkaClientSupplier();
    private final Predicate<String> isEventTopic;
    private final ConsumerProgress progress;
    private final String transactions;

    /** @param transactions prefix of the names of transactions; the same after a restart, and of no other instance */
    FramingClientSupplier(Set<String> eventTopics, ConsumerProgress progress, String transactions) {
        this.isEventTopic = Set.copyOf(eventTopics)::contains;
        this.progress = progress;
        this.transactions = transactions;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.getAdmin(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return clients.getProducer(underOwnName(config));
    }

    /**
     * Kafka Streams names transactions by a number drawn at each start unless state is kept on disk. Under a name that stays, the first producer after a
     * kill ends the transaction left open at once; until then nobody may read what comes after it, nor which offsets were committed.
     */
    private Map<String, Object> underOwnName(Map<String, Object> config) {
        Map<String, Object> named = new HashMap<>(config);
        named.computeIfPresent(ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, drawn) -> {
            String id = drawn.toString();
            return transactions + id.substring(id.lastIndexOf('-'));
        });
        return named;
    }

    @Override
    @SuppressWarnings("unchecked") // a proxy class has no type arguments
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        // A proxy, since only one of the interface's sixty methods is of interest, and new ones come with each Kafka
        // release.
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new FramingConsumer(clients.getConsumer(config)));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return clients.getRestoreConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return clients.getGlobalConsumer(config);
    }

    /** Packs what each poll of one consumer returns. Used by one stream thread. */
    private final class FramingConsumer implements InvocationHandler {
        private final Consumer<byte[], byte[]> consumer;
        private final Frame.Builder builder = new Frame.Builder();
        private Set<TopicPartition> assigned = Set.of();

        FramingConsumer(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        @SuppressWarnings("unchecked") // poll returns what the interface says
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            Object result;
            try {
                result = method.invoke(consumer, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            return method.getName().equals("poll") ? framed((ConsumerRecords<byte[], byte[]>) result) : result;
        }

        private ConsumerRecords<byte[], byte[]> framed(ConsumerRecords<byte[], byte[]> records) {
            report(records);
            if (records.isEmpty()) {
                return records;
            }
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> framed = new HashMap<>();
            for (TopicPartition partition : records.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> events = records.records(partition);
                framed.put(partition, isEventTopic.test(partition.topic()) ? frames(partition, events) : events);
            }
            return new ConsumerRecords<>(framed, records.nextOffsets());
        }

        private void report(ConsumerRecords<byte[], byte[]> records) {
            Set<TopicPartition> now = consumer.assignment();
            progress.retain(assigned, now);
            assigned = now;
            for (TopicPartition partition : now) {
                if (isEventTopic.test(partition.topic())) {
                    List<ConsumerRecord<byte[], byte[]>> events = records.records(partition);
                    if (events.isEmpty()) {
                        progress.nothingDelivered(partition, consumer.currentLag(partition));
                    } else {
                        progress.delivered(
                                partition, events.get(events.size() - 1).offset());
                    }
                }
            }
        }

        private List<ConsumerRecord<byte[], byte[]>> frames(
                TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> events) {
            List<ConsumerRecord<byte[], byte[]>> frames = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> event : events) {
                builder.add(event);
                if (builder.isFull()) {
                    frames.add(frame(partition));
                }
            }
            if (!builder.isEmpty()) {
                frames.add(frame(partition));
            }
            return frames;
        }

        private ConsumerRecord<byte[], byte[]> frame(TopicPartition partition) {
            long offset = builder.firstOffset();
            long timestamp = builder.latestTimestamp();
            byte[] bytes = builder.finish();
            return new ConsumerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    offset,
                    timestamp,
                    TimestampType.CREATE_TIME,
                    ConsumerRecord.NULL_SIZE,
                    bytes.length,
                    null,
                    bytes,
                    new RecordHeaders(),
                    Optional.empty());
        }
    }
}

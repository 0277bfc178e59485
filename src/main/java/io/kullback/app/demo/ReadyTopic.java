package io.kullback.app.demo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Makes topics and waits until they take records. */
public final class ReadyTopic {

    private static final long PATIENCE_SECONDS = 30;

    private ReadyTopic() {}

    /**
     * Creates a topic.
     *
     * @throws IllegalStateException if it cannot be created
     */
    public static void create(String bootstrapServers, NewTopic topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // A topic exists a moment before all its partitions have a leader. A producer that is quicker than that
            // gets its first batches refused, and then out of order.
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, topic.numPartitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            admin.listOffsets(ends).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the topic '" + topic.name() + "' could not be created: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topic '" + topic.name() + "' was created", e);
        }
    }
}

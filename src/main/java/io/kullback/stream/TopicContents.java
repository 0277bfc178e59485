package io.kullback.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;

/**
 * What a topic holds now, and how far it has been read.
 *
 * @param cleanup its {@code cleanup.policy}; empty if the brokers do not tell
 * @param partitions in order of their numbers
 */
public record TopicContents(String cleanup, List<Partition> partitions) {

    public TopicContents {
        partitions = List.copyOf(partitions);
    }

    /**
     * One partition.
     *
     * @param begin first offset that is kept
     * @param end offset that the next record will have
     * @param readTo offset that the group has committed
     * @param oldest timestamp of the first record that is kept
     * @param newest largest timestamp of a record
     */
    public record Partition(
            int number,
            long begin,
            long end,
            OptionalLong readTo,
            Optional<Instant> oldest,
            Optional<Instant> newest) {}

    /** Asks the brokers. */
    static final class Look {
        private final Admin admin;
        private final long patienceMillis;

        Look(Admin admin, long patienceMillis) {
            this.admin = admin;
            this.patienceMillis = patienceMillis;
        }

        TopicContents at(String topic, int partitionCount, String group)
                throws ExecutionException, InterruptedException, TimeoutException {
            List<TopicPartition> all = new ArrayList<>();
            for (int number = 0; number < partitionCount; number++) {
                all.add(new TopicPartition(topic, number));
            }
            Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(all, OffsetSpec.earliest());
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(all, OffsetSpec.latest());
            Map<TopicPartition, ListOffsetsResultInfo> oldest = offsets(all, OffsetSpec.forTimestamp(0));
            Map<TopicPartition, ListOffsetsResultInfo> newest = offsets(all, OffsetSpec.maxTimestamp());
            Map<TopicPartition, OffsetAndMetadata> read = committed(group);
            List<Partition> partitions = new ArrayList<>();
            for (TopicPartition one : all) {
                OffsetAndMetadata readTo = read.get(one);
                partitions.add(new Partition(
                        one.partition(),
                        begins.get(one).offset(),
                        ends.get(one).offset(),
                        readTo == null ? OptionalLong.empty() : OptionalLong.of(readTo.offset()),
                        time(oldest.get(one)),
                        time(newest.get(one))));
            }
            return new TopicContents(cleanup(topic), partitions);
        }

        private Map<TopicPartition, ListOffsetsResultInfo> offsets(List<TopicPartition> partitions, OffsetSpec spec)
                throws ExecutionException, InterruptedException, TimeoutException {
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            partitions.forEach(partition -> asked.put(partition, spec));
            return admin.listOffsets(asked).all().get(patienceMillis, TimeUnit.MILLISECONDS);
        }

        /** None of a partition without a record. */
        private static Optional<Instant> time(ListOffsetsResultInfo found) {
            return found.timestamp() < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(found.timestamp()));
        }

        /** Nothing of a group that there is not, or that this client may not see. */
        private Map<TopicPartition, OffsetAndMetadata> committed(String group)
                throws InterruptedException, TimeoutException {
            try {
                Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(patienceMillis, TimeUnit.MILLISECONDS)
                        .forEach((partition, offset) -> {
                            if (offset != null) {
                                committed.put(partition, offset);
                            }
                        });
                return committed;
            } catch (ExecutionException e) {
                return Map.of();
            }
        }

        private String cleanup(String topic) throws InterruptedException, TimeoutException, ExecutionException {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            try {
                return admin.describeConfigs(Set.of(resource))
                        .values()
                        .get(resource)
                        .get(patienceMillis, TimeUnit.MILLISECONDS)
                        .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                        .value();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ApiException) {
                    return "";
                }
                throw e;
            }
        }
    }
}

package io.kullback.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers whether a configuration can work with them. Changes nothing. */
public final class ClusterProbe implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String TRANSACTION_VERSION = "transaction.version";

    private final StreamSettings settings;
    private final Admin admin;

    /** Kafka's client does not take the properties that it was given; the message is Kafka's, without the value. */
    public static final class RefusedPropertiesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedPropertiesException(KafkaException cause) {
            super(KafkaFailure.withoutValue(String.valueOf(innermost(cause).getMessage())), cause);
        }

        private static Throwable innermost(Throwable problem) {
            return problem.getCause() == null ? problem : innermost(problem.getCause());
        }
    }

    /** @throws RefusedPropertiesException if no client can be made of the properties */
    public ClusterProbe(StreamSettings settings) {
        this.settings = settings;
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        properties.put("request.timeout.ms", (int) PATIENCE.toMillis());
        try {
            this.admin = Admin.create(properties);
        } catch (KafkaException e) {
            throw new RefusedPropertiesException(e);
        }
    }

    /**
     * The level of the brokers' feature {@code transaction.version}; from 2 on no late marker can tear a transaction (KIP-890).
     *
     * @return empty if the brokers do not have the feature at all
     * @throws KafkaUnreachableException if no broker answers
     */
    public OptionalInt transactionVersion() {
        try {
            FinalizedVersionRange range = await(admin.describeFeatures().featureMetadata())
                    .finalizedFeatures()
                    .get(TRANSACTION_VERSION);
            return range == null ? OptionalInt.empty() : OptionalInt.of(range.maxVersionLevel());
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        }
    }

    /**
     * What the brokers say of a topic.
     *
     * @throws KafkaUnreachableException if no broker answers
     */
    public TopicState topic(String name) {
        try {
            TopicDescription description = await(
                    admin.describeTopics(Set.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(name));
            Set<AclOperation> allowed = description.authorizedOperations();
            if (allowed != null && !allowed.contains(AclOperation.READ)) {
                return new TopicState.Refused("read");
            }
            return new TopicState.Present(description.partitions().size(), retention(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return new TopicState.Absent();
            }
            if (e.getCause() instanceof AuthorizationException) {
                return new TopicState.Refused("describe");
            }
            throw unreachable(e.getCause());
        }
    }

    private Optional<Duration> retention(String topic) throws ExecutionException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config =
                    await(admin.describeConfigs(Set.of(resource)).values().get(resource));
            boolean isDeleted =
                    config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_DELETE);
            long millis =
                    Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
            return isDeleted && millis >= 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Samples a topic.
     *
     * @throws KafkaUnreachableException if no broker answers
     * @throws AuthorizationException if the brokers do not let it be read
     */
    public TopicSample sample(MonitorSettings monitor, TopicState.Present topic) {
        try (TopicSampler sampler = new TopicSampler(settings, monitor)) {
            return sampler.sample(topic.partitions());
        } catch (org.apache.kafka.common.errors.TimeoutException | AuthenticationException e) {
            throw unreachable(e);
        }
    }

    /**
     * What a topic that is there holds now.
     *
     * @param group whose progress is looked at
     * @throws KafkaUnreachableException if no broker answers
     */
    public TopicContents contents(String topic, TopicState.Present state, String group) {
        try {
            return new TopicContents.Look(admin, 2 * PATIENCE.toMillis()).at(topic, state.partitions(), group);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private KafkaUnreachableException unreachable(Throwable cause) {
        return new KafkaUnreachableException(settings.kafka().getOrDefault("bootstrap.servers", ""), cause);
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}

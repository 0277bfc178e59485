package io.kullback.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics around the pipeline: how many partitions the sources have, and the results topic, which is created when it is absent. */
final class Topics implements ToIntFunction<String>, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Admin admin;
    private final String servers;
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

    Topics(Map<String, Object> clientProperties, String servers) {
        this.admin = Admin.create(clientProperties);
        this.servers = servers;
    }

    /**
     * Asks for the partitions of the source topics, and remembers them.
     *
     * @throws MissingTopicException if one does not exist
     * @throws KafkaUnreachableException if no broker answers
     */
    void describe(Set<String> topics) {
        Set<String> missing = new TreeSet<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, future) -> {
            Optional<Throwable> problem = await(future.thenApply(description -> {
                partitions.put(topic, description.partitions().size());
                return null;
            }));
            problem.ifPresent(cause -> {
                if (!(cause instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaUnreachableException(servers, cause);
                }
                missing.add(topic);
            });
        });
        if (!missing.isEmpty()) {
            throw new MissingTopicException(missing, servers);
        }
    }

    /** Creates the results topic if there is none: compacted, so that it keeps the newest revision of each window, and kept for ever. */
    void createResults(String topic) {
        Map<String, String> config = new HashMap<>();
        config.put("cleanup.policy", "compact");
        config.put("retention.ms", "-1");
        NewTopic results = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(config);
        await(admin.createTopics(List.of(results)).all()).ifPresent(cause -> {
            if (!(cause instanceof TopicExistsException)) {
                throw new KafkaUnreachableException(servers, cause);
            }
        });
    }

    /** Waits for an answer; gives what went wrong. */
    private <T> Optional<Throwable> await(KafkaFuture<T> future) {
        try {
            future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        } catch (TimeoutException e) {
            return Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(e);
        }
    }

    /** Number of partitions of a described topic. */
    @Override
    public int applyAsInt(String topic) {
        return partitions.getOrDefault(topic, 0);
    }

    /** The described topics. */
    List<String> described() {
        return new ArrayList<>(partitions.keySet());
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}

package io.kullback.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers of topics, and makes Kullback's own where they are absent. */
final class Topics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 50;
    private static final Duration FOR_EVER = Duration.ofMillis(-1);
    private static final Duration KEPT_LETTERS = Duration.ofDays(7);

    private final Admin admin;
    private final String servers;

    Topics(Map<String, Object> clientProperties, String servers) {
        this.servers = servers;
        try {
            this.admin = Admin.create(clientProperties);
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(servers, e);
        }
    }

    /**
     * Waits for the first broker to answer.
     *
     * @throws KafkaUnreachableException if none answers for so long
     */
    void awaitBrokers(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<Throwable> problem = await(admin.describeCluster().nodes(), LOOK_PATIENCE);
        if (problem.isPresent()) {
            LOG.atInfo()
                    .addKeyValue("servers", servers)
                    .addKeyValue("seconds", patience.toSeconds())
                    .log("no Kafka broker answers yet; waiting");
        }
        while (problem.isPresent()) {
            // Who is refused once is refused again.
            if (System.nanoTime() > deadline
                    || problem.get() instanceof InterruptedException
                    || problem.get() instanceof AuthenticationException
                    || problem.get() instanceof AuthorizationException) {
                throw new KafkaUnreachableException(servers, problem.get());
            }
            problem = await(admin.describeCluster().nodes(), LOOK_PATIENCE);
        }
    }

    /**
     * Asks for the numbers of partitions of topics.
     *
     * @return by topic; those that do not exist are not in it
     * @throws KafkaUnreachableException if no broker answers
     */
    Map<String, Integer> partitionsOf(Set<String> topics) {
        Map<String, Integer> partitions = new TreeMap<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, future) -> {
            Optional<Throwable> problem = await(future.thenApply(description -> {
                partitions.put(topic, description.partitions().size());
                return null;
            }));
            problem.ifPresent(cause -> {
                if (!(cause instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaUnreachableException(servers, cause);
                }
            });
        });
        return partitions;
    }

    /**
     * Creates Kullback's own topics if they are absent: results compacted, so that the newest revision of each window stays; all kept for ever.
     *
     * @param mergePartitions number of partitions of the commands
     * @throws OtherPartitionsException if the commands have another number already
     */
    void createOwn(OwnTopics topics, int mergePartitions) {
        create(topics.results(), 1, "compact");
        create(topics.alerts(), 1, "delete");
        create(topics.commands(), mergePartitions, "delete");
        int found = awaitVisible(topics);
        if (found != mergePartitions) {
            throw new OtherPartitionsException(topics.commands(), found, mergePartitions);
        }
    }

    /**
     * Waits until the brokers that are asked have heard of all three: a controller answers a creation a moment before.
     *
     * @return number of partitions of the commands
     */
    private int awaitVisible(OwnTopics topics) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> wanted = Set.of(topics.results(), topics.alerts(), topics.commands());
        Map<String, Integer> visible = partitionsOf(wanted);
        while (visible.size() < wanted.size()) {
            if (System.nanoTime() > deadline) {
                Set<String> missing = new TreeSet<>(wanted);
                missing.removeAll(visible.keySet());
                throw new MissingTopicException(missing, servers);
            }
            pause();
            visible = partitionsOf(wanted);
        }
        return visible.get(topics.commands());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Creates the topic of dead letters if it is absent; they are kept for a week, since they may hold what is not to be kept for long. */
    void createDeadLetters(String topic) {
        create(topic, 1, "delete", KEPT_LETTERS);
    }

    /** Creates the topic of the versions of references if it is absent. */
    void createReferences(String topic) {
        create(topic, 1, "compact");
    }

    private void create(String topic, int partitionCount, String cleanup) {
        create(topic, partitionCount, cleanup, FOR_EVER);
    }

    private void create(String topic, int partitionCount, String cleanup, Duration retention) {
        NewTopic created = new NewTopic(topic, Optional.of(partitionCount), Optional.empty())
                .configs(Map.of("cleanup.policy", cleanup, "retention.ms", String.valueOf(retention.toMillis())));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<Throwable> problem = await(admin.createTopics(List.of(created)).all());
        // While a cluster starts, its first broker answers, but is too few for the copies of a topic.
        while (problem.isPresent()
                && problem.get() instanceof InvalidReplicationFactorException
                && System.nanoTime() < deadline) {
            pause();
            problem = await(admin.createTopics(List.of(created)).all());
        }
        problem.ifPresent(cause -> {
            if (!(cause instanceof TopicExistsException)) {
                throw new KafkaUnreachableException(servers, cause);
            }
        });
    }

    /** Waits for an answer; gives what went wrong. */
    private static <T> Optional<Throwable> await(KafkaFuture<T> future) {
        return await(future, PATIENCE);
    }

    private static <T> Optional<Throwable> await(KafkaFuture<T> future, Duration patience) {
        try {
            future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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

    @Override
    public void close() {
        // Every answer that matters has been waited for already.
        admin.close(Duration.ZERO);
    }
}

package io.kullback.stream;

import io.kullback.detection.MonitorListener;
import io.kullback.detection.PipelineMeter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running pipeline of one instance: starts Kafka Streams on the configured monitors and closes it again. */
public final class Pipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration TOPICS_REFRESH = Duration.ofSeconds(30);
    /** A container that starts together with its brokers is there long before them. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    /** Where the brokers answer, closing takes less than a second; where they do not, waiting longer does not help. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(6);

    /** System property of the kill test's planted fault: with {@code at_least_once} events are counted twice after a kill, and the test must see it. */
    static final String PLANTED_GUARANTEE = "kullback.test.processing.guarantee";

    private final String servers;
    private final Topics topics;
    private final SourceTopics sources;
    private final InstanceName instance;
    private final KafkaStreams streams;
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ThreadFailures failures;
    private final PipelineTurns turns = new PipelineTurns();
    private volatile boolean leaves;

    private Pipeline(StreamSettings settings, MonitorListener listener, PipelineMeter meter, Path stateDirectory) {
        this.servers = settings.kafka().getOrDefault(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "");
        this.failures = new ThreadFailures(servers, System::nanoTime);
        this.topics = new Topics(clientProperties(settings), servers);
        this.sources = new SourceTopics(settings.monitors(), topics, topicsRefresh(settings), listener);
        this.instance = InstanceName.claim(stateDirectory, settings.applicationId());
        try {
            topics.awaitBrokers(START_PATIENCE);
            sources.watch();
            topics.createOwn(settings.topics(), settings.mergePartitions());
            settings.deadLetters().map(DeadLetterSettings::topic).ifPresent(topics::createDeadLetters);
            ConsumerProgress progress = new ConsumerProgress(System::nanoTime);
            this.streams = new KafkaStreams(
                    DriftTopology.of(settings, sources.progress(progress), sources, listener, meter),
                    streamsProperties(settings, stateDirectory, instance.name()),
                    new FramingClientSupplier(
                            SourceTopics.names(settings.monitors()),
                            progress,
                            settings.applicationId() + "-" + instance.name()));
        } catch (RuntimeException e) {
            sources.close();
            instance.close();
            topics.close();
            throw e;
        }
    }

    /**
     * Starts counting.
     *
     * @param listener told of every result and of progress
     * @param stateDirectory where the instance keeps its name; the state itself is in memory and in changelog topics
     * @throws KafkaUnreachableException if no broker answers within a minute
     */
    public static Pipeline start(StreamSettings settings, MonitorListener listener, Path stateDirectory) {
        return start(settings, listener, PipelineMeter.NONE, stateDirectory);
    }

    /**
     * Starts counting.
     *
     * @param listener told of every result and of progress
     * @param meter told how the pipeline runs
     * @param stateDirectory where the instance keeps its name; the state itself is in memory and in changelog topics
     * @throws KafkaUnreachableException if no broker answers within a minute
     */
    public static Pipeline start(
            StreamSettings settings, MonitorListener listener, PipelineMeter meter, Path stateDirectory) {
        Pipeline pipeline = new Pipeline(settings, listener, meter, stateDirectory);
        pipeline.start();
        return pipeline;
    }

    /**
     * Asks whether brokers answer under these settings, so that nothing need be given up for a pipeline that could not start.
     *
     * @throws KafkaUnreachableException if none does so in time
     */
    public static void requireBrokers(StreamSettings settings, Duration patience) {
        String servers = settings.kafka().getOrDefault(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "");
        try (Topics topics = new Topics(clientProperties(settings), servers)) {
            topics.awaitBrokers(patience);
        }
    }

    private void start() {
        streams.setGlobalStateRestoreListener(turns);
        streams.setStateListener((now, before) -> {
            turns.onChange(now, before);
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        streams.setUncaughtExceptionHandler(failures);
        streams.start();
    }

    /** Waits until all partitions have been assigned and all state has been restored. */
    public boolean awaitRunning(Duration patience) throws InterruptedException {
        return running.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the pipeline has ended by itself. */
    public boolean awaitEnded(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the process can make progress: false once it has ended by an error, and while its threads fail again and again. Absent brokers are no such case. */
    public boolean isHealthy() {
        return streams.state() != KafkaStreams.State.ERROR
                && streams.state() != KafkaStreams.State.NOT_RUNNING
                && !failures.isHopeless();
    }

    /** How often a stream thread has failed and was replaced. */
    public long threadFailures() {
        return failures.total();
    }

    /** How often the instance began to take or give up partitions, that of its start included. */
    public long rebalances() {
        return turns.rebalances();
    }

    /** Offsets of changelogs that are still to be read before the state here is complete: at most so many records. */
    public long restoreRemaining() {
        return turns.restoreRemaining();
    }

    /** Whether partitions are assigned and state is restored. */
    public boolean isReady() {
        return running.getCount() == 0 && streams.state().isRunningOrRebalancing();
    }

    /**
     * The address, as host:port, at which the instance is found that merges a monitor.
     *
     * @return empty while partitions move, and where the instances do not say where they are found
     */
    public Optional<String> addressOf(String monitor) {
        try {
            KeyQueryMetadata found = streams.queryMetadataForKey(
                    MergeProcessor.STATE, monitor.getBytes(StandardCharsets.UTF_8), new ByteArraySerializer());
            // Of one that nobody has, the address is "unavailable", with port -1.
            return found == null || found.activeHost().port() <= 0
                    ? Optional.empty()
                    : Optional.of(address(found.activeHost()));
        } catch (StreamsException | IllegalStateException e) {
            // It has not started or has ended, or knows no partitions yet.
            return Optional.empty();
        }
    }

    private static String address(HostInfo host) {
        return (host.host().contains(":") ? "[" + host.host() + "]" : host.host()) + ":" + host.port();
    }

    /** The Kafka Streams instance, for its metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Says that this instance will not come back once it is closed, so that the others need not wait for it. */
    public void leaveAtClose() {
        leaves = true;
    }

    /**
     * Commits what was counted. The group keeps the member's place until its session times out, so that a restart in time moves nothing; unless it was said
     * that the instance leaves, or nobody can come back under its name.
     */
    @Override
    public void close() {
        sources.close();
        failures.close();
        CloseOptions options = CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(
                        leaves || !instance.isKept()
                                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP);
        if (!streams.close(options)) {
            LOG.atWarn().addKeyValue("seconds", CLOSE_PATIENCE.toSeconds()).log("the pipeline did not close in time");
        }
        instance.close();
        topics.close();
    }

    /** How soon a topic that is new, gone or larger is noticed: as often as the consumer looks, too. */
    private static Duration topicsRefresh(StreamSettings settings) {
        String chosen = settings.kafka().get(StreamsConfig.METADATA_MAX_AGE_CONFIG);
        return chosen == null ? TOPICS_REFRESH : Duration.ofMillis(Long.parseLong(chosen));
    }

    /** What the user wrote, for clients of their own. */
    static Map<String, Object> clientProperties(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.kafka());
        properties
                .keySet()
                .removeIf(key -> key.contains("consumer.")
                        || key.contains("producer.")
                        || StreamsConfig.configDef().names().contains(key)
                                && !AdminClientConfig.configNames().contains(key));
        return properties;
    }

    static Properties streamsProperties(StreamSettings settings, Path stateDirectory, String instance) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "2");
        // The partials of a commit are what the merge stage waits for; shorter is fresher, longer is fewer
        // transactions.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "500");
        // Frames, not events: a frame holds about a thousand.
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, "16");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), "20000");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), "10000");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), "3000");
        properties.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, Long.toString(TOPICS_REFRESH.toMillis()));
        // A member that comes back under its name takes its own place again, without the session of the killed one
        // having to time out. The user's own choice, at any of the three levels, comes first.
        if (settings.kafka().keySet().stream()
                .noneMatch(key -> key.endsWith(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))) {
            properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        // A transaction left open by a killed instance holds up readers until it times out.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), "10000");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // Changelogs are a few records for each pane; small segments let compaction keep them, and restarts, short.
        properties.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), "16777216");
        settings.kafka().forEach(properties::put);
        // Not the user's to change: the promise of exactly-once counting hangs on these.
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                System.getProperty(PLANTED_GUARANTEE, StreamsConfig.EXACTLY_ONCE_V2));
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "true");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        return properties;
    }
}

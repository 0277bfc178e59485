package io.kullback.stream;

import io.kullback.histogram.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The references topic: every version that was published, and which was promoted from when on. Compacted, written by operators' commands alone; the service hears of
 * a promotion by its commands topic, in the order in which it counts.
 */
public final class ReferenceVersions {

    /** Stands in the place of an id for the reference that the configuration names. */
    public static final String CONFIGURED = "configured";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * A published version.
     *
     * @param by who published it
     * @param note why, may be empty
     */
    public record Version(String monitor, Reference reference, Instant publishedAt, String by, String note) {}

    /**
     * A promotion.
     *
     * @param id of the version, or {@value #CONFIGURED}
     * @param from windows that start then or later are compared with it
     */
    public record Promoted(String monitor, String id, Instant from, Instant promotedAt, String by) {}

    private final StreamSettings settings;
    private final Map<String, Version> versions = new TreeMap<>();
    private final Map<String, Promoted> promotions = new TreeMap<>();

    private ReferenceVersions(StreamSettings settings) {
        this.settings = settings;
    }

    /**
     * Reads the topic as it is now; nothing where there is none.
     *
     * @throws KafkaUnreachableException if no broker answers
     */
    public static ReferenceVersions read(StreamSettings settings) {
        ReferenceVersions read = new ReferenceVersions(settings);
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<PartitionInfo> partitions =
                    consumer.partitionsFor(settings.topics().references(), PATIENCE);
            if (partitions != null) {
                read.take(
                        consumer,
                        partitions.stream()
                                .map(info -> new TopicPartition(info.topic(), info.partition()))
                                .toList());
            }
        } catch (TimeoutException e) {
            throw new KafkaUnreachableException(settings.kafka().getOrDefault("bootstrap.servers", ""), e);
        }
        return read;
    }

    private void take(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                if (record.key() != null && record.value() != null) {
                    ReferenceVersionJson.version(record.value())
                            .ifPresent(version -> versions.put(
                                    versionKey(
                                            version.monitor(),
                                            version.reference().id()),
                                    version));
                    ReferenceVersionJson.promoted(record.value())
                            .ifPresent(promoted -> promotions.put(promotionKey(promoted), promoted));
                }
            }
        }
    }

    private static String versionKey(String monitor, String id) {
        return monitor + "/version/" + id;
    }

    private static String promotionKey(Promoted promoted) {
        return promoted.monitor() + "/promotion/" + promoted.from();
    }

    /** The versions of a monitor, oldest first. */
    public List<Version> versions(String monitor) {
        return versions.values().stream()
                .filter(version -> version.monitor().equals(monitor))
                .sorted(Comparator.comparing(Version::publishedAt))
                .toList();
    }

    /** A version by its id, or the beginning of it; empty if there is none, or several begin so. */
    public Optional<Version> version(String monitor, String id) {
        List<Version> found = versions(monitor).stream()
                .filter(version -> version.reference().id().startsWith(id))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The promotions of a monitor, in the order in which they take force. */
    public List<Promoted> promotions(String monitor) {
        return promotions.values().stream()
                .filter(promoted -> promoted.monitor().equals(monitor))
                .sorted(Comparator.comparing(Promoted::from).thenComparing(Promoted::promotedAt))
                .toList();
    }

    /**
     * Publishes a version. The topic is created if it is absent.
     *
     * @throws KafkaUnreachableException if the brokers do not take it
     * @throws IllegalArgumentException if it is larger than a record may be
     */
    public void publish(Version version) {
        try (Topics topics = new Topics(
                Pipeline.clientProperties(settings), settings.kafka().getOrDefault("bootstrap.servers", ""))) {
            topics.createReferences(settings.topics().references());
        }
        new TopicWriter(settings)
                .write(
                        settings.topics().references(),
                        versionKey(version.monitor(), version.reference().id()),
                        ReferenceVersionJson.write(version));
    }

    /**
     * Puts a version in force: tells the service, and keeps that it was told.
     *
     * @param promoted names a version of its monitor, or {@value #CONFIGURED}
     * @throws KafkaUnreachableException if the brokers do not take it
     * @throws IllegalArgumentException if there is no such version, or it is larger than a record may be
     */
    public void promote(Promoted promoted) {
        Optional<Reference> reference = reference(promoted);
        Commands.promote(settings, promoted.monitor(), reference, promoted.from(), promoted.by());
        try (Topics topics = new Topics(
                Pipeline.clientProperties(settings), settings.kafka().getOrDefault("bootstrap.servers", ""))) {
            topics.createReferences(settings.topics().references());
        }
        new TopicWriter(settings)
                .write(settings.topics().references(), promotionKey(promoted), ReferenceVersionJson.write(promoted));
    }

    /** What a promotion puts in force; empty for the configured reference. */
    public Optional<Reference> reference(Promoted promoted) {
        if (promoted.id().equals(CONFIGURED)) {
            return Optional.empty();
        }
        return Optional.of(version(promoted.monitor(), promoted.id())
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no version '" + promoted.id() + "' of monitor '" + promoted.monitor() + "'"))
                .reference());
    }
}

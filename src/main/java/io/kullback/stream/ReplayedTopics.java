package io.kullback.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from their beginning to where they end now, each partition about as far in event time as the others: always the one that is furthest behind. So windows close
 * as they would live, and no partition's panes pile up while another one is being read.
 */
final class ReplayedTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration SILENCE_PATIENCE = Duration.ofMinutes(1);
    /** Events that are counted before the partitions are compared again: few, since where events are rare they are far apart in time. */
    private static final int EVENTS_PER_FRAME = 500;
    /** Frames of one partition that wait to be counted, before no more of it are fetched. */
    private static final int MOST_FRAMES = 64;

    private final StreamSettings settings;
    private final Map<String, List<ReplayedMonitor>> byTopic;
    private final boolean isTogether;
    private final ReplayRange range;
    private final long now;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private long done;
    private long total;

    ReplayedTopics(StreamSettings settings, List<ReplayedMonitor> monitors, ReplayRange range, long now) {
        this(settings, monitors, range, now, () -> new KafkaConsumer<>(properties(settings)));
    }

    /** @param consumers makes the consumer that reads */
    ReplayedTopics(
            StreamSettings settings,
            List<ReplayedMonitor> monitors,
            ReplayRange range,
            long now,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
        this.settings = settings;
        this.byTopic = new LinkedHashMap<>();
        monitors.forEach(replayed -> replayed.monitor()
                .topics()
                .forEach(topic ->
                        byTopic.computeIfAbsent(topic, key -> new ArrayList<>()).add(replayed)));
        // Windows of one wait for the events of the other.
        this.isTogether = monitors.stream()
                .anyMatch(replayed -> replayed.monitor().topics().size() > 1);
        this.range = range;
        this.now = now;
    }

    void read(Replay.Reading reading) {
        String servers = settings.kafka().getOrDefault("bootstrap.servers", "");
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Map<String, List<Source>> sources = new LinkedHashMap<>();
            byTopic.forEach((topic, monitors) -> sources.put(topic, sources(consumer, topic, monitors)));
            total = sources.values().stream()
                    .flatMap(List::stream)
                    .mapToLong(source -> source.end - source.begin)
                    .sum();
            if (isTogether) {
                List<Source> all =
                        sources.values().stream().flatMap(List::stream).toList();
                new Topic(consumer, all, reading).read();
            } else {
                sources.values().forEach(ofTopic -> new Topic(consumer, ofTopic, reading).read());
            }
            reading.at(total, total);
        } catch (MissingTopicException e) {
            throw e;
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(servers, e);
        }
    }

    private static Map<String, Object> properties(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    private List<Source> sources(Consumer<byte[], byte[]> consumer, String topic, List<ReplayedMonitor> monitors) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
        if (found == null || found.isEmpty()) {
            throw new MissingTopicException(Set.of(topic), settings.kafka().getOrDefault("bootstrap.servers", ""));
        }
        List<TopicPartition> partitions = found.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
        Map<TopicPartition, Long> begins = begins(consumer, partitions, monitors);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        IdentityHashMap<MonitorSettings, ReplayedMonitor> bySettings = new IdentityHashMap<>();
        monitors.forEach(replayed -> bySettings.put(replayed.monitor(), replayed));
        List<Source> sources = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionCounter counter = new PartitionCounter(
                    partition, monitors.stream().map(ReplayedMonitor::monitor).toList());
            sources.add(new Source(
                    counter,
                    new ReplayedPartition(
                            counter.monitors(),
                            monitor -> Objects.requireNonNull(bySettings.get(monitor)),
                            partitions.size(),
                            range),
                    Math.min(begins.get(partition), ends.get(partition)),
                    ends.get(partition)));
        }
        return sources;
    }

    /** Where to begin: the brokers know the first record of a time, which is worth asking only where that is the event time. */
    private Map<TopicPartition, Long> begins(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, List<ReplayedMonitor> monitors) {
        Optional<Long> first = Replay.firstTimestamp(monitors, range);
        if (first.isEmpty() || first.get() < 0) {
            return consumer.beginningOffsets(partitions, PATIENCE);
        }
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> first.get())),
                PATIENCE);
        Map<TopicPartition, Long> begins = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = found.get(partition);
            // Without a record so late there is nothing to read.
            begins.put(partition, offset == null ? Long.MAX_VALUE : offset.offset());
        }
        return begins;
    }

    /** One partition, and what has been fetched of it. */
    private static final class Source {
        private final PartitionCounter counter;
        private final ReplayedPartition counts;
        private final long begin;
        private final long end;
        private final Deque<byte[]> frames = new ArrayDeque<>();
        private final Frame.Builder builder = new Frame.Builder();
        private int inFrame;
        private long readTo;
        private boolean finished;

        Source(PartitionCounter counter, ReplayedPartition counts, long begin, long end) {
            this.counter = counter;
            this.counts = counts;
            this.begin = begin;
            this.end = end;
            this.readTo = begin;
        }

        TopicPartition partition() {
            return counter.partition();
        }

        boolean isRead() {
            return readTo >= end;
        }

        void take(List<ConsumerRecord<byte[], byte[]>> records) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                // What was written after the reading began is left for the next time.
                if (record.offset() < end) {
                    builder.add(record);
                    if (builder.isFull() || ++inFrame == EVENTS_PER_FRAME) {
                        frames.add(frame());
                    }
                }
            }
            if (!builder.isEmpty()) {
                frames.add(frame());
            }
        }

        private byte[] frame() {
            inFrame = 0;
            return builder.finish();
        }
    }

    /** The reading of one topic, or of several whose partitions wait for each other. */
    private final class Topic {
        private final Consumer<byte[], byte[]> consumer;
        private final List<Source> sources;
        private final Replay.Reading reading;
        private long lastMoved = System.nanoTime();

        Topic(Consumer<byte[], byte[]> consumer, List<Source> sources, Replay.Reading reading) {
            this.consumer = consumer;
            this.sources = sources;
            this.reading = reading;
        }

        void read() {
            consumer.assign(sources.stream().map(Source::partition).toList());
            sources.forEach(source -> consumer.seek(source.partition(), source.begin));
            for (Optional<Source> next = furthestBehind(); next.isPresent(); next = furthestBehind()) {
                Source source = next.get();
                if (!source.frames.isEmpty()) {
                    source.counter.count(source.frames.remove(), now);
                    source.counts.handOver();
                } else if (!source.isRead()) {
                    fetch();
                }
                if (source.counts.isReadTo() || source.isRead() && source.frames.isEmpty()) {
                    finish(source);
                }
            }
        }

        private void finish(Source source) {
            source.finished = true;
            source.frames.clear();
            source.counts.end(now);
            done += source.end - source.readTo;
            consumer.pause(List.of(source.partition()));
        }

        private Optional<Source> furthestBehind() {
            return sources.stream()
                    .filter(source -> !source.finished)
                    .min(Comparator.comparingLong(source -> source.counts.reached()));
        }

        private void fetch() {
            for (Source source : sources) {
                if (source.finished || source.isRead() || source.frames.size() >= MOST_FRAMES) {
                    consumer.pause(List.of(source.partition()));
                } else {
                    consumer.resume(List.of(source.partition()));
                }
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
            for (Source source : sources) {
                if (!source.finished) {
                    source.take(records.records(source.partition()));
                    long position = Math.min(source.end, consumer.position(source.partition()));
                    if (position > source.readTo) {
                        done += position - source.readTo;
                        source.readTo = position;
                        lastMoved = System.nanoTime();
                    }
                }
            }
            reading.at(done, total);
            if (System.nanoTime() - lastMoved > SILENCE_PATIENCE.toNanos()) {
                throw new TimeoutException("nothing came for " + SILENCE_PATIENCE);
            }
        }
    }
}

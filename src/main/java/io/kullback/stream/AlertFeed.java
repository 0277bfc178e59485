package io.kullback.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the alerts topic to one reader, in a thread and a consumer group of its own, so that a receiver that is slow or away never holds the counting up. Of all
 * instances that have the reader, one is given the topic. What is settled is committed, and the rest given again after a crash: at least once.
 */
public final class AlertFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertFeed.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);
    /** A receiver may take its time to answer many steps one by one, which happens between two polls. */
    private static final Duration LONGEST_SETTLING = Duration.ofMinutes(15);

    private final AlertReader reader;
    private final String topic;
    private final Map<String, Object> properties;
    private final Instant started = Instant.now();
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Consumer<byte[], byte[]>> current = Optional.empty();

    private AlertFeed(StreamSettings settings, AlertReader reader) {
        this.reader = reader;
        this.topic = settings.topics().alerts();
        this.properties = properties(settings, reader.name());
        this.thread = new Thread(this::run, "kullback-notify-" + reader.name());
        this.thread.setDaemon(true);
    }

    /** Starts to read, from the steps that are told from now on if the reader goes on where it was and was never anywhere. */
    public static AlertFeed start(StreamSettings settings, AlertReader reader) {
        AlertFeed feed = new AlertFeed(settings, reader);
        feed.thread.start();
        return feed;
    }

    private static Map<String, Object> properties(StreamSettings settings, String name) {
        Map<String, Object> properties = new HashMap<>(Pipeline.clientProperties(settings));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.applicationId() + "-notify-" + name);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-notify-" + name);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_SETTLING.toMillis());
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
                current = Optional.of(consumer);
                Reading reading = new Reading(consumer);
                consumer.subscribe(List.of(topic), reading);
                while (closed.getCount() > 0) {
                    reading.goOn();
                }
            } catch (WakeupException e) {
                // Only closing wakes it up.
                return;
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("destination", reader.name())
                        .addKeyValue("reason", e.getMessage())
                        .log("the alerts topic cannot be read; trying again");
                pause();
            } catch (RuntimeException e) {
                // A mistake of ours must not end the telling of alerts for good, and unnoticed.
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("destination", reader.name())
                        .log("a destination of alerts failed; beginning anew");
                pause();
            } finally {
                current = Optional.empty();
            }
        }
    }

    private void pause() {
        try {
            if (closed.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atDebug().log("closed while it waited to try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The part that one consumer plays, from one assignment to the next. */
    private final class Reading implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> consumer;
        /** Offsets behind each step that was given and is not settled. */
        private final Deque<OffsetAndPartition> unsettled = new ArrayDeque<>();

        private final Map<TopicPartition, Long> past = new HashMap<>();
        private long settled;

        private record OffsetAndPartition(TopicPartition partition, long next) {}

        Reading(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (consumer.assignment().isEmpty()) {
                return;
            }
            begin();
            if (reader.isFedFromWhereItWas()) {
                beginWhereItWas(consumer.assignment());
            } else {
                past.putAll(consumer.endOffsets(consumer.assignment()));
                consumer.seekToBeginning(consumer.assignment());
            }
        }

        private void begin() {
            unsettled.clear();
            past.clear();
            settled = 0;
            reader.begin();
        }

        private void beginWhereItWas(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
            for (TopicPartition partition : partitions) {
                if (committed.get(partition) == null) {
                    OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, started.toEpochMilli()))
                            .get(partition);
                    long next = first == null
                            ? consumer.endOffsets(List.of(partition)).get(partition)
                            : first.offset();
                    consumer.seek(partition, next);
                    // From now on it was somewhere, even if it ends before any step comes.
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
                } else {
                    consumer.seek(partition, committed.get(partition));
                }
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            begin();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            begin();
        }

        void goOn() {
            if (reader.isFull()) {
                consumer.pause(consumer.assignment());
            } else {
                consumer.resume(consumer.paused());
            }
            // While the past is read nothing is settled, however much is due, and looking all the time would not bring
            // it sooner.
            Duration rest = past.isEmpty() ? reader.rest() : LONGEST_POLL;
            for (ConsumerRecord<byte[], byte[]> step :
                    consumer.poll(rest.compareTo(LONGEST_POLL) < 0 ? rest : LONGEST_POLL)) {
                give(step);
            }
            if (isUpToDate()) {
                settle(reader.settle());
            }
        }

        private void give(ConsumerRecord<byte[], byte[]> step) {
            unsettled.add(
                    new OffsetAndPartition(new TopicPartition(step.topic(), step.partition()), step.offset() + 1));
            String json = step.value() == null ? "" : new String(step.value(), StandardCharsets.UTF_8);
            reader.read(json, Instant.ofEpochMilli(step.timestamp()));
        }

        private boolean isUpToDate() {
            past.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            return past.isEmpty();
        }

        private void settle(long count) {
            Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
            for (; settled < count; settled++) {
                OffsetAndPartition step = unsettled.remove();
                behind.put(step.partition(), new OffsetAndMetadata(step.next()));
            }
            if (reader.isFedFromWhereItWas() && !behind.isEmpty()) {
                consumer.commitSync(behind);
            }
        }
    }

    /** Ends the reading; what was not settled is given again to whoever comes next. The reader should first be told to leave off. */
    @Override
    public void close() {
        closed.countDown();
        current.ifPresent(Consumer::wakeup);
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

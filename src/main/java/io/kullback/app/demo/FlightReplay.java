package io.kullback.app.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the flights to a topic, each at its moment: event time runs so many times as fast as the clock as its {@link Pace} says. */
public final class FlightReplay {

    private static final long LONGEST_SLEEP_MILLIS = 20;

    private final String bootstrapServers;
    private final String topic;
    private final int partitions;
    private final Pace pace;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    public FlightReplay(String bootstrapServers, String topic, int partitions, Pace pace) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.partitions = partitions;
        this.pace = pace;
    }

    /** Creates the topic. Its records are of 2001, so it keeps them whatever their age. */
    public void createTopic() {
        ReadyTopic.create(
                bootstrapServers,
                new NewTopic(topic, Optional.of(partitions), Optional.empty())
                        .configs(Map.of("retention.ms", "-1", "message.timestamp.type", "CreateTime")));
    }

    /** Number of flights sent so far. */
    public long sent() {
        return sent.get();
    }

    /**
     * Sends all flights and returns when the broker has them, or when the thread is interrupted.
     *
     * @throws IllegalStateException if the broker refused one
     */
    public void run() throws IOException, InterruptedException {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                "5",
                "batch.size",
                "131072",
                "compression.type",
                "lz4",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (Flights flights = Flights.open();
                Producer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            long start = System.nanoTime();
            long firstTime = -1;
            for (Flights.Flight flight = flights.next(); flight != null; flight = flights.next()) {
                firstTime = firstTime < 0 ? flight.time() : firstTime;
                awaitDue(start, Duration.ofMillis(flight.time() - firstTime));
                if (failure.get() != null) {
                    throw new IllegalStateException("a flight could not be sent", failure.get());
                }
                // Round robin, so that every partition sees every day.
                int partition = (int) (sent.get() % partitions);
                producer.send(
                        new ProducerRecord<>(topic, partition, flight.time(), null, flight.json()),
                        (metadata, problem) -> {
                            if (problem != null) {
                                failure.compareAndSet(null, problem);
                            }
                        });
                sent.incrementAndGet();
            }
            producer.flush();
        }
    }

    private void awaitDue(long start, Duration sinceFirstEvent) throws InterruptedException {
        long due = start + pace.due(sinceFirstEvent).toNanos();
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(LONGEST_SLEEP_MILLIS)));
        }
    }
}

package io.kullback.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the events of the kill test at a bounded rate, as far as it has been allowed to. */
final class KillFeed implements AutoCloseable {

    private static final long TICK_MILLIS = 20;

    private final String topic;
    private final List<KillLoad.Event> events;
    private final int perTick;
    private final Producer<byte[], byte[]> producer;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger allowed = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();

    KillFeed(String bootstrapServers, String topic, List<KillLoad.Event> events, int perSecond) {
        this.topic = topic;
        this.events = events;
        this.perTick = (int) (perSecond * TICK_MILLIS / 1_000);
        this.producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
        clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        for (int i = 0; i < perTick && !isPaused(); i++) {
            KillLoad.Event event = events.get(sent.getAndIncrement());
            producer.send(new ProducerRecord<>(
                    topic,
                    event.partition(),
                    null,
                    event.value()
                            .map(text -> text.getBytes(StandardCharsets.UTF_8))
                            .orElse(null)));
        }
    }

    /** Lets so many more events be sent. */
    void allow(int more) {
        allowed.updateAndGet(before -> Math.min(events.size(), before + more));
    }

    void allowAll() {
        allow(events.size());
    }

    /** Whether all that was allowed has been sent. */
    boolean isPaused() {
        return sent.get() >= allowed.get();
    }

    @Override
    public void close() {
        clock.shutdown();
        producer.close();
    }
}

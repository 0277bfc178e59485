package io.kullback.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Counts what befalls the pipeline of one instance: its rebalances, and what is left to restore. Thread-safe. */
final class PipelineTurns implements KafkaStreams.StateListener, StateRestoreListener {

    private final AtomicLong rebalances = new AtomicLong();
    /** By changelog partition, the offset it is read up to and the next one to read. */
    private final Map<TopicPartition, Restoring> restoring = new ConcurrentHashMap<>();

    private record Restoring(long next, long end) {
        long left() {
            return Math.max(0, end - next);
        }
    }

    @Override
    public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
        if (now == KafkaStreams.State.REBALANCING) {
            rebalances.incrementAndGet();
        }
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long end) {
        restoring.put(partition, new Restoring(from, end));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long records) {
        restoring.computeIfPresent(partition, (key, of) -> new Restoring(last + 1, of.end()));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {
        restoring.remove(partition);
    }

    /** The task has moved away before all was read. */
    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long records) {
        restoring.remove(partition);
    }

    long rebalances() {
        return rebalances.get();
    }

    /** Offsets, and so at most so many records. */
    long restoreRemaining() {
        return restoring.values().stream().mapToLong(Restoring::left).sum();
    }
}

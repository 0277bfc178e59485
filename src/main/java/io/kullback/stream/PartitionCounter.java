package io.kullback.stream;

import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.JsonDecoder;
import io.kullback.ingest.RejectReason;
import io.kullback.ingest.ValueDecoder;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Reads each event of one source partition once and gives it to every monitor of its topic. */
final class PartitionCounter {

    private static final long NOTHING = -1;

    private final TopicPartition partition;
    private final List<MonitorCounter> monitors;
    private final ValueDecoder decoder;
    private final FieldValues values;
    private long countedTo = NOTHING;

    PartitionCounter(TopicPartition partition, List<MonitorSettings> monitors) {
        Fields fields = new Fields();
        this.partition = partition;
        this.monitors = monitors.stream()
                .map(monitor -> new MonitorCounter(monitor, partition.partition(), fields))
                .toList();
        // After the monitors have asked for their fields.
        this.decoder = new JsonDecoder(fields);
        this.values = new FieldValues(fields.size());
    }

    List<MonitorCounter> monitors() {
        return monitors;
    }

    /** Whether a monitor holds so much that it should be handed over at once. */
    boolean isFull() {
        return monitors.stream().anyMatch(MonitorCounter::isFull);
    }

    TopicPartition partition() {
        return partition;
    }

    /** Offset of the last event counted, or −1. */
    long countedTo() {
        return countedTo;
    }

    /** Counts the events of a frame. */
    void count(byte[] frame, long now) {
        Frame.forEach(frame, (offset, timestamp, buffer, start, length) -> {
            countedTo = offset;
            count(timestamp, buffer, start, length, now);
        });
    }

    private void count(long timestamp, byte[] buffer, int start, int length, long now) {
        Optional<RejectReason> reason =
                length < 0 ? Optional.of(RejectReason.NULL_VALUE) : decoder.decode(buffer, start, length, values);
        for (MonitorCounter monitor : monitors) {
            if (reason.isPresent()) {
                monitor.reject(reason.get());
            } else {
                monitor.count(values, timestamp, now);
            }
        }
    }
}

package io.kullback.stream;

import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.RejectReason;
import io.kullback.ingest.ValueDecoder;
import io.kullback.ingest.ValueFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads each event of one source partition once for each format that its monitors take it to be in, and gives it to every monitor of its topic. */
final class PartitionCounter {

    private static final long NOTHING = -1;

    private final TopicPartition partition;
    private final List<MonitorCounter> monitors = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Consumer<ExcludedRecord> excluded;
    private long countedTo = NOTHING;

    /** The monitors that agree on the format of the events. */
    private record Reading(ValueDecoder decoder, FieldValues values, List<MonitorCounter> monitors) {}

    /** Counts for those who do not ask which records are not counted. */
    PartitionCounter(TopicPartition partition, List<MonitorSettings> monitors) {
        this(partition, monitors, record -> {});
    }

    /** @param excluded told of each record that a monitor does not count */
    PartitionCounter(TopicPartition partition, List<MonitorSettings> monitors, Consumer<ExcludedRecord> excluded) {
        this.partition = partition;
        this.excluded = excluded;
        Map<ValueFormat, List<MonitorSettings>> byFormat = new LinkedHashMap<>();
        monitors.forEach(monitor -> byFormat.computeIfAbsent(monitor.format(), key -> new ArrayList<>())
                .add(monitor));
        byFormat.forEach((format, agreeing) -> {
            Fields fields = new Fields();
            List<MonitorCounter> counters = agreeing.stream()
                    .map(monitor -> new MonitorCounter(
                            monitor, monitor.isReferenceTopic(partition.topic()), partition.partition(), fields))
                    .toList();
            this.monitors.addAll(counters);
            // After the monitors have asked for their fields.
            readings.add(new Reading(format.decoder(fields), new FieldValues(fields.size()), counters));
        });
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
            for (Reading reading : readings) {
                Optional<RejectReason> reason = read(reading, buffer, start, length);
                for (MonitorCounter monitor : reading.monitors()) {
                    Optional<Exclusion> exclusion = reason.isPresent()
                            ? Optional.of(monitor.reject(reason.get()))
                            : monitor.count(reading.values(), timestamp, now);
                    if (exclusion.isPresent()) {
                        excluded.accept(new ExcludedRecord(
                                monitor.monitor(), exclusion.get(), partition, offset, buffer, start, length));
                    }
                }
            }
        });
    }

    private static Optional<RejectReason> read(Reading reading, byte[] buffer, int start, int length) {
        return switch (length) {
            case Frame.NULL -> Optional.of(RejectReason.NULL_VALUE);
            case Frame.TOO_MANY_HEADERS -> Optional.of(RejectReason.TOO_LARGE);
            default -> reading.decoder().decode(buffer, start, length, reading.values());
        };
    }
}

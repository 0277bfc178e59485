package io.kullback.stream;

import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A record that one monitor does not count, while the frame that it came in is at hand. */
final class ExcludedRecord {

    private final MonitorSettings monitor;
    private final Exclusion exclusion;
    private final TopicPartition partition;
    private final long offset;
    private final byte[] buffer;
    private final int start;
    private final int length;

    /**
     * @param buffer holds the value at [start, start + length); not copied
     * @param length negative where there is no value
     */
    ExcludedRecord(
            MonitorSettings monitor,
            Exclusion exclusion,
            TopicPartition partition,
            long offset,
            byte[] buffer,
            int start,
            int length) {
        this.monitor = monitor;
        this.exclusion = exclusion;
        this.partition = partition;
        this.offset = offset;
        this.buffer = buffer;
        this.start = start;
        this.length = length;
    }

    String monitor() {
        return monitor.name();
    }

    Exclusion exclusion() {
        return exclusion;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The record's own offset in its partition. */
    long offset() {
        return offset;
    }

    /** A copy of the record's value; empty where it has none or one of more bytes. */
    Optional<byte[]> payload(int atMostBytes) {
        return length < 0 || length > atMostBytes
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(buffer, start, start + length));
    }
}

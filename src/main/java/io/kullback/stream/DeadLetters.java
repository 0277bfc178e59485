package io.kullback.stream;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells of the records that one counting task does not count: of each by itself while there are few, of the others together before the next commit, so that a
 * million bad records do not become a million more. All of it goes within the transaction that commits the records' offsets, so each record is told of once.
 *
 * <p>A letter's headers, all texts: {@value #MONITOR}, {@value #REASON}, {@value #EXPLANATION}, {@value #TOPIC}, {@value #PARTITION}, {@value #OFFSET},
 * {@value #LAST_OFFSET} and {@value #RECORDS}. For a single record the two offsets are the same and there is 1 record. Records told of together have one monitor,
 * reason and partition, and lie from the offset to the last offset, perhaps with others between them.
 */
final class DeadLetters {

    static final String MONITOR = "kullback.monitor";
    static final String REASON = "kullback.reason";
    static final String EXPLANATION = "kullback.explanation";
    static final String TOPIC = "kullback.topic";
    static final String PARTITION = "kullback.partition";
    static final String OFFSET = "kullback.offset";
    static final String LAST_OFFSET = "kullback.last-offset";
    static final String RECORDS = "kullback.records";

    /** A larger payload is left out: the topic's limit is a megabyte, and a record that it refuses would stop the task. */
    static final int LARGEST_PAYLOAD = 512 * 1024;

    private static final long SECOND_MILLIS = 1_000;

    private record Cause(String monitor, String reason, TopicPartition partition) implements Comparable<Cause> {
        @Override
        public int compareTo(Cause other) {
            return toString().compareTo(other.toString());
        }
    }

    private record Together(String explanation, long offset, long lastOffset, long records) {
        Together and(Together later) {
            return new Together(later.explanation, offset, later.lastOffset, records + later.records);
        }
    }

    private final DeadLetterSettings settings;
    private final Consumer<Record<byte[], byte[]>> output;
    private final Map<Cause, Together> together = new TreeMap<>();
    private long second;
    private int sent;

    /** @param output takes the letters, within the task's transaction */
    DeadLetters(DeadLetterSettings settings, Consumer<Record<byte[], byte[]>> output) {
        this.settings = settings;
        this.output = output;
    }

    /**
     * Takes a record.
     *
     * @param now wall clock, epoch milliseconds
     */
    void add(ExcludedRecord excluded, long now) {
        Cause cause = new Cause(excluded.monitor(), excluded.exclusion().reason(), excluded.partition());
        Together alone = new Together(excluded.exclusion().explanation(), excluded.offset(), excluded.offset(), 1);
        if (mayTellAlone(now)) {
            Optional<byte[]> payload = settings.withPayload() ? excluded.payload(LARGEST_PAYLOAD) : Optional.empty();
            send(cause, alone, payload, now);
        } else {
            together.merge(cause, alone, Together::and);
        }
    }

    private boolean mayTellAlone(long now) {
        long current = now / SECOND_MILLIS;
        if (current != second) {
            second = current;
            sent = 0;
        }
        if (sent == settings.atMostPerSecond()) {
            return false;
        }
        sent++;
        return true;
    }

    /** Tells of all that has not been told of. To be called before each commit. */
    void tellOfTheOthers(long now) {
        together.forEach((cause, records) -> send(cause, records, Optional.empty(), now));
        together.clear();
    }

    private void send(Cause cause, Together records, Optional<byte[]> payload, long now) {
        Headers headers = new RecordHeaders();
        add(headers, MONITOR, cause.monitor());
        add(headers, REASON, cause.reason());
        add(headers, EXPLANATION, records.explanation());
        add(headers, TOPIC, cause.partition().topic());
        add(headers, PARTITION, String.valueOf(cause.partition().partition()));
        add(headers, OFFSET, String.valueOf(records.offset()));
        add(headers, LAST_OFFSET, String.valueOf(records.lastOffset()));
        add(headers, RECORDS, String.valueOf(records.records()));
        output.accept(
                new Record<>(cause.monitor().getBytes(StandardCharsets.UTF_8), payload.orElse(null), now, headers));
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}

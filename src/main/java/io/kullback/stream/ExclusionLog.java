package io.kullback.stream;

import io.kullback.detection.PipelineMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which records are not counted: one line for each monitor and reason in each interval, however many there are, naming the last of them and how many there
 * were since the line before. Never says anything of what stands in a record.
 *
 * <p>One for all tasks of an instance, whatever the number of partitions. Thread-safe.
 */
final class ExclusionLog {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ExclusionLog.class);

    private record Cause(String monitor, String reason) {}

    private final PipelineMeter meter;
    private final Map<Cause, Unsaid> causes = new ConcurrentHashMap<>();

    /** @param meter told of the same records as the log */
    ExclusionLog(PipelineMeter meter) {
        this.meter = meter;
    }

    /**
     * Takes note of a record.
     *
     * @param now wall clock, epoch milliseconds
     */
    void add(ExcludedRecord excluded, long now) {
        Cause cause = new Cause(excluded.monitor(), excluded.exclusion().reason());
        causes.computeIfAbsent(cause, key -> new Unsaid()).add(cause, excluded, now);
    }

    /** Says what has waited for its interval to pass, so that the end of a burst is not left unsaid. */
    void sayWhatIsDue(long now) {
        causes.forEach((cause, unsaid) -> unsaid.sayIfDue(cause, now));
    }

    /** The records of one cause since its last line. */
    private final class Unsaid {
        private long nextLine = Long.MIN_VALUE;
        private long records;
        private String explanation = "";
        private TopicPartition partition = new TopicPartition("", 0);
        private long offset;

        synchronized void add(Cause cause, ExcludedRecord excluded, long now) {
            records++;
            explanation = excluded.exclusion().explanation();
            partition = excluded.partition();
            offset = excluded.offset();
            sayIfDue(cause, now);
        }

        synchronized void sayIfDue(Cause cause, long now) {
            if (records == 0 || now < nextLine) {
                return;
            }
            LOG.atWarn()
                    .addKeyValue("monitor", cause.monitor())
                    .addKeyValue("reason", cause.reason())
                    .addKeyValue("records", records)
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("offset", offset)
                    .addKeyValue("explanation", explanation)
                    .log("records are not counted; the place is that of the last one");
            meter.excluded(
                    cause.monitor(),
                    cause.reason(),
                    new PipelineMeter.Place(partition.topic(), partition.partition(), offset),
                    Instant.ofEpochMilli(now));
            records = 0;
            nextLine = now + INTERVAL.toMillis();
        }
    }
}

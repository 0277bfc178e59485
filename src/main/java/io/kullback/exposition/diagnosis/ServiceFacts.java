package io.kullback.exposition.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the service says of one monitor.
 *
 * @param where which instance has it, or why none is known to
 * @param sourcePartitions how many partitions its topic has, 0 while there is no such topic; empty until the brokers were asked
 * @param counts since the monitor's first event
 * @param partitions the source partitions that have reported, in order of their numbers
 * @param reference what its windows are compared with
 * @param series each segment and feature that has had a window
 */
public record ServiceFacts(
        Where where,
        OptionalInt sourcePartitions,
        Counts counts,
        List<Partition> partitions,
        ReferenceFacts reference,
        List<SeriesFacts> series) {

    public ServiceFacts {
        partitions = List.copyOf(partitions);
        series = List.copyOf(series);
    }

    /** Of a service that has nothing to say of the monitor. */
    public static ServiceFacts silent(Where where) {
        return new ServiceFacts(where, OptionalInt.empty(), Counts.NONE, List.of(), ReferenceFacts.UNKNOWN, List.of());
    }

    /** Where a monitor is worked on. */
    public enum Where {
        /** The service does not answer. */
        UNREACHABLE,
        /** The instance that answers has not yet got the monitor, nor knows who has. */
        STARTING,
        /** Another instance has it, and was not asked. */
        ELSEWHERE,
        /** The instance that answers has it. */
        HERE
    }

    /**
     * What became of the records.
     *
     * @param rejected by reason
     */
    public record Counts(long records, long counted, Map<String, Long> rejected, long late, long future) {
        static final Counts NONE = new Counts(0, 0, Map.of(), 0, 0);

        public Counts {
            rejected = Map.copyOf(rejected);
        }

        /** Records refused, for whatever reason. */
        public long refused() {
            return rejected.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * How far a source partition has been read.
     *
     * @param watermark highest event time counted from it
     * @param idle whether windows do not wait for it, since nothing has come from it for the idle timeout
     */
    public record Partition(int number, Optional<Instant> watermark, boolean idle) {}

    /**
     * The reference.
     *
     * @param id of the one in force
     * @param due event time that has to be read to before there is one; empty where it does not come from a period
     */
    public record ReferenceFacts(Optional<String> id, Optional<Instant> due) {
        /** Nothing is known of it. */
        public static final ReferenceFacts UNKNOWN = new ReferenceFacts(Optional.empty(), Optional.empty());
    }

    /**
     * The last window of a series.
     *
     * @param alert where its alert stands: inactive, pending, firing or resolved
     * @param verdict stable, drifted or inconclusive
     * @param reason why it is inconclusive; empty if it is not
     * @param words what is said of it
     * @param seen what there is of what is needed for a verdict
     * @param needed least of it that would be judged
     */
    public record SeriesFacts(
            String segment,
            String feature,
            String alert,
            String verdict,
            String reason,
            String words,
            long seen,
            long needed) {}
}

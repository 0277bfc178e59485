package io.kullback.exposition.diagnosis;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the brokers say of a monitor's topic.
 *
 * @param partitions in order of their numbers; none unless the topic is there
 */
public record SourceFacts(State state, List<Partition> partitions) {

    /** The brokers were not asked, or do not answer. */
    public static final SourceFacts UNKNOWN = new SourceFacts(State.UNKNOWN, List.of());

    public SourceFacts {
        partitions = List.copyOf(partitions);
    }

    /** Whether it is there. */
    public enum State {
        UNKNOWN,
        ABSENT,
        REFUSED,
        PRESENT
    }

    /**
     * One partition.
     *
     * @param begin first offset that is kept
     * @param end offset that the next record will have
     * @param readTo offset up to which the service has committed
     * @param newest largest timestamp of a record
     */
    public record Partition(int number, long begin, long end, OptionalLong readTo, Optional<Instant> newest) {
        /** Offsets that are still to be read, markers of transactions among them; all that are kept if none was committed. */
        public long lag() {
            return Math.max(0, end - Math.max(begin, readTo.orElse(begin)));
        }

        /** Offsets that are kept. */
        public long records() {
            return end - begin;
        }
    }

    /** Records that the topic holds, about: markers of transactions are counted among them. */
    public long records() {
        return partitions.stream().mapToLong(Partition::records).sum();
    }

    /** Records that are still to be read, about. */
    public long lag() {
        return partitions.stream().mapToLong(Partition::lag).sum();
    }

    /** Largest timestamp of a record. */
    public Optional<Instant> newest() {
        return partitions.stream()
                .flatMap(partition -> partition.newest().stream())
                .max(Comparator.naturalOrder());
    }
}

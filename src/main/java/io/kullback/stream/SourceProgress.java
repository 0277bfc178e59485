package io.kullback.stream;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** What the consumers know of the source partitions, told to the tasks that count them. */
interface SourceProgress {

    /**
     * Counting begins where it was committed, so that nothing that was read before waits to be counted. What was read for a counter that is no more, by a consumer
     * that may have ended with it, is read again.
     */
    default void begun(TopicPartition partition) {}

    /**
     * How long a partition has had nothing to read. Empty while it has something, while that is not known, and while events that were read
     * still wait to be counted.
     *
     * @param countedTo offset of the last event counted, or −1
     */
    Optional<Duration> silence(TopicPartition partition, long countedTo);
}

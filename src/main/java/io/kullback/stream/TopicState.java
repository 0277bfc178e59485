package io.kullback.stream;

import java.time.Duration;
import java.util.Optional;

/** What the brokers say of a topic. */
public sealed interface TopicState {

    /**
     * It is there and may be read.
     *
     * @param retention age at which its records are deleted; empty if they are kept for ever, or if the brokers do not tell
     */
    record Present(int partitions, Optional<Duration> retention) implements TopicState {}

    /** There is none of that name. */
    record Absent() implements TopicState {}

    /**
     * This client may not do what it has to.
     *
     * @param operation {@code describe} or {@code read}
     */
    record Refused(String operation) implements TopicState {}
}

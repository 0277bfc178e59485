package io.kullback.stream;

import io.kullback.histogram.Reference;
import java.time.Instant;
import java.util.Optional;

/** Tells the running service something, through its commands topic: whichever instance has the monitor hears it, and after a restart it is not heard again. */
public final class Commands {

    private Commands() {}

    /**
     * Accepts what the alerts of a monitor show for the new normal.
     *
     * @param segment only there; everywhere where empty
     * @param feature only this one; all where empty
     * @param by who accepts it, for the audit trail
     * @throws KafkaUnreachableException if the brokers do not take it
     */
    public static void accept(
            StreamSettings settings, String monitor, Optional<String> segment, Optional<String> feature, String by) {
        send(settings, monitor, new Command.Accept(segment, feature), by);
    }

    /**
     * Puts a reference in force.
     *
     * @param reference the configured one where empty
     * @param from windows that start then or later are compared with it
     * @param by who promotes it, for the audit trail
     * @throws KafkaUnreachableException if the brokers do not take it
     * @throws IllegalArgumentException if the reference is larger than a record may be
     */
    static void promote(
            StreamSettings settings, String monitor, Optional<Reference> reference, Instant from, String by) {
        send(settings, monitor, new Command.Promote(reference, from), by);
    }

    private static void send(StreamSettings settings, String monitor, Command command, String by) {
        new TopicWriter(settings).write(settings.topics().commands(), monitor, CommandJson.write(command, by));
    }
}

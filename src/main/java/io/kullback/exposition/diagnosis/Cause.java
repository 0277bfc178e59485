package io.kullback.exposition.diagnosis;

import java.util.Locale;

/** The likeliest reason why a monitor says nothing, or that there is none. In the order in which they are asked for: what comes first makes the rest moot. */
public enum Cause {
    /** The brokers have no such topic. */
    TOPIC_ABSENT,
    /** The brokers do not let this client read the topic. */
    TOPIC_REFUSED,
    /** Nothing has been written to the topic, or nothing of it is left. */
    TOPIC_EMPTY,
    /** The service does not answer. */
    SERVICE_DOWN,
    /** Partitions are being assigned or state is being restored, or another instance has the monitor. */
    NOT_HERE,
    /** There are records, but the service has counted none. */
    NOTHING_READ,
    /** Nearly all records are refused. */
    RECORDS_REJECTED,
    /** Nearly all events are older than what any window takes. */
    EVENTS_TOO_LATE,
    /** Nearly all events are dated too far ahead of the clock. */
    EVENTS_IN_THE_FUTURE,
    /** The monitor is not silent: it has an alert. */
    ALERT_STANDS,
    /** One partition, or a few, hold all windows up. */
    PARTITION_LAGS,
    /** The topic that windows are compared with is not there, may not be read, or holds nothing. */
    NOTHING_TO_COMPARE_WITH,
    /** The reference period has not been read to its end. */
    WAITING_FOR_REFERENCE,
    /** There is much left to read. */
    CATCHING_UP,
    /** Nothing has come for a while. */
    NOTHING_NEW,
    /** No window has closed yet. */
    FIRST_WINDOW_OPEN,
    /** Windows close, but hold too few events to be judged. */
    TOO_FEW_EVENTS,
    /** The reference knows nothing of what comes. */
    REFERENCE_LACKS_SERIES,
    /** The rule that compares windows with earlier ones has not seen enough of them. */
    LEARNING,
    /** The components of a vector tell nothing. */
    DEGENERATE,
    /** All is well: windows close and nothing has drifted. */
    STABLE;

    /** The cause as programs read it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

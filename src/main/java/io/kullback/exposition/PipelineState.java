package io.kullback.exposition;

import java.util.Locale;

/** Where this instance's part of the pipeline stands, in the words of Kafka Streams. */
public enum PipelineState {
    /** Not yet started: brokers are waited for. */
    CREATED,
    /** Partitions are being assigned, or state is being restored. */
    REBALANCING,
    RUNNING,
    PENDING_SHUTDOWN,
    NOT_RUNNING,
    PENDING_ERROR,
    /** Ended by an error. */
    ERROR;

    /** The state in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

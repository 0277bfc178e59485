package io.kullback.exposition;

import java.util.Map;

/**
 * How the service runs at one moment. Counts are since its start.
 *
 * @param rebalances how often this instance began to take or give up partitions
 * @param restoreRemaining offsets of changelogs that are still to be read
 * @param threadFailures stream threads that failed and were replaced
 * @param logMessages lines written to the log, those that were left out as repetitions included, by level
 */
public record PipelineStatus(
        PipelineState state,
        long rebalances,
        long restoreRemaining,
        long threadFailures,
        Map<String, Long> logMessages) {

    /** Before anything has begun. */
    public static final PipelineStatus CREATED =
            new PipelineStatus(PipelineState.CREATED, 0, 0, 0, Map.of("warn", 0L, "error", 0L));

    public PipelineStatus {
        logMessages = Map.copyOf(logMessages);
    }
}

package io.kullback.stream;

import io.kullback.ingest.RejectReason;
import java.util.List;
import java.util.Map;

/**
 * What one source partition adds to one monitor between two commits: the message from the counting stage to the merge stage.
 *
 * @param ofReference whether the partition is one of the topic that the monitor is compared with, rather than of its own
 * @param partition number of the source partition
 * @param partitions number of partitions that the source topic has
 * @param watermark highest event time counted so far, or {@link #NONE}
 * @param idle whether the partition has fallen silent
 * @param idleUntil when idle, the wall-clock time up to which the silence vouches, else {@link #NONE}
 * @param records records seen
 * @param rejected records refused, by reason
 * @param late records that were too old for their own partition
 * @param future records dated too far ahead
 * @param panes counts by segment and pane
 */
record Partial(
        String monitor,
        boolean ofReference,
        int partition,
        int partitions,
        long watermark,
        boolean idle,
        long idleUntil,
        long records,
        Map<RejectReason, Long> rejected,
        long late,
        long future,
        List<Pane> panes) {

    /** No such time. */
    static final long NONE = Long.MIN_VALUE;

    /** The counts of one pane in one segment. */
    record Pane(String segment, long start, PaneCounts counts) {}
}

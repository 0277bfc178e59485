package io.kullback.detection;

import io.kullback.histogram.UnusableBin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a monitor has come. Counts are since the monitor's first event and survive restarts.
 *
 * <p>Always {@code records = counted + rejected + late + future}.
 *
 * @param records records seen
 * @param counted records counted in a window
 * @param rejected records refused, by reason
 * @param late records too old to amend any window
 * @param future records dated too far ahead of the clock
 * @param unusable for each feature the counted records whose field held no usable value, by kind
 * @param latestEvent highest event time counted, epoch milliseconds
 * @param watermark event time up to which every live partition has been read, epoch milliseconds; empty until all have reported
 * @param windowsClosed windows closed, by cause
 * @param openPanes panes held in state
 * @param ceilings what the monitor may hold, and what went beyond
 * @param referenceId id of the reference in force
 * @param partitions the source partitions that have reported, in order of their numbers
 */
public record MonitorProgress(
        String monitor,
        long records,
        long counted,
        Map<String, Long> rejected,
        long late,
        long future,
        Map<String, Map<UnusableBin, Long>> unusable,
        OptionalLong latestEvent,
        OptionalLong watermark,
        Map<CloseCause, Long> windowsClosed,
        long openPanes,
        Ceilings ceilings,
        Optional<String> referenceId,
        List<SourcePartition> partitions) {

    public MonitorProgress {
        rejected = Map.copyOf(rejected);
        unusable = Map.copyOf(unusable);
        windowsClosed = Map.copyOf(windowsClosed);
        partitions = List.copyOf(partitions);
    }

    /**
     * What a monitor may hold, and what it counted under another name than its own for want of room.
     *
     * @param series most series that are scored at once: features by segments
     * @param seriesOverflow records whose segment was not told apart
     * @param categoriesOverflow values whose category was not told apart while a reference had still to choose which are
     */
    public record Ceilings(long series, long seriesOverflow, long categoriesOverflow) {}

    /**
     * One partition of the source topic.
     *
     * @param watermark highest event time counted from it, epoch milliseconds; empty before the first
     * @param idle whether it is left out of the minimum because nothing has come from it for the idle timeout
     */
    public record SourcePartition(int partition, OptionalLong watermark, boolean idle) {}
}

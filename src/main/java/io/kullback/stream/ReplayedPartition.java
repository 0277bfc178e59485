package io.kullback.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One source partition in a replay, or a file: its counts, handed over often, and how far in event time it has been read. */
final class ReplayedPartition {

    private final List<MonitorCounter> counters;
    private final Function<MonitorSettings, ReplayedMonitor> monitors;
    private final int partitions;
    private final ReplayRange range;
    private final long[] watermarks;

    /**
     * @param counters one for each monitor of the topic
     * @param partitions how many the topic has
     */
    ReplayedPartition(
            List<MonitorCounter> counters,
            Function<MonitorSettings, ReplayedMonitor> monitors,
            int partitions,
            ReplayRange range) {
        this.counters = counters;
        this.monitors = monitors;
        this.partitions = partitions;
        this.range = range;
        this.watermarks = new long[counters.size()];
        Arrays.fill(watermarks, Partial.NONE);
    }

    /** Hands over what has been counted since the last time. */
    void handOver() {
        for (int i = 0; i < counters.size(); i++) {
            MonitorCounter counter = counters.get(i);
            ReplayedMonitor monitor = monitors.apply(counter.monitor());
            counter.drainFull(partitions).forEach(monitor::accept);
            int at = i;
            counter.drain(partitions).ifPresent(partial -> {
                watermarks[at] = partial.watermark();
                monitor.accept(partial);
            });
        }
    }

    /**
     * All of it has been read, and it is silent from now on.
     *
     * @param now wall clock of the replay, epoch milliseconds: silence closes no window that has not yet ended by it
     */
    void end(long now) {
        handOver();
        for (MonitorCounter counter : counters) {
            counter.observeSilence(Optional.of(counter.monitor().idleTimeout()), now);
        }
        handOver();
    }

    /** Event time that every monitor has come to which has come to any; {@link Partial#NONE} while none has. */
    long reached() {
        long least = Partial.NONE;
        for (long watermark : watermarks) {
            if (watermark != Partial.NONE && (least == Partial.NONE || watermark < least)) {
                least = watermark;
            }
        }
        return least;
    }

    /** Whether nothing that is still to be read can count. */
    boolean isReadTo() {
        for (int i = 0; i < watermarks.length; i++) {
            if (!range.isReadTo(counters.get(i).monitor(), watermarks[i])) {
                return false;
            }
        }
        return true;
    }
}

package io.kullback.detection;

import java.time.Duration;
import java.time.Instant;

/**
 * Where the pipeline tells how it runs, as opposed to {@link MonitorListener what it found}. Of wall-clock time, so nothing of it is part of a result.
 *
 * <p>Called from the pipeline's threads, several at a time; must return at once and never throw.
 */
public interface PipelineMeter {

    /** Takes everything and does nothing. */
    PipelineMeter NONE = new PipelineMeter() {
        @Override
        public void counted(String monitor, Duration lag) {}

        @Override
        public void excluded(String monitor, String reason, Place place, Instant now) {}

        @Override
        public void adopted(String monitor) {}

        @Override
        public void closed(String monitor, Duration delay, double completeness) {}

        @Override
        public void released(String monitor) {}

        @Override
        public void taskAlive(String task, Instant now) {}

        @Override
        public void taskGone(String task) {}
    };

    /** Where a record lies in Kafka. */
    record Place(String topic, int partition, long offset) {}

    /**
     * New events of a source partition were counted and handed over to be merged.
     *
     * @param lag wall clock minus the highest event time counted from the partition; negative if that is ahead of the clock
     */
    void counted(String monitor, Duration lag);

    /**
     * A record was not counted. Told of the first one of a cause at once, and then of one in a minute.
     *
     * @param reason as in {@link MonitorProgress#rejected}, or late, or future
     */
    void excluded(String monitor, String reason, Place place, Instant now);

    /** This instance merges a monitor from now on. */
    void adopted(String monitor);

    /**
     * A window closed, for the first time.
     *
     * @param delay wall clock minus the window's end
     * @param completeness share of the source partitions, in [0, 1], that had been read beyond the window's end
     */
    void closed(String monitor, Duration delay, double completeness);

    /** This instance merges a monitor no longer. */
    void released(String monitor);

    /** A task had its turn by the clock, whether there were records or not; at its start, and then every second. */
    void taskAlive(String task, Instant now);

    /** A task ended here, or moved to another thread or instance. */
    void taskGone(String task);
}

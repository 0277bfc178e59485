package io.kullback.stream;

import io.kullback.histogram.Window;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of event time that is replayed, [from, to), in whole panes: events of a pane that is not wholly within are left out, as if the pipeline had been begun at
 * {@code from}, with the reference at hand, and stopped at {@code to}. The period of a reference is read wherever it lies.
 */
public record ReplayRange(Optional<Instant> from, Optional<Instant> to) {

    /** All that there is. */
    public static final ReplayRange ALL = new ReplayRange(Optional.empty(), Optional.empty());

    public ReplayRange {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException(
                    "the range must end after it starts, but is from " + from.get() + " to " + to.get());
        }
    }

    /** Whether the events of a pane are counted. */
    boolean counts(MonitorSettings monitor, long pane) {
        return isWithin(pane, monitor.window().paneEnd(pane))
                || monitor.reference() instanceof ReferenceSource.Period period
                        && pane >= period.from().toEpochMilli()
                        && pane < period.to().toEpochMilli();
    }

    /** Whether what is said of a window is told. */
    boolean tells(Window window) {
        return isWithin(window.start().toEpochMilli(), window.end().toEpochMilli());
    }

    private boolean isWithin(long start, long end) {
        return from.map(first -> start >= first.toEpochMilli()).orElse(true)
                && to.map(last -> end <= last.toEpochMilli()).orElse(true);
    }

    /** Whether a partition that has been read up to a watermark can hold no more events that count: what comes is beyond the range, or too late. */
    boolean isReadTo(MonitorSettings monitor, long watermark) {
        return to.map(last -> Math.max(last.toEpochMilli(), endOfReference(monitor)))
                .map(last -> watermark != Partial.NONE
                        && monitor.window().isExpired(monitor.window().paneOf(last), watermark))
                .orElse(false);
    }

    /** The earliest event time that counts for a monitor; empty where that is the first there is. */
    Optional<Instant> first(MonitorSettings monitor) {
        return from.map(first -> monitor.reference() instanceof ReferenceSource.Period period
                        && period.from().isBefore(first)
                ? period.from()
                : first);
    }

    private static long endOfReference(MonitorSettings monitor) {
        return monitor.reference() instanceof ReferenceSource.Period period
                ? period.to().toEpochMilli()
                : Long.MIN_VALUE;
    }
}

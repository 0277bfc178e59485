package io.kullback.histogram;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * How event time is cut: windows of one size, one starting at each multiple of {@code advance} since 1970-01-01T00:00Z, built from panes of length {@code advance}.
 *
 * <p>A pane belongs to {@code size / advance} windows, and every event is counted in one pane only. Times are epoch milliseconds.
 *
 * @param size length of a window
 * @param advance distance between the starts of two windows; equal to size for tumbling windows, else a divisor of it
 * @param grace how long after its end a window still waits for events that come out of order
 * @param retention how long after a window closed late events may still amend it
 */
public record WindowPlan(Duration size, Duration advance, Duration grace, Duration retention) {

    public WindowPlan {
        requirePositive("size", size);
        requirePositive("advance", advance);
        if (size.toMillis() % advance.toMillis() != 0) {
            throw new IllegalArgumentException(
                    "size must be a multiple of advance, but " + size + " is not a multiple of " + advance);
        }
        requireNotNegative("grace", grace);
        requireNotNegative("retention", retention);
    }

    /** Windows that do not overlap. */
    public static WindowPlan tumbling(Duration size, Duration grace, Duration retention) {
        return new WindowPlan(size, size, grace, retention);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.toMillis() <= 0) {
            throw new IllegalArgumentException(name + " must be at least 1 ms, but is " + duration);
        }
    }

    private static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + duration);
        }
    }

    /** Start of the pane that an event at the given time belongs to. */
    public long paneOf(long time) {
        return Math.floorDiv(time, advance.toMillis()) * advance.toMillis();
    }

    /** End of a pane. */
    public long paneEnd(long pane) {
        return pane + advance.toMillis();
    }

    /** End of a window. */
    public long windowEnd(long windowStart) {
        return windowStart + size.toMillis();
    }

    /** The window that starts at the given time. */
    public Window window(long windowStart) {
        return Window.ofEpochMillis(windowStart, windowEnd(windowStart));
    }

    /** Starts of the windows that hold a pane, rising. */
    public LongStream windowsOf(long pane) {
        long step = advance.toMillis();
        return LongStream.iterate(pane - size.toMillis() + step, start -> start <= pane, start -> start + step);
    }

    /** Starts of the panes of a window, rising. */
    public LongStream panesOf(long windowStart) {
        long step = advance.toMillis();
        return LongStream.iterate(windowStart, pane -> pane < windowEnd(windowStart), pane -> pane + step);
    }

    /** Start of the last pane of a window. */
    public long lastPaneOf(long windowStart) {
        return windowEnd(windowStart) - advance.toMillis();
    }

    /** Whether a window closes once every event up to the watermark has been seen. */
    public boolean isClosed(long windowStart, long watermark) {
        return windowEnd(windowStart) + grace.toMillis() <= watermark;
    }

    /** Whether events of a pane can no longer change any result: the last window that holds it closed longer than the retention ago. */
    public boolean isExpired(long pane, long watermark) {
        // Compared without adding to the watermark, which is Long.MIN_VALUE before the first event.
        return windowEnd(pane) + grace.toMillis() + retention.toMillis() <= watermark;
    }

    /** Whether a time is the boundary between two panes. */
    public boolean isPaneBoundary(long time) {
        return paneOf(time) == time;
    }
}

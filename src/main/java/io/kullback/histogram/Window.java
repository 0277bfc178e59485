package io.kullback.histogram;

import java.time.Instant;

/** A half-open span of event time, [start, end). */
public record Window(Instant start, Instant end) {
    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("window must end after it starts, but got [" + start + ", " + end + ")");
        }
    }

    /** The window [start, end) of epoch milliseconds. */
    public static Window ofEpochMillis(long start, long end) {
        return new Window(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
    }

    @Override
    public String toString() {
        return "[" + start + ", " + end + ")";
    }
}

package io.kullback.app;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far long work has come, how fast it goes, and how long it will still take if it goes on like that. */
public final class Progress {

    private static final long LINE_EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final double NANOS = 1e9;
    private static final long MINUTES_FROM = 120;

    private final Unit unit;
    private final LongSupplier nanos;
    private final long start;
    private long lastLine;

    /** What is counted. */
    public enum Unit {
        RECORDS("records", 1),
        FLIGHTS("flights", 1),
        /** Shown in millions. */
        BYTES("MB", 1_000_000);

        private final String noun;
        private final int scale;

        Unit(String noun, int scale) {
            this.noun = noun;
            this.scale = scale;
        }

        private String text(double number) {
            return String.format(Locale.ROOT, scale == 1 ? "%,.0f" : "%,.1f", number / scale);
        }
    }

    private Progress(Unit unit, LongSupplier nanos) {
        this.unit = unit;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.lastLine = start;
    }

    /**
     * Work that begins now.
     *
     * @param nanos a clock that only ever goes on, in nanoseconds
     */
    public static Progress of(Unit unit, LongSupplier nanos) {
        return new Progress(unit, nanos);
    }

    /** Where things stand: {@code  42 %  420,000 of 1,000,000 records, 310,000/s, 2 s left}. */
    public String words(long done, long total) {
        double rate = done / Math.max((nanos.getAsLong() - start) / NANOS, 1e-3);
        String left = done > 0 && done < total ? ", " + time((total - done) / rate) + " left" : "";
        String perSecond = unit.text(rate) + (unit == Unit.BYTES ? " MB/s" : "/s");
        return String.format(Locale.ROOT, "%3.0f %%  ", total == 0 ? 100.0 : 100.0 * done / total) + unit.text(done)
                + " of " + unit.text(total) + " " + unit.noun + ", " + perSecond + left;
    }

    private static String time(double seconds) {
        return seconds < MINUTES_FROM
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    /** Whether a line of a log is due: the last one is ten seconds old, or the work has been going on for that long. */
    public boolean isDue() {
        long now = nanos.getAsLong();
        boolean isDue = now - lastLine >= LINE_EVERY;
        if (isDue) {
            lastLine = now;
        }
        return isDue;
    }
}

package io.kullback.app.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How far the replay has come: a bar on a terminal, else a line now and then on standard error. */
final class ProgressLine {

    private static final int WIDTH = 24;
    private static final long PLAIN_SECONDS = 10;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final long total;
    private final long start = System.nanoTime();
    private long lastPlain = start;

    ProgressLine(Terminal terminal, long total) {
        this.terminal = terminal;
        this.total = total;
    }

    void show(long done, Instant closedUpTo) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double rate = done / Math.max(seconds, 1e-3);
        String text = String.format(
                Locale.ROOT,
                "%3.0f %%  %,d of %,d flights, %,.0f/s%s%s",
                100.0 * done / total,
                done,
                total,
                rate,
                done > 0 && done < total ? String.format(Locale.ROOT, ", %.0f s left", (total - done) / rate) : "",
                closedUpTo.equals(Instant.MIN) ? "" : ", closed up to " + DAY.format(closedUpTo));
        if (terminal.isLive()) {
            int filled = (int) (WIDTH * done / total);
            terminal.bottom("▕" + "█".repeat(filled) + "░".repeat(WIDTH - filled) + "▏ " + text);
        } else if (System.nanoTime() - lastPlain > TimeUnit.SECONDS.toNanos(PLAIN_SECONDS)) {
            lastPlain = System.nanoTime();
            System.err.println(text);
        }
    }
}

package io.kullback.app.demo;

import io.kullback.app.Progress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How far the replay has come: a bar on a terminal, else a line now and then on standard error. */
final class ProgressLine {

    private static final int WIDTH = 24;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final long total;
    private final Progress progress = Progress.of(Progress.Unit.FLIGHTS, System::nanoTime);

    ProgressLine(Terminal terminal, long total) {
        this.terminal = terminal;
        this.total = total;
    }

    void show(long done, Instant closedUpTo) {
        String text = progress.words(done, total)
                + (closedUpTo.equals(Instant.MIN) ? "" : ", closed up to " + DAY.format(closedUpTo));
        if (terminal.isLive()) {
            int filled = (int) (WIDTH * done / total);
            terminal.bottom("▕" + "█".repeat(filled) + "░".repeat(WIDTH - filled) + "▏ " + text);
        } else if (progress.isDue()) {
            System.err.println(text);
        }
    }
}

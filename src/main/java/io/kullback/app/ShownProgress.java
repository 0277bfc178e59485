package io.kullback.app;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Progress on standard error: one line that is written over and over where a person looks, else a line every ten seconds. */
public final class ShownProgress implements AutoCloseable {

    private static final String CLEAR_LINE = "\r\u001B[K";
    private static final long LIVE_EVERY = TimeUnit.MILLISECONDS.toNanos(200);

    private final PrintWriter err;
    private final boolean live;
    private final Progress progress;
    private long lastLive;
    private boolean isShown;

    /** Work that begins now. */
    public ShownProgress(PrintWriter err, Progress.Unit unit) {
        this.err = err;
        this.live = Screen.isSeen();
        this.progress = Progress.of(unit, System::nanoTime);
        this.lastLive = System.nanoTime();
    }

    /** Shows how far it has come, if that is due. */
    public void show(long done, long total) {
        if (live) {
            long now = System.nanoTime();
            if (now - lastLive >= LIVE_EVERY) {
                lastLive = now;
                isShown = true;
                err.print(CLEAR_LINE + progress.words(done, total));
                err.flush();
            }
        } else if (progress.isDue()) {
            err.println(progress.words(done, total));
            err.flush();
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (isShown) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}

package io.kullback.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the command is told to stop, and the process waits until it has cleaned up.
 */
public final class Shutdown implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 25;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "kullback-shutdown");

    /** From now on a signal asks. */
    public Shutdown() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void askAndWait() {
        asked.countDown();
        try {
            if (!cleaned.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("kullback: not everything could be ended in " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks as a signal would. */
    public void ask() {
        asked.countDown();
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits until somebody asks; false if nobody has. */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return asked.await(time, unit);
    }

    /** Everything is cleaned up: lets the process end. */
    @Override
    public void close() {
        cleaned.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, which is why we are here.
            return;
        }
    }
}

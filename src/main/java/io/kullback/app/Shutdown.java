package io.kullback.app;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the command is told to stop, cleans up, and returns. A second signal ends the process at once, and so does
 * a clean-up that takes too long; neither loses anything, since what was not committed is counted again.
 */
public final class Shutdown implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 25;
    /** Signals, and what the process then says to its caller when it has ended in good order: SIGTERM is how a service is stopped as it should be. */
    private static final Map<String, Integer> SIGNALS = new TreeMap<>(Map.of("TERM", 0, "INT", 130, "HUP", 129));

    private static final int KILLED_BY_A_SIGNAL = 128;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final Signals signals;
    private volatile int exitCode = ExitCode.OK.code();

    /** From now on a signal asks. */
    public Shutdown() {
        this(SIGNALS.keySet());
    }

    /** From now on one of these signals asks: {@code TERM}, {@code INT} or {@code HUP}. */
    Shutdown(Collection<String> names) {
        this.signals = Signals.answer(names, this::signalled);
    }

    private void signalled(String name, int number) {
        int ofTheSignal = KILLED_BY_A_SIGNAL + number;
        if (isAsked()) {
            Runtime.getRuntime().halt(ofTheSignal);
        }
        exitCode = SIGNALS.getOrDefault(name, ofTheSignal);
        asked.countDown();
        Thread watch = new Thread(() -> endUnlessCleaned(ofTheSignal), "kullback-shutdown");
        watch.setDaemon(true);
        watch.start();
    }

    private void endUnlessCleaned(int ofTheSignal) {
        try {
            if (!cleaned.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("kullback: not everything could be ended in " + PATIENCE_SECONDS + " s");
                Runtime.getRuntime().halt(ofTheSignal);
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

    /** What the process should end with: 0, also after SIGTERM; 130 after Ctrl-C. */
    public int exitCode() {
        return exitCode;
    }

    /** Everything is cleaned up: the process may end, and signals mean what they meant before. */
    @Override
    public void close() {
        cleaned.countDown();
        signals.close();
    }
}

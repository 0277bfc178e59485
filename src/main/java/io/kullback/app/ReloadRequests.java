package io.kullback.app;

import io.kullback.exposition.Reloading;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands what signals and clients ask for to the thread that runs the service, which alone exchanges its parts. Who asks while a request is still waiting shares
 * its answer: the file is read after both. Thread-safe.
 */
final class ReloadRequests implements Reloading, AutoCloseable {

    /** Asked for and done by the running thread. */
    @FunctionalInterface
    interface Work {
        Outcome now() throws InterruptedException;
    }

    private static final Outcome ENDING = new Outcome(Kind.NOT_STARTED, List.of("the service is ending"));

    private final AtomicReference<CompletableFuture<Outcome>> waiting = new AtomicReference<>();
    private volatile boolean closed;

    /** Asks, without waiting. */
    CompletableFuture<Outcome> ask() {
        CompletableFuture<Outcome> asked = waiting.updateAndGet(one -> one == null ? new CompletableFuture<>() : one);
        if (closed) {
            asked.complete(ENDING);
        }
        return asked;
    }

    @Override
    public Outcome now() {
        try {
            return ask().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ENDING;
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading the configuration anew failed", e.getCause());
        }
    }

    /** Does the work, if anybody has asked for it. */
    void serve(Work work) throws InterruptedException {
        CompletableFuture<Outcome> asked = waiting.getAndSet(null);
        if (asked != null) {
            try {
                asked.complete(work.now());
            } finally {
                // Only where the work has thrown; an answer is not replaced.
                asked.complete(ENDING);
            }
        }
    }

    /** Nobody serves any more. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<Outcome> asked = waiting.get();
        if (asked != null) {
            asked.complete(ENDING);
        }
    }
}

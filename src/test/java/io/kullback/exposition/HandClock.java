package io.kullback.exposition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** A server's clock that stands still until it is moved; what is due then is done by whoever moves it. */
final class HandClock extends AbstractLifeCycle implements Scheduler {

    private record Due(Runnable task, long nanos) {}

    private final List<Due> due = new ArrayList<>();
    private long now;

    @Override
    public synchronized Task schedule(Runnable task, long delay, TimeUnit unit) {
        Due added = new Due(task, now + unit.toNanos(delay));
        due.add(added);
        return () -> forget(added);
    }

    private synchronized boolean forget(Due task) {
        return due.remove(task);
    }

    /** Moves the clock, from one task to the next. */
    void pass(Duration time) {
        long end = now() + time.toNanos();
        for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
            next.get().task().run();
        }
        arrive(end);
    }

    private synchronized long now() {
        return now;
    }

    private synchronized void arrive(long nanos) {
        now = nanos;
    }

    private synchronized Optional<Due> next(long end) {
        Optional<Due> next = due.stream().filter(task -> task.nanos() <= end).min(Comparator.comparingLong(Due::nanos));
        next.ifPresent(task -> {
            due.remove(task);
            now = task.nanos();
        });
        return next;
    }
}

package io.kullback.app;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks again and again at what one instance exports, and notes which series were there once and are missing later. */
final class KeptSeries implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> seen = new ConcurrentSkipListSet<>();
    private final Set<String> missed = new ConcurrentSkipListSet<>();

    /** @param exported names of the series that are looked at, as they are exported now */
    KeptSeries(Supplier<Set<String>> exported) {
        clock.scheduleWithFixedDelay(
                () -> {
                    Set<String> now = exported.get();
                    seen.stream().filter(series -> !now.contains(series)).forEach(missed::add);
                    seen.addAll(now);
                },
                0,
                PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    Set<String> seen() {
        return seen;
    }

    Set<String> missed() {
        return missed;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

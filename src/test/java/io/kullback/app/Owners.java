package io.kullback.app;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Scrapes all instances again and again, and notes which exports which drift series, and whether two ever export one at once. */
final class Owners implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;
    private static final String SERIES = "kullback_divergence_nats{";
    /** What each instance sees of the topics itself, whichever merges what is in them. */
    private static final List<String> OWN_VIEW = List.of("kullback_source_partitions{", "kullback_record_lag_seconds");

    private final Instances instances;
    private final Map<String, String> urls = new ConcurrentHashMap<>();
    private final Set<String> doubles = new ConcurrentSkipListSet<>();
    private final AtomicInteger scrapes = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile Map<String, Set<String>> last = Map.of();

    Owners(Instances instances) {
        this.instances = instances;
        clock.scheduleWithFixedDelay(this::scrape, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    void watch(String name, String url) {
        urls.put(name, url);
    }

    /** An instance is about to end. */
    void forget(String name) {
        urls.remove(name);
    }

    /**
     * One instance after the other. A series may move between two scrapes of one round without any fault; but an instance that has it in this round and in the
     * one before has had it all the while, so that another that has it in between is one too many.
     */
    private void scrape() {
        Map<String, Set<String>> before = last;
        Map<String, Set<String>> now = new TreeMap<>();
        new TreeMap<>(urls).forEach((name, url) -> {
            Set<String> series = new HashSet<>(instances.scrape(url).keySet());
            series.removeIf(one -> OWN_VIEW.stream().anyMatch(one::startsWith));
            Set<String> allTheWhile = new HashSet<>(series);
            allTheWhile.retainAll(before.getOrDefault(name, Set.of()));
            before.forEach((other, had) -> {
                if (other.compareTo(name) > 0) {
                    note(allTheWhile, had, name + " and " + other);
                }
            });
            now.put(name, series);
            scrapes.incrementAndGet();
        });
        last = now;
    }

    private void note(Set<String> one, Set<String> other, String who) {
        Set<String> both = new TreeSet<>(one);
        both.retainAll(other);
        both.forEach(series -> doubles.add(series + " by " + who));
    }

    /** Waits until so many series of divergences are exported, and each by one instance. */
    void awaitEachOnce(int series) {
        await("each series exported by one instance")
                .atMost(Instances.PATIENCE)
                .pollInterval(Duration.ofMillis(PAUSE_MILLIS))
                .untilAsserted(() -> {
                    Map<String, Integer> owners = new HashMap<>();
                    divergences().forEach(one -> owners.merge(one, 1, Integer::sum));
                    if (owners.size() != series || owners.values().stream().anyMatch(count -> count != 1)) {
                        throw new AssertionError(owners.size() + " of " + series + " series are exported, "
                                + owners.values().stream()
                                        .filter(count -> count > 1)
                                        .count() + " of them twice");
                    }
                });
    }

    private List<String> divergences() {
        List<String> all = new ArrayList<>();
        last.values()
                .forEach(series ->
                        series.stream().filter(one -> one.startsWith(SERIES)).forEach(all::add));
        return all;
    }

    /** Number of instances that export any drift series. */
    long owners() {
        return last.values().stream()
                .filter(series -> series.stream().anyMatch(one -> one.startsWith(SERIES)))
                .count();
    }

    /** Series that two instances exported at once, and which. */
    Set<String> doubles() {
        return doubles;
    }

    int scrapes() {
        return scrapes.get();
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}

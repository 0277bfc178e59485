package io.kullback.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The same events in many orders of arrival: shuffled as far as grace allows, and some so late that they amend windows, or so late that they count no more. What must
 * be counted of them is computed here, without any of Kullback's code, and is the same for every order.
 */
final class ArrangedLoad {

    static final int WINDOWS = 70;
    static final List<String> SEGMENTS = List.of("de", "fr");
    static final int FEATURES = 2;

    /** A monitor as {@link #count} takes it for granted, below its name and topic. */
    static final String MONITOR = """
            event-time: /t
                segment: /country
                window: {size: 1m, grace: 10s, retention: 10m, idle-timeout: 5m, max-future: 1h}
                reference: {period: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T00:12:00Z}}
                alert: {baseline: 30}
                features:
                  - {name: amount, type: number, bins: {edges: [20, 40, 60, 80]}}
                  - {name: bank, type: category, categories: [a, b, c], other: true}
            """;

    private static final int PER_WINDOW = 500;
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long SIZE = Duration.ofMinutes(1).toMillis();
    private static final long WITHIN_GRACE = Duration.ofMillis(9_900).toMillis();
    private static final long AFTER_GRACE = Duration.ofMinutes(3).toMillis();
    private static final long BEYOND_RETENTION = Duration.ofHours(2).toMillis();
    private static final int FIRST_LATE_WINDOW = 45;
    private static final int BANK_OTHER = 3;

    /** An event, and when it would arrive if nothing were shuffled. */
    private record Arrival(long at, String json) {}

    private final SplittableRandom random;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<KillLoad.Series, List<Long>> counts = new TreeMap<>();
    private long late;
    private long future;

    ArrangedLoad(long seed) {
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < WINDOWS * PER_WINDOW; i++) {
            long now = START + i * SIZE / PER_WINDOW;
            long window = (now - START) / SIZE;
            if (i % 401 == 400) {
                arrivals.add(new Arrival(now, "{\"t\":\"2100-01-01T00:00:00Z\",\"country\":\"de\"}"));
                future++;
            } else if (window > 2 && i % 307 == 0) {
                arrivals.add(new Arrival(now, "{\"t\":" + (now - BEYOND_RETENTION) + ",\"country\":\"de\"}"));
                late++;
            } else {
                boolean isLate = window >= FIRST_LATE_WINDOW && window < WINDOWS - 5 && i % 89 == 0;
                arrivals.add(new Arrival(isLate ? now + AFTER_GRACE : now, good(now, window)));
            }
        }
    }

    private String good(long time, long window) {
        String segment = SEGMENTS.get(random.nextInt(SEGMENTS.size()));
        // What late events amend may be a window on which an alert fires, and one on which it ends.
        boolean richer = segment.equals("de") && window >= 50 && window < 56;
        int amount = random.nextInt(100) + (richer ? 40 : 0);
        int bank = random.nextInt(5);
        Instant start = Instant.ofEpochMilli(time - Math.floorMod(time, SIZE));
        count(new KillLoad.Series(segment, "", start), 0, 1);
        // Below 20, three bins of 20 each, from 80 on; then missing, non-finite and wrong type.
        count(new KillLoad.Series(segment, "amount", start), Math.min(4, amount / 20), 8);
        count(new KillLoad.Series(segment, "bank", start), Math.min(bank, BANK_OTHER), 7);
        return "{\"t\":" + time + ",\"country\":\"" + segment + "\",\"amount\":" + amount + ",\"bank\":\""
                + "abcde".charAt(bank) + "\"}";
    }

    private void count(KillLoad.Series series, int bin, int bins) {
        List<Long> of = counts.computeIfAbsent(series, key -> new ArrayList<>(Collections.nCopies(bins, 0L)));
        of.set(bin, of.get(bin) + 1);
    }

    /**
     * The events in one order, the last ones in each partition closing all windows.
     *
     * @param order 0 for that of their arrival; any other shuffles them within grace
     */
    List<KillLoad.Event> events(long order, int partitions) {
        SplittableRandom shuffle = new SplittableRandom(order);
        List<Arrival> shuffled = arrivals.stream()
                .map(arrival ->
                        new Arrival(arrival.at() + (order == 0 ? 0 : shuffle.nextLong(WITHIN_GRACE)), arrival.json()))
                .sorted(Comparator.comparingLong(Arrival::at))
                .toList();
        List<KillLoad.Event> events = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            events.add(new KillLoad.Event(
                    i % partitions, Optional.of(shuffled.get(i).json())));
        }
        for (int partition = 0; partition < partitions; partition++) {
            String closing = "{\"t\":" + (START + (WINDOWS + 1) * SIZE) + ",\"country\":\"de\"}";
            events.add(new KillLoad.Event(partition, Optional.of(closing)));
        }
        return events;
    }

    /** What must be counted in each window that closes. */
    Map<KillLoad.Series, List<Long>> counts() {
        return counts;
    }

    /** What the metrics must say in the end. */
    Map<String, Long> totals(int partitions) {
        return Map.of(
                "kullback_records_total",
                (long) arrivals.size() + partitions,
                "kullback_records_rejected_total",
                0L,
                "kullback_records_late_total",
                late,
                "kullback_records_future_total",
                future);
    }
}

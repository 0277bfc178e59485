package io.kullback.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The events of the kill test, the same for the same seed, and what must be counted of them, computed here without any of Kullback's code. */
final class KillLoad {

    static final int PARTITIONS = 4;
    static final int WINDOWS = 150;
    static final int FEATURES = 3;
    static final List<String> SEGMENTS = List.of("de", "fr", "it");

    /** Features, windows and time limits as {@link #countAt} takes them for granted. */
    static final String MONITOR = """
            event-time: /t
                segment: /country
                window: {size: 1m, grace: 10s, retention: 10m, idle-timeout: 5m, max-future: 1h}
                reference: {period: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T00:20:00Z}}
                alert: {baseline: 30}
                features:
                  - {name: amount, type: number, bins: {edges: [20, 40, 60, 80]}}
                  - {name: score, type: number, bins: {quantiles: 10}}
                  - {name: bank, type: category, categories: [a, b, c], other: true}
            """;

    private static final int PER_WINDOW = 2_000;
    static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    static final long SIZE = Duration.ofMinutes(1).toMillis();
    static final long GRACE = Duration.ofSeconds(10).toMillis();

    private static final long OUT_OF_ORDER = Duration.ofSeconds(8).toMillis();
    private static final int BANK_OTHER = 3;
    /** Why each kind of odd record is not counted. */
    private static final List<String> ODD_ONES = List.of("decode", "null_value", "timestamp_missing", "late", "future");

    /** One record; no value is a tombstone. */
    record Event(int partition, Optional<String> value) {}

    /** One window of one segment and feature; the feature {@code ""} stands for the records. */
    record Series(String segment, String feature, Instant start) implements Comparable<Series> {
        @Override
        public int compareTo(Series other) {
            return toString().compareTo(other.toString());
        }
    }

    private final List<Event> events = new ArrayList<>();
    private final Map<Series, List<Long>> counts = new HashMap<>();
    private final SplittableRandom random;
    private final Map<String, Long> excluded = new TreeMap<>();

    KillLoad(long seed) {
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < WINDOWS * PER_WINDOW; i++) {
            long time = START + i * SIZE / PER_WINDOW;
            if (i > PER_WINDOW && i % 997 == 0) {
                oddOne(i / 997 % 5, time, i);
            } else {
                good(time, i);
            }
        }
        // One event in each partition that lets all windows before it close.
        for (int partition = 0; partition < PARTITIONS; partition++) {
            good(START + (WINDOWS + 3) * SIZE + OUT_OF_ORDER, partition);
        }
    }

    private void oddOne(int kind, long time, int i) {
        switch (kind) {
            case 0 -> send(i, Optional.of("{\"t\":" + time + ",\"bro"));
            case 1 -> send(i, Optional.empty());
            case 2 -> send(i, Optional.of("{\"country\":\"de\",\"amount\":50}"));
            case 3 ->
                send(i, Optional.of("{\"t\":" + (time - Duration.ofHours(2).toMillis()) + ",\"country\":\"de\"}"));
            default -> send(i, Optional.of("{\"t\":\"2100-01-01T00:00:00Z\",\"country\":\"de\"}"));
        }
        excluded.merge(ODD_ONES.get(kind), 1L, Long::sum);
    }

    private void good(long inOrder, int i) {
        long time = Math.max(START, random.nextInt(20) == 0 ? inOrder - random.nextLong(OUT_OF_ORDER) : inOrder);
        long window = (inOrder - START) / SIZE;
        String segment = SEGMENTS.get(random.nextInt(SEGMENTS.size()));
        // Two changes that alerts fire on and resolve after.
        boolean richer = segment.equals("de") && window >= 60 && window < 75;
        boolean otherBanks = window >= 110 && window < 120;
        String amount = String.valueOf(random.nextInt(100) + (richer ? 30 : 0) + random.nextInt(4) * 0.25);
        int bank = random.nextInt(otherBanks ? 2 : 5);
        boolean withoutAmount = random.nextInt(100) == 0;
        send(
                i,
                Optional.of("{\"t\":" + time + ",\"country\":\"" + segment + "\",\"score\":"
                        + random.nextInt(1_000_000) / 1e6 + (withoutAmount ? "" : ",\"amount\":" + amount)
                        + ",\"bank\":\"" + "abcde".charAt(bank) + "\"}"));
        Instant start = Instant.ofEpochMilli(time - Math.floorMod(time, SIZE));
        countAt(new Series(segment, "", start), 0, 1);
        // Below 20, three bins of 20 each, from 80 on; then missing, non-finite and wrong type.
        int amountBin = (int) Math.min(4, Math.floor(Double.parseDouble(amount) / 20));
        countAt(new Series(segment, "amount", start), withoutAmount ? 5 : amountBin, 8);
        countAt(new Series(segment, "bank", start), Math.min(bank, BANK_OTHER), 7);
    }

    private void send(int i, Optional<String> value) {
        events.add(new Event(i % PARTITIONS, value));
    }

    private void countAt(Series series, int bin, int bins) {
        List<Long> of = counts.computeIfAbsent(series, key -> new ArrayList<>(Collections.nCopies(bins, 0L)));
        of.set(bin, of.get(bin) + 1);
    }

    List<Event> events() {
        return events;
    }

    /** What must be counted in each window that closes. */
    Map<Series, List<Long>> counts() {
        Map<Series, List<Long>> closed = new TreeMap<>(counts);
        Instant end = Instant.ofEpochMilli(START + WINDOWS * SIZE);
        closed.keySet().removeIf(series -> !series.start().isBefore(end));
        return closed;
    }

    /** What the metrics must say in the end. */
    Map<String, Long> totals() {
        return Map.of(
                "kullback_records_total",
                (long) events.size(),
                "kullback_records_counted_total",
                events.size()
                        - excluded.values().stream().mapToLong(Long::longValue).sum(),
                "kullback_records_rejected_total",
                excluded.get("decode") + excluded.get("null_value") + excluded.get("timestamp_missing"),
                "kullback_records_late_total",
                excluded.get("late"),
                "kullback_records_future_total",
                excluded.get("future"));
    }

    /** Records that are not counted, by reason. */
    Map<String, Long> excluded() {
        return excluded;
    }
}

package io.kullback.exposition.diagnosis;

import io.kullback.histogram.WindowPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * The window that closes next.
 *
 * @param end its end
 * @param at event time that has to be read to: its end and the grace
 * @param waitsFor numbers of the partitions that have not been read so far; empty where all are silent, and what comes next on any of them closes it
 */
public record NextClose(Instant end, Instant at, List<Integer> waitsFor) {

    public NextClose {
        waitsFor = List.copyOf(waitsFor);
    }

    /** The next end after what all live partitions have been read to; empty before any event. */
    public static Optional<NextClose> of(WindowPlan window, ServiceFacts facts) {
        boolean allIdle = facts.partitions().stream().allMatch(ServiceFacts.Partition::idle);
        OptionalLong readTo = allIdle
                ? watermarks(facts, true).max()
                : watermarks(facts, false).min();
        if (readTo.isEmpty()) {
            return Optional.empty();
        }
        long grace = window.grace().toMillis();
        long end = window.paneEnd(window.paneOf(readTo.getAsLong() - grace));
        Instant at = Instant.ofEpochMilli(end + grace);
        return Optional.of(new NextClose(Instant.ofEpochMilli(end), at, allIdle ? missing(facts) : behind(facts, at)));
    }

    private static LongStream watermarks(ServiceFacts facts, boolean withIdle) {
        return facts.partitions().stream()
                .filter(partition -> withIdle || !partition.idle())
                .flatMap(partition -> partition.watermark().stream())
                .mapToLong(Instant::toEpochMilli);
    }

    private static List<Integer> behind(ServiceFacts facts, Instant at) {
        TreeSet<Integer> behind = new TreeSet<>(missing(facts));
        facts.partitions().stream()
                .filter(partition -> !partition.idle()
                        && partition
                                .watermark()
                                .filter(read -> !read.isBefore(at))
                                .isEmpty())
                .forEach(partition -> behind.add(partition.number()));
        return new ArrayList<>(behind);
    }

    /** Those of which nothing has been heard at all. */
    static List<Integer> missing(ServiceFacts facts) {
        TreeSet<Integer> missing = new TreeSet<>();
        for (int number = 0; number < facts.sourcePartitions().orElse(0); number++) {
            missing.add(number);
        }
        facts.partitions().forEach(partition -> missing.remove(partition.number()));
        return new ArrayList<>(missing);
    }
}

package io.kullback.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps, for each assigned source partition, since when every poll has found nothing left to read.
 *
 * <p>A long time without any poll proves nothing about the partition (the process may have been paused), so it starts the silence anew.
 * Measured on the monotonic clock: a jump of the wall clock makes no partition idle.
 */
final class ConsumerProgress implements SourceProgress {

    private static final long LONGEST_GAP = Duration.ofSeconds(5).toNanos();
    private static final long NOTHING = -1;

    private final LongSupplier nanoTime;
    private final Map<TopicPartition, State> states = new ConcurrentHashMap<>();

    private record State(long deliveredTo, boolean quiet, long quietSince, long polledAt) {}

    ConsumerProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A poll returned events of a partition, the last of them at the given offset. */
    void delivered(TopicPartition partition, long lastOffset) {
        long now = nanoTime.getAsLong();
        states.put(partition, new State(lastOffset, false, now, now));
    }

    /** A poll returned nothing of a partition. */
    void nothingDelivered(TopicPartition partition, OptionalLong lag) {
        long now = nanoTime.getAsLong();
        boolean quiet = lag.isPresent() && lag.getAsLong() == 0;
        states.compute(partition, (key, before) -> {
            if (before == null) {
                return new State(NOTHING, quiet, now, now);
            }
            boolean goesOn = quiet && before.quiet && now - before.polledAt <= LONGEST_GAP;
            return new State(before.deliveredTo, quiet, goesOn ? before.quietSince : now, now);
        });
    }

    /** Forgets the partitions of an earlier assignment of one consumer. */
    void retain(Set<TopicPartition> before, Set<TopicPartition> assigned) {
        before.stream().filter(partition -> !assigned.contains(partition)).forEach(states::remove);
    }

    @Override
    public void begun(TopicPartition partition) {
        long now = nanoTime.getAsLong();
        states.computeIfPresent(partition, (key, before) -> new State(NOTHING, false, now, before.polledAt));
    }

    @Override
    public Optional<Duration> silence(TopicPartition partition, long countedTo) {
        State state = states.get(partition);
        long now = nanoTime.getAsLong();
        if (state == null || !state.quiet || countedTo < state.deliveredTo || now - state.polledAt > LONGEST_GAP) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(now - state.quietSince));
    }
}

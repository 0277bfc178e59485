package io.kullback.stream;

import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.ingest.CsvFile;
import io.kullback.ingest.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Events of the past under monitors that need not be those of the running service, through the very classes that count, merge, judge and decide there, as fast as they
 * can be read. Joins no group, commits nothing, writes nothing.
 *
 * <p>What is equal to what a service with the same monitors issued for the same events, byte for byte: the newest revision of every window, where no event came later than
 * its window's grace; the reference; and every step of every alert in its order. An event counts where its own partition's event time says, which does not depend on how far
 * other partitions have been read.
 *
 * <p>What may differ, because it depended on the moment and not on the events: events that came after the grace amend a window that may or may not have closed by then, so
 * the number of a revision, its cause, and amending or withdrawing steps of alerts depend on the order in which partitions were read, though the counts and the verdicts of the
 * newest revision do not; events dated too far ahead of the clock are held against the clock of now; what an operator accepted is not known here; a promotion into the past is obeyed, while live it changed nothing of windows that had
 * closed by then; and where the service's
 * state is older than what the topic still holds, sequence numbers and the windows that rule A learns from begin later.
 */
public final class Replay {

    private static final int ROWS = 2_000;

    private final ReplayRange range;
    private final long now;
    private final IdentityHashMap<MonitorSettings, ReplayedMonitor> monitors = new IdentityHashMap<>();
    private final List<ReplayedMonitor> inOrder = new ArrayList<>();

    /** Told how far the reading has come: of how many records, or bytes of a file. */
    @FunctionalInterface
    public interface Reading {
        void at(long done, long total);
    }

    /**
     * What came of one monitor's records.
     *
     * @param outside read, but not within the range; not among the records of the progress
     */
    public record Outcome(MonitorSettings monitor, MonitorProgress progress, long outside) {}

    /** @param now wall clock of the replay, epoch milliseconds: neither events that are dated after it count, nor do windows close that end after it */
    public Replay(ReplayRange range, long now) {
        this.range = range;
        this.now = now;
    }

    /**
     * Adds a monitor. Several may have the same name, as in two configurations that are compared.
     *
     * @param listener told of windows and alerts within the range, in order, and of the reference
     * @throws IllegalArgumentException if this very object was added before
     */
    public void add(MonitorSettings monitor, MonitorListener listener) {
        if (monitors.containsKey(monitor)) {
            throw new IllegalArgumentException("monitor '" + monitor.name() + "' is already being replayed");
        }
        ReplayedMonitor replayed = new ReplayedMonitor(monitor, listener, range);
        monitors.put(monitor, replayed);
        inOrder.add(replayed);
    }

    /**
     * Reads the topics of all monitors, each once. References that were promoted are in force from the event time on that the promotion names.
     *
     * @param settings how to reach the brokers
     * @return for each monitor in the order in which they were added
     * @throws KafkaUnreachableException if no broker answers
     * @throws MissingTopicException if a topic does not exist
     */
    public List<Outcome> ofTopics(StreamSettings settings, Reading reading) {
        ReferenceVersions versions = ReferenceVersions.read(settings);
        inOrder.forEach(replayed -> replayed.promote(versions));
        new ReplayedTopics(settings, inOrder, range, now).read(reading);
        return outcomes();
    }

    /**
     * Reads the rows of a CSV file as if they were the records of one partition, in their order: what comes later than a monitor's grace and retention allow is late.
     *
     * @throws IllegalArgumentException if a monitor takes the event time from Kafka's record
     * @throws CsvFile.CsvFormatException if the file has no column that a monitor asks for
     */
    public List<Outcome> ofFile(Path file, Reading reading) throws IOException {
        Fields fields = new Fields();
        List<MonitorCounter> counters = new ArrayList<>();
        for (ReplayedMonitor replayed : inOrder) {
            MonitorSettings monitor = replayed.monitor();
            if (monitor.eventTime().isEmpty()) {
                throw new IllegalArgumentException("monitor '" + monitor.name()
                        + "' takes the event time from Kafka's record, and a CSV row has none. "
                        + "Name the column with the key 'event-time'.");
            }
            if (monitor.topics().size() > 1) {
                throw new IllegalArgumentException(
                        "monitor '" + monitor.name() + "' is compared with the topic '"
                                + monitor.topics().get(1)
                                + "', and a file holds the events of one topic. Replay the topics themselves, or give it another reference.");
            }
            counters.add(new MonitorCounter(monitor, 0, fields));
        }
        ReplayedPartition rows = new ReplayedPartition(counters, monitors::get, 1, range);
        CsvFile.read(file, fields, (values, row, done, total) -> {
            counters.forEach(counter -> counter.count(values, Partial.NONE, now));
            if (row % ROWS == 0) {
                rows.handOver();
                reading.at(done, total);
            }
        });
        rows.end(now);
        return outcomes();
    }

    private List<Outcome> outcomes() {
        return inOrder.stream()
                .map(replayed -> new Outcome(replayed.monitor(), replayed.progress(), replayed.outside()))
                .toList();
    }

    /** The earliest record time that can count; empty where every record must be read, since the event time is another. */
    static Optional<Long> firstTimestamp(List<ReplayedMonitor> ofTopic, ReplayRange range) {
        long first = Long.MAX_VALUE;
        for (ReplayedMonitor replayed : ofTopic) {
            Optional<Long> from = range.first(replayed.monitor()).map(Instant::toEpochMilli);
            if (replayed.monitor().eventTime().isPresent() || from.isEmpty()) {
                return Optional.empty();
            }
            first = Math.min(first, from.get());
        }
        return Optional.of(first);
    }
}

package io.kullback.stream;

import io.kullback.histogram.Reference;
import io.kullback.ingest.EventTime;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.RejectReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Counts the events of one source partition for one monitor, between one hand-over and the next.
 *
 * <p>Every record ends in exactly one place: a pane, a reject reason, late, or future.
 */
final class MonitorCounter {

    /** Segment of records whose segment field is absent, empty or compound. */
    static final String NO_SEGMENT = "(missing)";

    private final MonitorSettings monitor;
    private final SeriesBins bins;
    private final int partition;
    private final OptionalInt eventTimeSlot;
    private final OptionalInt segmentSlot;
    private final List<FeatureSlots> featureSlots;

    private long watermark = Partial.NONE;
    private boolean idle;
    private long idleUntil = Partial.NONE;

    private boolean changed;
    private long records;
    private long late;
    private long future;
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final Map<String, TreeMap<Long, PaneCounts>> panes = new TreeMap<>();

    // The pane of the last event, where the next one most likely belongs too.
    private String lastSegment = "";
    private long lastPane = Partial.NONE;
    private PaneCounts lastCounts;

    /** @param fields takes the fields that this monitor reads */
    MonitorCounter(MonitorSettings monitor, int partition, Fields fields) {
        this.monitor = monitor;
        this.bins = new SeriesBins(monitor);
        this.partition = partition;
        this.eventTimeSlot = slot(monitor.eventTime().map(fields::slotOf));
        this.segmentSlot = slot(monitor.segment().map(fields::slotOf));
        this.featureSlots = monitor.features().stream()
                .map(feature -> new FeatureSlots(feature, fields))
                .toList();
        this.lastCounts = bins.newPane(Reference.WHOLE);
    }

    private static OptionalInt slot(Optional<Integer> slot) {
        return slot.isPresent() ? OptionalInt.of(slot.get()) : OptionalInt.empty();
    }

    MonitorSettings monitor() {
        return monitor;
    }

    /** Takes a record that could not be read; gives why it is not counted. */
    Exclusion reject(RejectReason reason) {
        awake();
        records++;
        rejected.merge(reason, 1L, Long::sum);
        return Exclusion.of(reason);
    }

    /**
     * Takes a record.
     *
     * @param recordTimestamp the record's own timestamp, used where the monitor names no event-time field
     * @param now wall clock, epoch milliseconds
     * @return why it is not counted; empty if it is
     */
    Optional<Exclusion> count(FieldValues values, long recordTimestamp, long now) {
        long time = eventTimeSlot.isPresent()
                ? EventTime.read(values, eventTimeSlot.getAsInt())
                : EventTime.ofRecord(recordTimestamp);
        if (time == EventTime.MISSING) {
            return Optional.of(reject(RejectReason.TIMESTAMP_MISSING));
        }
        if (time == EventTime.INVALID || time == EventTime.SECONDS) {
            Exclusion invalid = reject(RejectReason.TIMESTAMP_INVALID);
            return Optional.of(time == EventTime.SECONDS ? Exclusion.SECONDS : invalid);
        }
        awake();
        records++;
        // Before the watermark: one record of the year 2100 would make all others late.
        if (time > now + monitor.maxFuture().toMillis()) {
            future++;
            return Optional.of(Exclusion.FUTURE);
        }
        long pane = monitor.window().paneOf(time);
        // By this partition's own watermark, so that the answer does not depend on how far the others are. What it was
        // before a restart or a move only the merge stage knows, which looks again.
        if (watermark != Partial.NONE && monitor.window().isExpired(pane, watermark)) {
            late++;
            return Optional.of(Exclusion.LATE);
        }
        watermark = Math.max(watermark, time);
        PaneCounts counts = pane(segment(values), pane);
        counts.addRecord();
        for (int i = 0; i < featureSlots.size(); i++) {
            featureSlots.get(i).count(values, counts.tallies().get(i));
        }
        return Optional.empty();
    }

    private String segment(FieldValues values) {
        if (segmentSlot.isEmpty()) {
            return Reference.WHOLE;
        }
        int slot = segmentSlot.getAsInt();
        return switch (values.kind(slot)) {
            case TEXT, CELL -> values.text(slot).isEmpty() ? NO_SEGMENT : values.text(slot);
            case NUMBER -> number(values.number(slot));
            case BOOLEAN -> String.valueOf(values.isTrue(slot));
            case MISSING, LIST, COMPOUND -> NO_SEGMENT;
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private PaneCounts pane(String segment, long pane) {
        if (pane != lastPane || !segment.equals(lastSegment)) {
            lastSegment = segment;
            lastPane = pane;
            lastCounts = panes.computeIfAbsent(segment, key -> new TreeMap<>())
                    .computeIfAbsent(pane, key -> bins.newPane(segment));
        }
        return lastCounts;
    }

    private void awake() {
        changed = true;
        idle = false;
        idleUntil = Partial.NONE;
    }

    /**
     * Takes note of how long the partition has had nothing to read.
     *
     * <p>A silence is told when it begins, and again each time it lets one more pane end; otherwise nothing would have to be said.
     *
     * @param silence empty while there is something to read or that is not known
     * @param now wall clock, epoch milliseconds
     */
    void observeSilence(Optional<Duration> silence, long now) {
        boolean silent = silence.isPresent() && silence.get().compareTo(monitor.idleTimeout()) >= 0;
        if (!silent) {
            if (idle) {
                awake();
            }
            return;
        }
        long until = now - monitor.idleTimeout().toMillis();
        if (!idle || endedPane(until) > endedPane(idleUntil)) {
            idle = true;
            idleUntil = until;
            changed = true;
        }
    }

    private long endedPane(long watermark) {
        return monitor.window().paneOf(watermark - monitor.window().grace().toMillis());
    }

    /** What was counted since the last call, if anything has changed. */
    Optional<Partial> drain(int partitions) {
        if (!changed) {
            return Optional.empty();
        }
        List<Partial.Pane> counted = new ArrayList<>();
        panes.forEach((segment, byStart) ->
                byStart.forEach((start, counts) -> counted.add(new Partial.Pane(segment, start, counts))));
        Partial partial = new Partial(
                monitor.name(),
                partition,
                partitions,
                watermark,
                idle,
                idleUntil,
                records,
                copyOf(rejected),
                late,
                future,
                counted);
        changed = false;
        records = 0;
        late = 0;
        future = 0;
        rejected.clear();
        panes.clear();
        lastPane = Partial.NONE;
        return Optional.of(partial);
    }

    private static Map<RejectReason, Long> copyOf(Map<RejectReason, Long> counts) {
        Map<RejectReason, Long> copy = new EnumMap<>(RejectReason.class);
        copy.putAll(counts);
        return copy;
    }
}

package io.kullback.stream;

import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Tally;
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
 * <p>Every record ends in exactly one place: a pane, a reject reason, late, or future. Which segments are told apart is not decided here but where the counts of all
 * partitions meet; what is held until then is bounded by handing over early.
 */
final class MonitorCounter {

    /** Segment of records whose segment field is absent, empty or compound. */
    static final String NO_SEGMENT = "(missing)";

    /** Half of what brokers take in one record: the other half is for what one more event can add. */
    static final int LARGEST_PART = 512 * 1024;

    private static final int BYTES_BESIDE_NAME = 24;

    private final MonitorSettings monitor;
    private final SeriesBins bins;
    /** By feature, whether its tallies grow with what they tell apart. */
    private final boolean[] sketched;

    private final boolean ofReference;
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
    private final List<List<Partial.Pane>> full = new ArrayList<>();
    private long weight;

    // The pane of the last event, where the next one most likely belongs too.
    private String lastSegment = "";
    private long lastPane = Partial.NONE;
    private PaneCounts lastCounts;

    /** @param fields takes the fields that this monitor reads */
    MonitorCounter(MonitorSettings monitor, int partition, Fields fields) {
        this(monitor, false, partition, fields);
    }

    /** @param ofReference whether the partition is one of the topic that the monitor is compared with */
    MonitorCounter(MonitorSettings monitor, boolean ofReference, int partition, Fields fields) {
        this.monitor = monitor;
        this.ofReference = ofReference;
        this.bins = new SeriesBins(monitor);
        this.partition = partition;
        this.eventTimeSlot = slot(monitor.eventTime().map(fields::slotOf));
        this.segmentSlot = slot(monitor.segment().map(fields::slotOf));
        this.featureSlots = monitor.features().stream()
                .map(feature -> new FeatureSlots(feature, fields))
                .toList();
        this.lastCounts = bins.newPane(Reference.WHOLE);
        this.sketched = new boolean[monitor.features().size()];
        for (int i = 0; i < sketched.length; i++) {
            sketched[i] = !(monitor.features().get(i).bins() instanceof BinningRule.Fixed);
        }
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
        // Before the event rather than after it, so that what is left for the next commit is never empty.
        if (weight >= LARGEST_PART) {
            full.add(takePanes());
        }
        PaneCounts counts = pane(segment(values), pane);
        counts.addRecord();
        for (int i = 0; i < featureSlots.size(); i++) {
            count(values, i, counts.tallies().get(i));
        }
        return Optional.empty();
    }

    private void count(FieldValues values, int feature, Tally tally) {
        if (sketched[feature]) {
            long before = tally.weight();
            featureSlots.get(feature).count(values, tally);
            weight += tally.weight() - before;
        } else {
            featureSlots.get(feature).count(values, tally);
        }
    }

    private String segment(FieldValues values) {
        if (ofReference) {
            return ReferenceSource.AlongsideTopic.SEGMENT;
        }
        if (segmentSlot.isEmpty()) {
            return Reference.WHOLE;
        }
        String segment = segment(values, segmentSlot.getAsInt());
        return segment.length() > SegmentCeiling.LONGEST_NAME ? SegmentCeiling.OTHER : segment;
    }

    private static String segment(FieldValues values, int slot) {
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
                    .computeIfAbsent(pane, key -> newPane(segment));
        }
        return lastCounts;
    }

    private PaneCounts newPane(String segment) {
        PaneCounts pane = bins.newPane(segment);
        weight += BYTES_BESIDE_NAME + 3L * segment.length() + pane.weight();
        return pane;
    }

    private List<Partial.Pane> takePanes() {
        List<Partial.Pane> counted = new ArrayList<>();
        panes.forEach((segment, byStart) ->
                byStart.forEach((start, counts) -> counted.add(new Partial.Pane(segment, start, counts))));
        panes.clear();
        lastPane = Partial.NONE;
        weight = 0;
        return counted;
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

    /** Whether so much is held that it should be handed over without waiting for the next commit. */
    boolean isFull() {
        return !full.isEmpty();
    }

    /**
     * Panes that would have made the next partial too large for a record. To be handed over before what {@link #drain} gives, without which they say nothing of
     * how far the partition has been read: no window closes between the parts of what was counted together.
     */
    List<Partial> drainFull(int partitions) {
        List<Partial> parts = new ArrayList<>();
        for (List<Partial.Pane> counted : full) {
            long inPanes =
                    counted.stream().mapToLong(pane -> pane.counts().records()).sum();
            records -= inPanes;
            parts.add(new Partial(
                    monitor.name(),
                    ofReference,
                    partition,
                    partitions,
                    Partial.NONE,
                    false,
                    Partial.NONE,
                    inPanes,
                    Map.of(),
                    0,
                    0,
                    counted));
        }
        full.clear();
        return parts;
    }

    /**
     * What was counted since the last call, if anything has changed.
     *
     * @throws IllegalStateException if {@link #drainFull} still has something to give
     */
    Optional<Partial> drain(int partitions) {
        if (isFull()) {
            throw new IllegalStateException("the full parts must be drained before the rest");
        }
        if (!changed) {
            return Optional.empty();
        }
        Partial partial = new Partial(
                monitor.name(),
                ofReference,
                partition,
                partitions,
                watermark,
                idle,
                idleUntil,
                records,
                copyOf(rejected),
                late,
                future,
                takePanes());
        changed = false;
        records = 0;
        late = 0;
        future = 0;
        rejected.clear();
        return Optional.of(partial);
    }

    private static Map<RejectReason, Long> copyOf(Map<RejectReason, Long> counts) {
        Map<RejectReason, Long> copy = new EnumMap<>(RejectReason.class);
        copy.putAll(counts);
        return copy;
    }
}

package io.kullback.stream;

import io.kullback.histogram.Reference;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Everything the merge stage remembers of one monitor, in heap while it runs; {@link StoredState} keeps a durable copy.
 */
final class MonitorState {

    private final MonitorSettings monitor;
    private final SegmentCeiling ceiling;
    private final PaneStore panes;
    private final WindowCounts windows;
    private final ReferenceKeeper reference;
    private final Generations generations;
    private final Revisions revisions = new Revisions();
    private final StoredState stored;

    private SourceWatermarks watermarks;
    private MonitorLedger ledger;
    private long closedUpTo = Partial.NONE;

    MonitorState(MonitorSettings monitor) {
        this(monitor, Optional.empty());
    }

    /** The state of windows of another length that are summed from the panes here, which only this one writes. */
    MonitorState sharingPanes(MonitorSettings other) {
        return new MonitorState(other, Optional.of(panes));
    }

    private MonitorState(MonitorSettings monitor, Optional<PaneStore> shared) {
        this.monitor = monitor;
        this.ceiling = new SegmentCeiling(monitor);
        this.panes = shared.orElseGet(() -> new PaneStore(monitor, ceiling));
        this.windows = new WindowCounts(monitor, this);
        this.reference = new ReferenceKeeper(monitor, panes);
        this.generations = new Generations(monitor);
        this.ledger = new MonitorLedger(
                monitor.features().stream().map(FeatureSettings::name).toList());
        this.watermarks = new SourceWatermarks(monitor.topics().size());
        this.stored = new StoredState(monitor, this, shared.isEmpty());
    }

    PaneStore panes() {
        return panes;
    }

    WindowCounts windows() {
        return windows;
    }

    ReferenceKeeper reference() {
        return reference;
    }

    /** What a window is compared with: what was promoted for its time, else what is configured. */
    Optional<Reference> referenceOf(long window) {
        return generations
                .of(window)
                .promoted()
                .or(() -> reference.forWindow(monitor.window().window(window), ledger.firstPane()));
    }

    /** What all windows of a segment that are compared with the same have in common. */
    Optional<Reference> anchorOf(long window) {
        return generations.of(window).promoted().or(reference::anchor);
    }

    /** The reference in force now; where each window has one of its own, the one that was asked for last. */
    Optional<Reference> shownReference() {
        return generations.deciding().promoted().or(reference::reference);
    }

    /** Whether each window has a reference of its own. */
    boolean isMoving() {
        return monitor.reference().isMoving();
    }

    Generations generations() {
        return generations;
    }

    /** The decisions of now. */
    Decisions decisions() {
        return generations.deciding().decisions();
    }

    /** The decisions that a window belongs to. */
    Decisions decisions(long window) {
        return generations.of(window).decisions();
    }

    /** Windows that start from a time on are compared with a reference that an operator has promoted, or again with the configured one. */
    void promote(Optional<Reference> promoted, long from) {
        generations.promote(promoted, from).forEach(stored::erase);
        stored.promoted(generations.of(Long.MAX_VALUE).number());
    }

    /** Lets go of decisions that nobody can go back to. */
    void forgetDecisions(LongPredicate isExpired) {
        generations.forget(isExpired).forEach(stored::erase);
    }

    SourceWatermarks watermarks() {
        return watermarks;
    }

    MonitorLedger ledger() {
        return ledger;
    }

    /** Event time up to which windows have been closed, or {@link Partial#NONE}. */
    long closedUpTo() {
        return closedUpTo;
    }

    boolean isClosedUpToSomewhere() {
        return closedUpTo != Partial.NONE;
    }

    void closeUpTo(long watermark) {
        closedUpTo = watermark;
    }

    /** The reference was built just now and is to be kept; its own windows show how much windows differ. */
    void referenceBuilt() {
        stored.referenceBuilt();
        ceiling.use(reference.reference().orElseThrow());
        if (monitor.reference() instanceof ReferenceSource.Period period) {
            generations
                    .numbered(0)
                    .orElseThrow()
                    .decisions()
                    .learn(
                            panes,
                            period.from().toEpochMilli(),
                            period.to().toEpochMilli(),
                            reference.reference().orElseThrow());
        }
    }

    Revisions revisions() {
        return revisions;
    }

    /** The newest window with a result, by segment. */
    Map<String, Long> lastIssued() {
        Map<String, Long> last = revisions.last();
        if (monitor.segment().isPresent()) {
            last.remove(SegmentSplits.ALL_SEGMENTS);
        }
        return last;
    }

    /** Writes what changed since the last call. */
    void writeChanges(StoredState.Writer writer) {
        stored.writeChanges(writer);
    }

    /** Takes an entry that {@link #writeChanges} wrote before a restart or a move. After the last one, call {@link #restored}. */
    void restore(String key, byte[] value) {
        stored.restore(key, value);
    }

    /** Lets go of all that was found: the panes that it is of are no longer there. */
    void dropFound() {
        stored.dropFound();
    }

    /** Ends the restoring. */
    void restored() {
        stored.restored();
    }

    /** Goes on where another process ended. */
    void takeUp(long closed, SourceWatermarks read, MonitorLedger booked) {
        closedUpTo = closed;
        watermarks = read;
        ledger = booked;
    }

    /** The segments of a reference come first from now on. */
    void placeSegmentsOf(Reference known) {
        ceiling.use(known);
    }
}

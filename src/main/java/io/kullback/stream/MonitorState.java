package io.kullback.stream;

import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.EntryName.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Everything the merge stage remembers of one monitor: in heap while it runs, and as entries of a logged store that are written before each commit.
 *
 * <p>Entries: one for the definition of the monitor, the watermarks and counts; one for each pane and segment; one for each window and segment with a result; one
 * for each segment of a reference that was built; and those of the decisions. What was written under another definition is taken up as far as it still means the same.
 */
final class MonitorState {

    /** Takes changed entries; an empty value deletes. */
    @FunctionalInterface
    interface EntryWriter {
        void put(String key, Optional<byte[]> value);
    }

    private static final int VERSION = 3;
    private static final Set<Kind> KEPT_WITH_ANOTHER_REFERENCE = Set.of(Kind.META, Kind.PANE, Kind.REVISION);

    private final MonitorSettings monitor;
    private final MonitorDefinition definition;
    private final List<String> features;
    private final PartialCodec codec;
    private final SegmentCeiling ceiling;
    private final PaneStore panes;
    private final boolean ownsPanes;
    private final WindowCounts windows;
    private final ReferenceKeeper reference;
    private final Generations generations;
    private final Revisions revisions = new Revisions();
    private final List<Reference> restoredReference = new ArrayList<>();
    private final Set<Integer> promotedNow = new TreeSet<>();
    private final FoundState found;
    private final Set<String> obsolete = new TreeSet<>();

    private SourceWatermarks watermarks;
    private MonitorLedger ledger;
    private long closedUpTo = Partial.NONE;
    private boolean referenceBuilt;
    private boolean referenceChanged;

    MonitorState(MonitorSettings monitor) {
        this(monitor, Optional.empty());
    }

    /** The state of windows of another length that are summed from the panes here, which only this one writes. */
    MonitorState sharingPanes(MonitorSettings other) {
        return new MonitorState(other, Optional.of(panes));
    }

    private MonitorState(MonitorSettings monitor, Optional<PaneStore> shared) {
        this.monitor = monitor;
        this.ownsPanes = shared.isEmpty();
        this.definition = MonitorDefinition.of(monitor);
        this.found = new FoundState(monitor.name(), definition);
        this.features = monitor.features().stream().map(FeatureSettings::name).toList();
        this.codec = new PartialCodec(monitor);
        this.ceiling = new SegmentCeiling(monitor);
        this.panes = shared.orElseGet(() -> new PaneStore(monitor, ceiling));
        this.windows = new WindowCounts(monitor, this);
        this.reference = new ReferenceKeeper(monitor, panes);
        this.generations = new Generations(monitor);
        this.ledger = new MonitorLedger(features);
        this.watermarks = new SourceWatermarks(monitor.topics().size());
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
        generations.promote(promoted, from).forEach(this::erase);
        promotedNow.add(generations.of(Long.MAX_VALUE).number());
    }

    /** Lets go of decisions that nobody can go back to. */
    void forgetDecisions(LongPredicate isExpired) {
        generations.forget(isExpired).forEach(this::erase);
    }

    private void erase(Generation gone) {
        promotedNow.remove(gone.number());
        gone.promoted()
                .ifPresent(reference -> reference
                        .histograms()
                        .keySet()
                        .forEach(segment -> obsolete.add(reference(gone.number(), segment))));
        gone.decisions()
                .forEach((segment, of) ->
                        DecisionEntries.keys(monitor.name(), gone.number(), segment, of, obsolete::add));
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
        referenceBuilt = true;
        referenceChanged = true;
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
    void writeChanges(EntryWriter writer) {
        obsolete.forEach(key -> writer.put(key, Optional.empty()));
        obsolete.clear();
        if (ownsPanes) {
            panes.drainChanges((pane, counts) -> writer.put(key(Kind.PANE, pane), counts.map(codec::writePane)));
        }
        revisions.drainChanges((window, number) -> writer.put(
                key(Kind.REVISION, window),
                number == 0 ? Optional.empty() : Optional.of(PartialCodec.bytes(out -> VarInt.write(number, out)))));
        if (reference.takeGrown()) {
            referenceBuilt = true;
            referenceChanged = true;
        }
        if (referenceChanged) {
            Reference built = reference.anchor().orElseThrow();
            built.histograms()
                    .keySet()
                    .forEach(segment ->
                            writer.put(reference(0, segment), Optional.of(ReferenceJson.write(built.only(segment)))));
            referenceChanged = false;
        }
        promotedNow.forEach(number -> generations
                .numbered(number)
                .flatMap(Generation::promoted)
                .ifPresent(promoted -> promoted.histograms()
                        .keySet()
                        .forEach(segment -> writer.put(
                                reference(number, segment),
                                Optional.of(ReferenceJson.write(promoted.only(segment)))))));
        promotedNow.clear();
        for (Generation generation : generations.all()) {
            generation
                    .decisions()
                    .forEach((segment, of) -> of.log()
                            .drain(of, new DecisionEntries(monitor.name(), generation.number(), segment, writer)));
        }
        writer.put(EntryName.meta(monitor.name()).key(), Optional.of(PartialCodec.bytes(this::writeMeta)));
    }

    private String reference(int generation, String segment) {
        return new EntryName(monitor.name(), Kind.REFERENCE, generation, "", segment).key();
    }

    private String key(Kind kind, PaneStore.Key of) {
        return EntryName.of(monitor.name(), kind, 0, of).key();
    }

    /** Takes an entry that {@link #writeChanges} wrote before a restart or a move. After the last one, call {@link #restored}. */
    void restore(String key, byte[] value) {
        found.put(key, value);
    }

    /** Lets go of all that was found: the panes that it is of are no longer there. */
    void dropFound() {
        found.drop(key -> true);
    }

    /** Ends the restoring. */
    void restored() {
        byte[] meta = found.get(EntryName.meta(monitor.name()).key());
        if (meta != null) {
            PartialCodec.value(meta, in -> {
                takeUp(readDefinition(in), in);
                return this;
            });
        }
        obsolete.addAll(found.finish());
    }

    /** Takes up what was found, as far as it means the same under the definition of now. */
    private void takeUp(MonitorDefinition before, DataInputStream meta) throws IOException {
        if (!found.isOfSameWhole(before)) {
            found.drop(key -> true);
            return;
        }
        readMeta(meta);
        if (!found.isOfSameReference(before)) {
            referenceBuilt = false;
            generations.clear();
            found.drop(key ->
                    !KEPT_WITH_ANOTHER_REFERENCE.contains(EntryName.parse(key).kind()));
        }
        Set<String> same = definition.featuresAsIn(before);
        found.forEach((key, value) -> take(key, value, same));
        if (referenceBuilt) {
            reference.restore(restoredReference, same);
        }
        if (!found.isOfSameFeatures(before)) {
            found.drop(key -> EntryName.parse(key).kind() == Kind.REFERENCE);
            referenceChanged = referenceBuilt;
            generations.all().forEach(generation -> promotedNow.add(generation.number()));
        }
        reference.anchor().ifPresent(known -> {
            if (!monitor.reference().isMoving()) {
                ceiling.use(known);
            }
            generations.numbered(0).ifPresent(first -> first.decisions().takeUpAll(known));
        });
        generations.restored(same);
    }

    private void take(String key, byte[] value, Set<String> features) {
        EntryName name = EntryName.parse(key);
        String segment = name.second();
        switch (name.kind()) {
            case META -> {} // read before all others
            case PANE -> panes.restore(Long.parseLong(name.first()), segment, codec.readPane(segment, value));
            case REVISION ->
                revisions.restore(
                        Long.parseLong(name.first()), segment, PartialCodec.value(value, in -> (int) VarInt.read(in)));
            case DECISION ->
                written(name)
                        .ifPresent(written -> written.entry(
                                Long.parseLong(name.first()),
                                PartialCodec.value(value, DecisionEntry::read).ofFeatures(features)));
            case FIT -> written(name).ifPresent(written -> written.fit(name.first(), value));
            case JOURNAL ->
                written(name)
                        .ifPresent(written -> written.journal(
                                DecisionEntries.featureOf(name),
                                DecisionEntries.chunkOf(name),
                                PartialCodec.value(value, DecisionLog::readChunk)));
            case REFERENCE -> {
                if (name.generation() == 0) {
                    restoredReference.add(ReferenceJson.read(value));
                } else {
                    generations.restore(name.generation(), ReferenceJson.read(value));
                }
            }
        }
    }

    private Optional<WrittenDecisions> written(EntryName name) {
        return generations
                .numbered(name.generation())
                .map(found -> found.decisions().written(name.second()));
    }

    private void writeMeta(DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        definition.write(out);
        out.writeLong(closedUpTo);
        out.writeBoolean(referenceBuilt);
        watermarks.write(out);
        ledger.write(out);
        generations.write(out);
    }

    private MonitorDefinition readDefinition(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("state of version " + VERSION + " is understood, but that of monitor '"
                    + monitor.name() + "' has version " + version);
        }
        return MonitorDefinition.read(in);
    }

    private void readMeta(DataInputStream in) throws IOException {
        closedUpTo = in.readLong();
        referenceBuilt = in.readBoolean();
        watermarks = SourceWatermarks.read(monitor.topics().size(), in);
        ledger = MonitorLedger.read(in, features);
        generations.read(in);
    }
}

package io.kullback.stream;

import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
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
    private static final String META = "meta";
    private static final String PANE = "pane";
    private static final String REVISION = "revision";
    private static final String REFERENCE = "reference";
    private static final String DECISION = "decision";
    private static final String FIT = "fit";
    private static final String JOURNAL = "journal";
    private static final char SEPARATOR = '\u0000';

    private final MonitorSettings monitor;
    private final MonitorDefinition definition;
    private final List<String> features;
    private final PartialCodec codec;
    private final SegmentCeiling ceiling;
    private final PaneStore panes;
    private final WindowCounts windows;
    private final ReferenceKeeper reference;
    private final Decisions decisions;
    private final Map<PaneStore.Key, Integer> revisions = new TreeMap<>();
    private final SortedSet<PaneStore.Key> changedRevisions = new TreeSet<>();
    private final List<Reference> restoredReference = new ArrayList<>();
    private final FoundState found;
    private final Set<String> obsolete = new TreeSet<>();

    private SourceWatermarks watermarks = new SourceWatermarks();
    private MonitorLedger ledger;
    private long closedUpTo = Partial.NONE;
    private boolean referenceBuilt;
    private boolean referenceChanged;

    MonitorState(MonitorSettings monitor) {
        this.monitor = monitor;
        this.definition = MonitorDefinition.of(monitor);
        this.found = new FoundState(monitor.name(), definition);
        this.features = monitor.features().stream().map(FeatureSettings::name).toList();
        this.codec = new PartialCodec(monitor);
        this.ceiling = new SegmentCeiling(monitor);
        this.panes = new PaneStore(monitor, ceiling);
        this.windows = new WindowCounts(monitor, this);
        this.reference = new ReferenceKeeper(monitor, panes);
        this.decisions = new Decisions(monitor);
        this.ledger = new MonitorLedger(features);
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

    /** What a window is compared with. */
    Optional<Reference> referenceOf(long window) {
        return reference.forWindow(monitor.window().window(window), ledger.firstPane());
    }

    Decisions decisions() {
        return decisions;
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
            decisions.learn(
                    panes,
                    period.from().toEpochMilli(),
                    period.to().toEpochMilli(),
                    reference.reference().orElseThrow());
        }
    }

    /** The number of the result that is about to be issued for a window and segment: 1 for the first. */
    int nextRevision(long window, String segment) {
        PaneStore.Key key = new PaneStore.Key(window, segment);
        changedRevisions.add(key);
        return revisions.merge(key, 1, Integer::sum);
    }

    /** The number of the newest result of a window and segment; 0 if there is none. */
    int revision(long window, String segment) {
        return revisions.getOrDefault(new PaneStore.Key(window, segment), 0);
    }

    /** Lets go of the revisions of windows that start at the given times. */
    void forgetRevisions(LongPredicate isExpired) {
        revisions.keySet().removeIf(key -> {
            boolean isForgotten = isExpired.test(key.start());
            if (isForgotten) {
                changedRevisions.add(key);
            }
            return isForgotten;
        });
    }

    /** The newest window with a result, by segment. */
    Map<String, Long> lastIssued() {
        Map<String, Long> last = new TreeMap<>();
        revisions.keySet().stream()
                .filter(key -> monitor.segment().isEmpty() || !key.segment().equals(SegmentSplits.ALL_SEGMENTS))
                .forEach(key -> last.merge(key.segment(), key.start(), Math::max));
        return last;
    }

    /** Writes what changed since the last call. */
    void writeChanges(EntryWriter writer) {
        obsolete.forEach(key -> writer.put(key, Optional.empty()));
        obsolete.clear();
        panes.drainChanges((pane, counts) -> writer.put(key(PANE, pane), counts.map(codec::writePane)));
        changedRevisions.forEach(window -> writer.put(
                key(REVISION, window),
                Optional.ofNullable(revisions.get(window))
                        .map(revision -> PartialCodec.bytes(out -> VarInt.write(revision, out)))));
        changedRevisions.clear();
        if (reference.takeGrown()) {
            referenceBuilt = true;
            referenceChanged = true;
        }
        if (referenceChanged) {
            Reference built = reference.anchor().orElseThrow();
            built.histograms()
                    .keySet()
                    .forEach(segment ->
                            writer.put(key(REFERENCE, segment), Optional.of(ReferenceJson.write(built.only(segment)))));
            referenceChanged = false;
        }
        decisions.forEach((segment, of) -> of.log().drain(of, new DecisionWriter(segment, writer)));
        writer.put(key(META, ""), Optional.of(PartialCodec.bytes(this::writeMeta)));
    }

    /** Gives the entries of a segment's decisions their keys. */
    private final class DecisionWriter implements DecisionLog.Writer {
        private final String segment;
        private final EntryWriter writer;

        DecisionWriter(String segment, EntryWriter writer) {
            this.segment = segment;
            this.writer = writer;
        }

        @Override
        public void entry(long windowStart, Optional<byte[]> value) {
            writer.put(key(DECISION, new PaneStore.Key(windowStart, segment)), value);
        }

        @Override
        public void fit(String feature, byte[] value) {
            writer.put(key(FIT, feature + SEPARATOR + segment), Optional.of(value));
        }

        @Override
        public void journal(String feature, int chunk, byte[] value) {
            writer.put(key(JOURNAL, chunk + "/" + feature + SEPARATOR + segment), Optional.of(value));
        }
    }

    private String key(String kind, String rest) {
        return monitor.name() + SEPARATOR + kind + SEPARATOR + rest;
    }

    private String key(String kind, PaneStore.Key of) {
        return key(kind, of.start() + "" + SEPARATOR + of.segment());
    }

    /** The monitor that an entry belongs to. */
    static String monitorOf(String key) {
        return key.substring(0, key.indexOf(SEPARATOR));
    }

    /** Takes an entry that {@link #writeChanges} wrote before a restart or a move. After the last one, call {@link #restored}. */
    void restore(String key, byte[] value) {
        found.put(key, value);
    }

    /** Ends the restoring. */
    void restored() {
        byte[] meta = found.get(key(META, ""));
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
            found.drop(key -> !isOfKind(key, META) && !isOfKind(key, PANE) && !isOfKind(key, REVISION));
        }
        Set<String> same = definition.featuresAsIn(before);
        found.forEach((key, value) -> take(key, value, same));
        if (referenceBuilt) {
            reference.restore(restoredReference, same);
        }
        if (!found.isOfSameFeatures(before) && referenceBuilt) {
            found.drop(key -> isOfKind(key, REFERENCE));
            referenceChanged = true;
        }
        reference.anchor().ifPresent(known -> {
            if (!monitor.reference().isMoving()) {
                ceiling.use(known);
            }
            decisions.takeUpAll(known);
        });
    }

    private static boolean isOfKind(String key, String kind) {
        return key.startsWith(SEPARATOR + kind + SEPARATOR, key.indexOf(SEPARATOR));
    }

    private void take(String key, byte[] value, Set<String> features) {
        String[] parts = key.split(String.valueOf(SEPARATOR), 4);
        switch (parts[1]) {
            case META -> {} // read before all others
            case PANE -> panes.restore(Long.parseLong(parts[2]), parts[3], codec.readPane(parts[3], value));
            case REVISION ->
                revisions.put(new PaneStore.Key(Long.parseLong(parts[2]), parts[3]), PartialCodec.value(value, in ->
                        (int) VarInt.read(in)));
            case DECISION ->
                decisions
                        .written(parts[3])
                        .entry(
                                Long.parseLong(parts[2]),
                                PartialCodec.value(value, DecisionEntry::read).ofFeatures(features));
            case FIT -> decisions.written(parts[3]).fit(parts[2], value);
            case JOURNAL -> {
                int slash = parts[2].indexOf('/');
                decisions
                        .written(parts[3])
                        .journal(
                                parts[2].substring(slash + 1),
                                Integer.parseInt(parts[2].substring(0, slash)),
                                PartialCodec.value(value, DecisionLog::readChunk));
            }
            case REFERENCE -> restoredReference.add(ReferenceJson.read(value));
            default ->
                throw new IllegalStateException(
                        "state of monitor '" + monitor.name() + "' has an entry of unknown kind '" + parts[1] + "'");
        }
    }

    private void writeMeta(DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        definition.write(out);
        out.writeLong(closedUpTo);
        out.writeBoolean(referenceBuilt);
        watermarks.write(out);
        ledger.write(out);
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
        watermarks = SourceWatermarks.read(in);
        ledger = MonitorLedger.read(in, features);
    }
}

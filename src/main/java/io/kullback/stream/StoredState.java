package io.kullback.stream;

import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.EntryName.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The durable copy of what is remembered of one monitor: entries of a logged store that are written before each commit.
 *
 * <p>Entries: one for the definition of the monitor, the watermarks and counts; one for each pane and segment; one for each window and segment with a result; one
 * for each segment of a reference that was built; and those of the decisions. What was written under another definition is taken up as far as it still means the same.
 */
final class StoredState {

    /** Takes changed entries; an empty value deletes. */
    @FunctionalInterface
    interface Writer {
        void put(String key, Optional<byte[]> value);
    }

    private static final int VERSION = 3;
    private static final Set<Kind> KEPT_WITH_ANOTHER_REFERENCE = Set.of(Kind.META, Kind.PANE, Kind.REVISION);

    private final MonitorSettings monitor;
    private final MonitorState state;
    private final boolean ownsPanes;
    private final MonitorDefinition definition;
    private final List<String> features;
    private final PartialCodec codec;
    private final FoundState found;
    private final List<Reference> restoredReference = new ArrayList<>();
    private final Set<Integer> promotedNow = new TreeSet<>();
    private final Set<String> obsolete = new TreeSet<>();
    private boolean isReferenceBuilt;
    private boolean isReferenceChanged;

    /**
     * @param state what is copied
     * @param ownsPanes whether its panes are its own, and not those of shorter windows
     */
    StoredState(MonitorSettings monitor, MonitorState state, boolean ownsPanes) {
        this.monitor = monitor;
        this.state = state;
        this.ownsPanes = ownsPanes;
        this.definition = MonitorDefinition.of(monitor);
        this.features = monitor.features().stream().map(FeatureSettings::name).toList();
        this.codec = new PartialCodec(monitor);
        this.found = new FoundState(monitor.name(), definition);
    }

    /** The reference was built just now and is to be kept. */
    void referenceBuilt() {
        isReferenceBuilt = true;
        isReferenceChanged = true;
    }

    /** A reference was promoted just now and is to be kept. */
    void promoted(int generation) {
        promotedNow.add(generation);
    }

    /** Has everything deleted that was written of a generation. */
    void erase(Generation gone) {
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

    /** Writes what changed since the last call. */
    void writeChanges(Writer writer) {
        obsolete.forEach(key -> writer.put(key, Optional.empty()));
        obsolete.clear();
        if (ownsPanes) {
            state.panes()
                    .drainChanges((pane, counts) -> writer.put(key(Kind.PANE, pane), counts.map(codec::writePane)));
        }
        state.revisions()
                .drainChanges((window, number) -> writer.put(
                        key(Kind.REVISION, window),
                        number == 0
                                ? Optional.empty()
                                : Optional.of(PartialCodec.bytes(out -> VarInt.write(number, out)))));
        if (state.reference().takeGrown()) {
            referenceBuilt();
        }
        if (isReferenceChanged) {
            Reference built = state.reference().anchor().orElseThrow();
            built.histograms()
                    .keySet()
                    .forEach(segment ->
                            writer.put(reference(0, segment), Optional.of(ReferenceJson.write(built.only(segment)))));
            isReferenceChanged = false;
        }
        promotedNow.forEach(number -> state.generations()
                .numbered(number)
                .flatMap(Generation::promoted)
                .ifPresent(promoted -> promoted.histograms()
                        .keySet()
                        .forEach(segment -> writer.put(
                                reference(number, segment),
                                Optional.of(ReferenceJson.write(promoted.only(segment)))))));
        promotedNow.clear();
        for (Generation generation : state.generations().all()) {
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

    /** Takes an entry that {@link #writeChanges} wrote. After the last one, call {@link #restored}. */
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
            isReferenceBuilt = false;
            state.generations().clear();
            found.drop(key ->
                    !KEPT_WITH_ANOTHER_REFERENCE.contains(EntryName.parse(key).kind()));
        }
        Set<String> same = definition.featuresAsIn(before);
        found.forEach((key, value) -> take(key, value, same));
        if (isReferenceBuilt) {
            state.reference().restore(restoredReference, same);
        }
        if (!found.isOfSameFeatures(before)) {
            found.drop(key -> EntryName.parse(key).kind() == Kind.REFERENCE);
            isReferenceChanged = isReferenceBuilt;
            state.generations().all().forEach(generation -> promotedNow.add(generation.number()));
        }
        state.reference().anchor().ifPresent(known -> {
            if (!monitor.reference().isMoving()) {
                state.placeSegmentsOf(known);
            }
            state.generations().numbered(0).ifPresent(first -> first.decisions().takeUpAll(known));
        });
        state.generations().restored(same);
    }

    private void take(String key, byte[] value, Set<String> features) {
        EntryName name = EntryName.parse(key);
        String segment = name.second();
        switch (name.kind()) {
            case META -> {} // read before all others
            case PANE -> state.panes().restore(Long.parseLong(name.first()), segment, codec.readPane(segment, value));
            case REVISION ->
                state.revisions().restore(Long.parseLong(name.first()), segment, PartialCodec.value(value, in ->
                        (int) VarInt.read(in)));
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
                    state.generations().restore(name.generation(), ReferenceJson.read(value));
                }
            }
        }
    }

    private Optional<WrittenDecisions> written(EntryName name) {
        return state.generations()
                .numbered(name.generation())
                .map(found -> found.decisions().written(name.second()));
    }

    private void writeMeta(DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        definition.write(out);
        out.writeLong(state.closedUpTo());
        out.writeBoolean(isReferenceBuilt);
        state.watermarks().write(out);
        state.ledger().write(out);
        state.generations().write(out);
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
        long closedUpTo = in.readLong();
        isReferenceBuilt = in.readBoolean();
        SourceWatermarks watermarks = SourceWatermarks.read(monitor.topics().size(), in);
        state.takeUp(closedUpTo, watermarks, MonitorLedger.read(in, features));
        state.generations().read(in);
    }
}

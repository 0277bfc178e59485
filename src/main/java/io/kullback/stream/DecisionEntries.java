package io.kullback.stream;

import java.util.Optional;
import java.util.function.Consumer;

/** Names the entries of one segment's decisions, in one generation: to write them, and to delete them. */
final class DecisionEntries implements DecisionLog.Writer {

    private final String monitor;
    private final int generation;
    private final String segment;
    private final StoredState.Writer writer;

    DecisionEntries(String monitor, int generation, String segment, StoredState.Writer writer) {
        this.monitor = monitor;
        this.generation = generation;
        this.segment = segment;
        this.writer = writer;
    }

    @Override
    public void entry(long windowStart, Optional<byte[]> value) {
        writer.put(
                EntryName.of(monitor, EntryName.Kind.DECISION, generation, new PaneStore.Key(windowStart, segment))
                        .key(),
                value);
    }

    @Override
    public void fit(String feature, byte[] value) {
        writer.put(name(EntryName.Kind.FIT, feature), Optional.of(value));
    }

    @Override
    public void journal(String feature, int chunk, byte[] value) {
        writer.put(name(EntryName.Kind.JOURNAL, journalName(feature, chunk)), Optional.of(value));
    }

    private String name(EntryName.Kind kind, String first) {
        return new EntryName(monitor, kind, generation, first, segment).key();
    }

    private static String journalName(String feature, int chunk) {
        return chunk + "/" + feature;
    }

    /** Which chunk of a journal an entry is. */
    static int chunkOf(EntryName journal) {
        return Integer.parseInt(journal.first().substring(0, journal.first().indexOf('/')));
    }

    /** Which feature's journal an entry is of. */
    static String featureOf(EntryName journal) {
        return journal.first().substring(journal.first().indexOf('/') + 1);
    }

    /** Gives the keys of all entries that decisions may have. */
    static void keys(
            String monitor, int generation, String segment, SegmentDecisions decisions, Consumer<String> keys) {
        DecisionEntries names = new DecisionEntries(monitor, generation, segment, (key, value) -> keys.accept(key));
        DecisionLog.erase(decisions, new DecisionLog.Eraser() {
            @Override
            public void entry(long windowStart) {
                names.entry(windowStart, Optional.empty());
            }

            @Override
            public void fit(String feature) {
                keys.accept(names.name(EntryName.Kind.FIT, feature));
            }

            @Override
            public void journal(String feature, int chunk) {
                keys.accept(names.name(EntryName.Kind.JOURNAL, journalName(feature, chunk)));
            }
        });
    }
}

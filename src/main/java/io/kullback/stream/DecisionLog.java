package io.kullback.stream;

import io.kullback.detection.SeriesDecider;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which part of a segment's decisions its durable copy does not have yet. A journal is kept in chunks, so that a window that adds an entry rewrites few others.
 *
 * <p>After a journal was cut, old entries may stand behind the new ones until they are written over: a decider's head knows how many count.
 */
final class DecisionLog {

    private static final int CHUNK = 64;

    private final SortedSet<Long> changedEntries = new TreeSet<>();
    private final Map<String, Integer> journalWritten = new TreeMap<>();
    private final Map<String, Integer> fitWritten = new TreeMap<>();

    void changed(long windowStart) {
        changedEntries.add(windowStart);
    }

    /** A journal was cut to so many entries. */
    void cut(String feature, int size) {
        journalWritten.merge(feature, size, Math::min);
    }

    /** Everything was read from the durable copy just now. */
    void allWritten(Map<String, SeriesDecider> deciders) {
        deciders.forEach((name, decider) -> {
            journalWritten.put(name, decider.journalSize());
            fitWritten.put(name, decider.fitVersion());
        });
    }

    /** Takes what changed. */
    interface Writer {
        /** @param value empty when the entry was let go of */
        void entry(long windowStart, Optional<byte[]> value);

        void fit(String feature, byte[] value);

        void journal(String feature, int chunk, byte[] value);
    }

    /** Hands over what changed since the last call. */
    void drain(SegmentDecisions decisions, Writer writer) {
        changedEntries.forEach(windowStart ->
                writer.entry(windowStart, decisions.entry(windowStart).map(entry -> PartialCodec.bytes(entry::write))));
        changedEntries.clear();
        decisions.deciders().forEach((name, decider) -> {
            int size = decider.journalSize();
            for (int chunk = journalWritten.getOrDefault(name, 0) / CHUNK; chunk * CHUNK < size; chunk++) {
                writer.journal(name, chunk, chunk(decider, chunk, size));
            }
            journalWritten.put(name, size);
            if (!Integer.valueOf(decider.fitVersion()).equals(fitWritten.put(name, decider.fitVersion()))) {
                writer.fit(name, PartialCodec.bytes(decider::writeFit));
            }
        });
    }

    /** Takes the names of entries that are to be deleted. */
    interface Eraser {
        void entry(long windowStart);

        void fit(String feature);

        void journal(String feature, int chunk);
    }

    /** Names everything that may have been written. */
    static void erase(SegmentDecisions decisions, Eraser eraser) {
        decisions.windows().forEach(eraser::entry);
        // Let go of already, but not yet where they were written.
        decisions.log().changedEntries.forEach(eraser::entry);
        decisions.deciders().forEach((name, decider) -> {
            eraser.fit(name);
            for (int chunk = 0; chunk * CHUNK <= decider.journalSize(); chunk++) {
                eraser.journal(name, chunk);
            }
        });
    }

    private static byte[] chunk(SeriesDecider decider, int chunk, int size) {
        return PartialCodec.bytes(out -> {
            int end = Math.min(size, (chunk + 1) * CHUNK);
            VarInt.write(end - (long) chunk * CHUNK, out);
            for (int i = chunk * CHUNK; i < end; i++) {
                byte[] entry = decider.journalEntry(i);
                VarInt.write(entry.length, out);
                out.write(entry);
            }
        });
    }

    /** The entries of one chunk. */
    static List<byte[]> readChunk(DataInputStream in) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (long size = VarInt.read(in); size > 0; size--) {
            entries.add(in.readNBytes((int) VarInt.read(in)));
        }
        return entries;
    }
}

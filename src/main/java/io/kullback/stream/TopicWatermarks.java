package io.kullback.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far each partition of one topic has been read, as the partials say. */
final class TopicWatermarks {

    /**
     * One partition.
     *
     * @param watermark highest event time counted, or {@link Partial#NONE}
     * @param idle whether it is silent
     * @param idleUntil when idle, the wall-clock time up to which the silence vouches, else {@link Partial#NONE}
     */
    record Source(long watermark, boolean idle, long idleUntil) {
        /** Event time that an idle partition no longer holds back. */
        long vouched() {
            return Math.max(watermark, idleUntil);
        }
    }

    private final SortedMap<Integer, Source> sources = new TreeMap<>();
    private int partitions;
    private int partitionsByTheFirst;

    /** Takes over how far others have come. */
    void takeFrom(TopicWatermarks others) {
        sources.putAll(others.sources);
        partitions = others.partitions;
        partitionsByTheFirst = others.partitionsByTheFirst;
    }

    /** Highest event time that a partition has counted, or {@link Partial#NONE}. */
    long of(int partition) {
        return sources.containsKey(partition) ? sources.get(partition).watermark : Partial.NONE;
    }

    void update(Partial partial) {
        partitions = Math.max(partitions, partial.partitions());
        if (partial.partition() == 0) {
            // Fewer than the same partition said before: the topic was made anew, and nobody reads the others any more.
            // Of one partition only, since another may not yet have heard that there are more now.
            if (partial.partitions() < partitionsByTheFirst) {
                partitions = partial.partitions();
                sources.keySet().removeIf(partition -> partition >= partitions);
            }
            partitionsByTheFirst = partial.partitions();
        }
        Source before = sources.get(partial.partition());
        long watermark = before == null ? partial.watermark() : Math.max(before.watermark, partial.watermark());
        sources.put(partial.partition(), new Source(watermark, partial.idle(), partial.idleUntil()));
    }

    /** Whether every partition has reported. */
    boolean isComplete() {
        return partitions > 0 && sources.size() >= partitions;
    }

    /** How many partitions there are, those that have not reported included. */
    int partitions() {
        return Math.max(partitions, sources.size());
    }

    /** The partitions that have reported, in order of their numbers. */
    SortedMap<Integer, Source> sources() {
        return sources;
    }

    void write(DataOutputStream out) throws IOException {
        VarInt.write(partitions, out);
        VarInt.write(sources.size(), out);
        for (Map.Entry<Integer, Source> entry : sources.entrySet()) {
            VarInt.write(entry.getKey(), out);
            out.writeLong(entry.getValue().watermark);
            out.writeBoolean(entry.getValue().idle);
            out.writeLong(entry.getValue().idleUntil);
        }
    }

    static TopicWatermarks read(DataInputStream in) throws IOException {
        TopicWatermarks read = new TopicWatermarks();
        read.partitions = (int) VarInt.read(in);
        read.partitionsByTheFirst = read.partitions;
        for (long size = VarInt.read(in); size > 0; size--) {
            read.sources.put((int) VarInt.read(in), new Source(in.readLong(), in.readBoolean(), in.readLong()));
        }
        return read;
    }
}

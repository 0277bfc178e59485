package io.kullback.stream;

import io.kullback.detection.MonitorProgress.SourcePartition;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far each source partition of a monitor has been read, and so how far all of them have.
 *
 * <p>The common watermark is the least over the partitions that are not idle, so a fast partition closes no window on a slow one. When all are idle, it is
 * what their silence vouches for.
 */
final class SourceWatermarks {

    private record Source(long watermark, boolean idle, long idleUntil) {
        /** Event time that an idle partition no longer holds back. */
        long vouched() {
            return Math.max(watermark, idleUntil);
        }
    }

    private final Map<Integer, Source> sources = new TreeMap<>();
    private int partitions;
    private int partitionsByTheFirst;

    /** Takes over how far others have come. */
    void takeFrom(SourceWatermarks others) {
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

    /** Whether every partition has reported and all of them are silent. */
    boolean allIdle() {
        return complete() && sources.values().stream().allMatch(Source::idle);
    }

    private boolean complete() {
        return partitions > 0 && sources.size() >= partitions;
    }

    /**
     * Event time up to which every partition that is not idle has been read, or {@link Partial#NONE} while one has not yet reported.
     *
     * @param horizon end and grace of the last window that holds an event: silence closes windows up to there, but does not move event time on, so
     *     that a replay of old events may pause and go on
     */
    long common(long horizon) {
        if (!complete()) {
            return Partial.NONE;
        }
        if (allIdle()) {
            return Math.min(
                    horizon,
                    sources.values().stream().mapToLong(Source::vouched).min().orElse(Partial.NONE));
        }
        return sources.values().stream()
                .filter(source -> !source.idle)
                .mapToLong(Source::watermark)
                .min()
                .orElse(Partial.NONE);
    }

    /** Share of the partitions, those that have not reported included, of which events of the given time or later were counted. */
    double shareReadTo(long time) {
        long read = sources.values().stream()
                .filter(source -> source.watermark >= time)
                .count();
        return (double) read / Math.max(1, Math.max(partitions, sources.size()));
    }

    /** The partitions that have reported, in order of their numbers. */
    List<SourcePartition> partitions() {
        return sources.entrySet().stream()
                .map(entry -> new SourcePartition(
                        entry.getKey(), optional(entry.getValue().watermark), entry.getValue().idle))
                .toList();
    }

    private static OptionalLong optional(long time) {
        return time == Partial.NONE ? OptionalLong.empty() : OptionalLong.of(time);
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

    static SourceWatermarks read(DataInputStream in) throws IOException {
        SourceWatermarks read = new SourceWatermarks();
        read.partitions = (int) VarInt.read(in);
        read.partitionsByTheFirst = read.partitions;
        for (long size = VarInt.read(in); size > 0; size--) {
            read.sources.put((int) VarInt.read(in), new Source(in.readLong(), in.readBoolean(), in.readLong()));
        }
        return read;
    }
}

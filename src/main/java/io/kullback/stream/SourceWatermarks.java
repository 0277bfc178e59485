package io.kullback.stream;

import io.kullback.detection.MonitorProgress.SourcePartition;
import io.kullback.stream.TopicWatermarks.Source;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How far each source partition of a monitor has been read, and so how far all of them have: those of its own topic, and of the one that it is compared with if that is
 * another.
 *
 * <p>The common watermark is the least over the partitions that are not idle, so a fast partition closes no window on a slow one. When all are idle, it is
 * what their silence vouches for.
 */
final class SourceWatermarks {

    /** The monitor's own topic first. */
    private final List<TopicWatermarks> topics;

    /** @param topics how many topics are counted for the monitor */
    SourceWatermarks(int topics) {
        this(Stream.generate(TopicWatermarks::new).limit(topics).toList());
    }

    private SourceWatermarks(List<TopicWatermarks> topics) {
        this.topics = topics;
    }

    private TopicWatermarks topicOf(Partial partial) {
        return topics.get(partial.ofReference() ? 1 : 0);
    }

    /** Takes over how far others have come. */
    void takeFrom(SourceWatermarks others) {
        for (int i = 0; i < topics.size(); i++) {
            topics.get(i).takeFrom(others.topics.get(i));
        }
    }

    /** Highest event time that the partition of a partial had counted before it, or {@link Partial#NONE}. */
    long before(Partial partial) {
        return topicOf(partial).of(partial.partition());
    }

    void update(Partial partial) {
        topicOf(partial).update(partial);
    }

    /** Whether every partition has reported and all of them are silent. */
    boolean allIdle() {
        return complete() && sources().allMatch(Source::idle);
    }

    private boolean complete() {
        return topics.stream().allMatch(TopicWatermarks::isComplete);
    }

    private Stream<Source> sources() {
        return topics.stream().flatMap(topic -> topic.sources().values().stream());
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
            return Math.min(horizon, sources().mapToLong(Source::vouched).min().orElse(Partial.NONE));
        }
        return sources()
                .filter(source -> !source.idle())
                .mapToLong(Source::watermark)
                .min()
                .orElse(Partial.NONE);
    }

    /** Share of the partitions, those that have not reported included, of which events of the given time or later were counted. */
    double shareReadTo(long time) {
        long read = sources().filter(source -> source.watermark() >= time).count();
        return (double) read
                / Math.max(
                        1, topics.stream().mapToInt(TopicWatermarks::partitions).sum());
    }

    /** The partitions of the monitor's own topic that have reported, in order of their numbers. */
    List<SourcePartition> partitions() {
        return topics.get(0).sources().entrySet().stream()
                .map(entry -> new SourcePartition(
                        entry.getKey(),
                        optional(entry.getValue().watermark()),
                        entry.getValue().idle()))
                .toList();
    }

    private static OptionalLong optional(long time) {
        return time == Partial.NONE ? OptionalLong.empty() : OptionalLong.of(time);
    }

    void write(DataOutputStream out) throws IOException {
        for (TopicWatermarks topic : topics) {
            topic.write(out);
        }
    }

    /** @param topics how many topics are counted for the monitor */
    static SourceWatermarks read(int topics, DataInputStream in) throws IOException {
        List<TopicWatermarks> read = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            read.add(TopicWatermarks.read(in));
        }
        return new SourceWatermarks(read);
    }
}

package io.kullback.stream;

import io.kullback.ingest.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a few records of a topic, its oldest and its newest, are to a monitor.
 *
 * @param inTopic records that the topic holds, about: markers of transactions are counted among them
 * @param records records sampled
 * @param rejected those that the monitor could not count, by reason
 * @param features what was found of each feature, in the monitor's order
 * @param segments different segments among those counted; 0 if none was
 * @param eventsInWindow events that a window has on average, all segments together; empty if the topic does not span two windows
 * @param earliest smallest timestamp of a sampled record
 */
public record TopicSample(
        long inTopic,
        long records,
        Map<RejectReason, Long> rejected,
        List<FeatureSample> features,
        int segments,
        OptionalDouble eventsInWindow,
        Optional<Instant> earliest) {

    public TopicSample {
        rejected = Map.copyOf(rejected);
        features = List.copyOf(features);
    }

    /**
     * What was found of one feature.
     *
     * @param records records counted
     * @param found those that have the field, with whatever value
     * @param usable those with a value that falls into a bin
     */
    public record FeatureSample(String feature, long records, long found, long usable) {}

    /** Records that were counted. */
    public long read() {
        return records - rejected.values().stream().mapToLong(Long::longValue).sum();
    }
}

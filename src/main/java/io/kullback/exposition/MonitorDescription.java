package io.kullback.exposition;

import io.kullback.histogram.WindowPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is configured of a monitor, as far as it is shown.
 *
 * @param windowText the window as people write it, such as {@code 1d} or {@code 1h every 5m}
 * @param features in the order of the configuration, at least one
 * @param showsBins whether the metrics show its distributions bin by bin
 * @param referenceDue event time that has to be read to before there is a reference; empty where it does not come from a period
 * @param referenceTopic the topic that windows are compared with, where that is another one at the same time
 */
public record MonitorDescription(
        String name,
        String topic,
        WindowPlan window,
        String windowText,
        List<FeatureDescription> features,
        boolean showsBins,
        Optional<Instant> referenceDue,
        Optional<String> referenceTopic) {
    public MonitorDescription {
        features = List.copyOf(features);
    }

    /** A monitor whose reference does not come from a period. */
    MonitorDescription(
            String name,
            String topic,
            WindowPlan window,
            String windowText,
            List<FeatureDescription> features,
            boolean showsBins) {
        this(name, topic, window, windowText, features, showsBins, Optional.empty(), Optional.empty());
    }

    /** A monitor without its bins, whose reference does not come from a period. */
    MonitorDescription(
            String name, String topic, WindowPlan window, String windowText, List<FeatureDescription> features) {
        this(name, topic, window, windowText, features, false, Optional.empty(), Optional.empty());
    }

    /** Whether windows of the two are of the same topic and times, so that one may follow the other. */
    boolean isOfSameWindows(MonitorDescription other) {
        return topic.equals(other.topic) && window.equals(other.window);
    }

    Optional<FeatureDescription> feature(String feature) {
        return features.stream()
                .filter(candidate -> candidate.name().equals(feature))
                .findFirst();
    }
}

package io.kullback.exposition;

import io.kullback.histogram.WindowPlan;
import java.util.List;
import java.util.Optional;

/**
 * What is configured of a monitor, as far as it is shown.
 *
 * @param windowText the window as people write it, such as {@code 1d} or {@code 1h every 5m}
 * @param features in the order of the configuration, at least one
 * @param showsBins whether the metrics show its distributions bin by bin
 */
public record MonitorDescription(
        String name,
        String topic,
        WindowPlan window,
        String windowText,
        List<FeatureDescription> features,
        boolean showsBins) {
    public MonitorDescription {
        features = List.copyOf(features);
    }

    /** A monitor without its bins. */
    MonitorDescription(
            String name, String topic, WindowPlan window, String windowText, List<FeatureDescription> features) {
        this(name, topic, window, windowText, features, false);
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

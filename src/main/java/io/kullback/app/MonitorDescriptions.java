package io.kullback.app;

import io.kullback.config.DurationText;
import io.kullback.config.Settings;
import io.kullback.exposition.FeatureDescription;
import io.kullback.exposition.MonitorDescription;
import io.kullback.histogram.WindowPlan;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import java.util.List;
import java.util.Optional;

/** Says to the page, the metrics and the API what is configured of the monitors. */
final class MonitorDescriptions {

    private MonitorDescriptions() {}

    static List<MonitorDescription> of(Settings settings) {
        return settings.stream().monitors().stream()
                .map(monitor -> describe(monitor, settings.binsOf().contains(monitor.name())))
                .toList();
    }

    private static MonitorDescription describe(MonitorSettings monitor, boolean showsBins) {
        return new MonitorDescription(
                monitor.name(),
                monitor.topic(),
                monitor.window(),
                windowText(monitor.window()),
                monitor.features().stream()
                        .map(feature -> new FeatureDescription(
                                feature.name(),
                                feature.decision().minKl(),
                                feature.decision().minEvents()))
                        .toList(),
                showsBins,
                monitor.reference() instanceof ReferenceSource.Period period
                        ? Optional.of(period.to().plus(monitor.window().grace()))
                        : Optional.empty(),
                monitor.topics().stream().skip(1).findFirst());
    }

    private static String windowText(WindowPlan window) {
        String size = DurationText.of(window.size());
        return window.size().equals(window.advance()) ? size : size + " every " + DurationText.of(window.advance());
    }
}

package io.kullback.exposition;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of one scrape. */
final class Samples {

    private static final String COUNTER_SUFFIX = "_total";

    private final Map<DriftMetric, Map<Labels, Double>> samples = new EnumMap<>(DriftMetric.class);
    private final Map<DriftMetric, Map<Labels, Exemplar>> exemplars = new EnumMap<>(DriftMetric.class);

    /**
     * Adds a sample; one that is not finite is left out, since unknown means absent.
     *
     * @param labelValues one for each label of the metric; an empty segment stands for none and has no label
     */
    void add(DriftMetric metric, double value, String... labelValues) {
        if (!Double.isFinite(value)) {
            return;
        }
        // Two equal series would spoil the whole scrape.
        samples.computeIfAbsent(metric, key -> new LinkedHashMap<>()).putIfAbsent(labels(metric, labelValues), value);
    }

    /** Gives a counter's sample an example. */
    void exemplify(DriftMetric metric, Exemplar example, String... labelValues) {
        exemplars.computeIfAbsent(metric, key -> new HashMap<>()).put(labels(metric, labelValues), example);
    }

    private static Labels labels(DriftMetric metric, String... labelValues) {
        List<String> names = new ArrayList<>(labelValues.length);
        List<String> values = new ArrayList<>(labelValues.length);
        for (int i = 0; i < labelValues.length; i++) {
            String name = metric.labels().get(i);
            if (!name.equals("segment") || !labelValues[i].isEmpty()) {
                names.add(name);
                values.add(LabelValue.of(labelValues[i]));
            }
        }
        return Labels.of(names, values);
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        samples.forEach((metric, points) -> snapshots.metricSnapshot(snapshot(metric, points)));
        return snapshots.build();
    }

    private MetricSnapshot snapshot(DriftMetric metric, Map<Labels, Double> points) {
        return switch (metric.type()) {
            case GAUGE -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(metric.fullName()).help(metric.help());
                points.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
                yield gauge.build();
            }
            case COUNTER -> {
                String base = metric.fullName().substring(0, metric.fullName().length() - COUNTER_SUFFIX.length());
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(base).help(metric.help());
                points.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .exemplar(exemplars.getOrDefault(metric, Map.of()).get(labels))
                        .build()));
                yield counter.build();
            }
            case HISTOGRAM -> throw new IllegalArgumentException(metric + " is counted, not read at scrape");
        };
    }
}

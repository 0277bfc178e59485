package io.kullback.exposition;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The samples of one scrape. */
final class Samples {

    private static final String COUNTER_SUFFIX = "_total";
    private static final int LONGEST_LABEL = 128;

    private final Map<DriftMetric, Map<Labels, Double>> samples = new EnumMap<>(DriftMetric.class);

    /**
     * Adds a sample; one that is not finite is left out, since unknown means absent.
     *
     * @param labelValues one for each label of the metric; an empty segment stands for none and has no label
     */
    void add(DriftMetric metric, double value, String... labelValues) {
        if (!Double.isFinite(value)) {
            return;
        }
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < labelValues.length; i++) {
            String name = metric.labels().get(i);
            if (!name.equals("segment") || !labelValues[i].isEmpty()) {
                names.add(name);
                values.add(clean(labelValues[i]));
            }
        }
        // Two hostile names may become equal when cleaned; two equal series would spoil the whole scrape.
        samples.computeIfAbsent(metric, key -> new LinkedHashMap<>()).putIfAbsent(Labels.of(names, values), value);
    }

    /** A label value that Prometheus takes as it is: no control characters, no lone surrogates, not empty, not long. */
    static String clean(String value) {
        StringBuilder cleaned = new StringBuilder();
        value.codePoints().limit(LONGEST_LABEL).forEach(point -> {
            boolean unfit = Character.isISOControl(point)
                    || Character.getType(point) == Character.SURROGATE
                    || Character.getType(point) == Character.LINE_SEPARATOR
                    || Character.getType(point) == Character.PARAGRAPH_SEPARATOR;
            cleaned.appendCodePoint(unfit ? '\uFFFD' : point);
        });
        return cleaned.length() == 0 ? "(empty)" : cleaned.toString();
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        samples.forEach((metric, points) -> snapshots.metricSnapshot(snapshot(metric, points)));
        return snapshots.build();
    }

    private static MetricSnapshot snapshot(DriftMetric metric, Map<Labels, Double> points) {
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
                        .build()));
                yield counter.build();
            }
        };
    }
}

package io.kullback.exposition;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A scrape without what is not finite: what is not known has no sample, whoever measured it. Comparisons with NaN are silently false in PromQL. */
final class FiniteSamples {

    private FiniteSamples() {}

    static MetricSnapshots of(MetricSnapshots scraped) {
        return new MetricSnapshots(scraped.stream()
                .map(FiniteSamples::of)
                .filter(metric -> !metric.getDataPoints().isEmpty())
                .toList());
    }

    private static MetricSnapshot of(MetricSnapshot metric) {
        if (metric instanceof GaugeSnapshot gauge) {
            var finite = finite(gauge.getDataPoints(), GaugeSnapshot.GaugeDataPointSnapshot::getValue);
            return new GaugeSnapshot(gauge.getMetadata(), finite);
        }
        if (metric instanceof CounterSnapshot counter) {
            var finite = finite(counter.getDataPoints(), CounterSnapshot.CounterDataPointSnapshot::getValue);
            return new CounterSnapshot(counter.getMetadata(), finite);
        }
        return metric;
    }

    private static <P extends DataPointSnapshot> List<P> finite(List<P> points, ToDoubleFunction<P> value) {
        return points.stream()
                .filter(point -> Double.isFinite(value.applyAsDouble(point)))
                .toList();
    }
}

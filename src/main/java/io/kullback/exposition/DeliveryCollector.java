package io.kullback.exposition;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/** Asks at each scrape how the destinations of alerts are served. */
final class DeliveryCollector implements MultiCollector {

    private final Supplier<List<Delivery>> deliveries;

    DeliveryCollector(Supplier<List<Delivery>> deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        for (Delivery delivery : deliveries.get()) {
            samples.add(DriftMetric.NOTIFICATIONS, delivery.attempts(), delivery.destination());
            samples.add(DriftMetric.NOTIFICATIONS_FAILED, delivery.failures(), delivery.destination());
            samples.add(DriftMetric.NOTIFICATIONS_QUEUE, delivery.waiting(), delivery.destination());
        }
        return samples.snapshots();
    }
}

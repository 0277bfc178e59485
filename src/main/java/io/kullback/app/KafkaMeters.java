package io.kullback.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Some of the thousands of metrics of Kafka's clients, as Micrometer meters: those on a list, each under one set of tags. Looked for again every few seconds,
 * since consumers get their metrics when they get their partitions.
 */
final class KafkaMeters implements AutoCloseable {

    private static final long REFRESH_SECONDS = 5;

    /** Group and name in Kafka, with the tags that are kept. Only metrics with exactly these tags beside the client's are taken. */
    private record Choice(String group, String name, Set<String> tags) {}

    private static final Set<Choice> CHOICES = Set.of(
            new Choice("consumer-fetch-manager-metrics", "records-lag", Set.of("topic", "partition")),
            new Choice("consumer-fetch-manager-metrics", "records-consumed-total", Set.of()),
            new Choice("consumer-fetch-manager-metrics", "bytes-consumed-total", Set.of()),
            new Choice("consumer-fetch-manager-metrics", "fetch-latency-avg", Set.of()),
            new Choice("consumer-coordinator-metrics", "rebalance-total", Set.of()),
            new Choice("consumer-coordinator-metrics", "failed-rebalance-total", Set.of()),
            new Choice("consumer-coordinator-metrics", "assigned-partitions", Set.of()),
            new Choice("consumer-coordinator-metrics", "last-heartbeat-seconds-ago", Set.of()),
            new Choice("consumer-metrics", "connection-count", Set.of()),
            new Choice("consumer-metrics", "last-poll-seconds-ago", Set.of()),
            new Choice("producer-metrics", "record-send-total", Set.of()),
            new Choice("producer-metrics", "record-error-total", Set.of()),
            new Choice("producer-metrics", "record-retry-total", Set.of()),
            new Choice("producer-metrics", "request-latency-avg", Set.of()),
            new Choice("stream-metrics", "alive-stream-threads", Set.of()),
            new Choice("stream-metrics", "failed-stream-threads", Set.of()),
            new Choice("stream-thread-metrics", "process-total", Set.of()),
            new Choice("stream-thread-metrics", "commit-total", Set.of()),
            new Choice("stream-thread-metrics", "commit-latency-avg", Set.of()),
            new Choice("stream-thread-metrics", "poll-latency-avg", Set.of()),
            new Choice("stream-thread-metrics", "task-created-total", Set.of()),
            new Choice("stream-thread-metrics", "task-closed-total", Set.of()));

    private static final Set<String> IDENTITY = Set.of("client-id", "thread-id", "process-id");

    private final MeterRegistry registry;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final Map<MetricName, Meter> meters = new HashMap<>();
    private final ScheduledExecutorService refresher;

    KafkaMeters(MeterRegistry registry, Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.registry = registry;
        this.metrics = metrics;
        this.refresher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kullback-kafka-meters");
            thread.setDaemon(true);
            return thread;
        });
        refresher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void refresh() {
        if (refresher.isShutdown()) {
            return;
        }
        Map<MetricName, ? extends Metric> now = metrics.get();
        Set<MetricName> gone = new HashSet<>(meters.keySet());
        gone.removeAll(now.keySet());
        gone.forEach(name -> registry.remove(meters.remove(name)));
        now.forEach((name, metric) -> {
            if (!meters.containsKey(name) && isChosen(name) && metric.metricValue() instanceof Number) {
                meters.put(name, register(name, metric));
            }
        });
    }

    private static boolean isChosen(MetricName name) {
        Set<String> tags = new HashSet<>(name.tags().keySet());
        tags.removeAll(IDENTITY);
        return CHOICES.contains(new Choice(name.group(), name.name(), tags));
    }

    private Meter register(MetricName name, Metric metric) {
        boolean isLag = name.name().equals("records-lag");
        String base = isLag
                ? "kullback.consumer.lag.records"
                : "kafka." + name.group().replace("-metrics", "").replace('-', '.') + "."
                        + name.name()
                                .replace("-total", "")
                                .replace("-count", "s")
                                .replace('-', '.');
        Tags tags = Tags.empty();
        for (Map.Entry<String, String> tag : name.tags().entrySet()) {
            // One consumer reads a partition, so the lag needs no client; every other client of the process counts.
            if (!isLag || !IDENTITY.contains(tag.getKey())) {
                tags = tags.and(tag.getKey().replace('-', '.'), tag.getValue());
            }
        }
        String help = isLag ? "Records of a source partition that are still to be read." : name.description();
        return name.name().endsWith("-total")
                ? FunctionCounter.builder(base, metric, KafkaMeters::value)
                        .tags(tags)
                        .description(help)
                        .register(registry)
                : Gauge.builder(base, metric, KafkaMeters::value)
                        .tags(tags)
                        .description(help)
                        .strongReference(true)
                        .register(registry);
    }

    /** Kafka gives NaN for an average of nothing, and for what a client that is gone measured; what is not finite is not shown. */
    private static double value(Metric metric) {
        return ((Number) metric.metricValue()).doubleValue();
    }

    /** Shows none of them any more; the registry may outlive the clients. */
    @Override
    public synchronized void close() {
        refresher.shutdownNow();
        meters.values().forEach(registry::remove);
        meters.clear();
    }
}

package io.kullback.exposition;

import io.kullback.detection.PipelineMeter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** What this instance can show of how the pipeline runs. Thread-safe. */
public final class PipelineBoard implements PipelineMeter {

    /** Of OpenMetrics: names and values of an exemplar's labels together. */
    private static final int LONGEST_EXEMPLAR = 128;

    /** From a tenth of a second to a week: how far behind a live stream, and how old what is replayed. */
    private static final double[] SECONDS = {0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 21_600, 86_400, 604_800};

    private record Cause(String monitor, String reason) {}

    private final Histogram recordLag;
    private final Histogram closeDelay;
    private final Map<String, Double> completeness = new ConcurrentHashMap<>();
    private final Map<String, Instant> heartbeats = new ConcurrentSkipListMap<>();
    private final Map<Cause, Exemplar> excluded = new ConcurrentHashMap<>();
    private volatile Set<String> monitors = Set.of();
    private volatile Supplier<PipelineStatus> status = () -> PipelineStatus.CREATED;

    /** @param registry takes the histograms, which are counted and not read at scrape */
    PipelineBoard(PrometheusRegistry registry, Iterable<MonitorDescription> monitors) {
        this.recordLag = histogram(DriftMetric.RECORD_LAG, registry);
        this.closeDelay = histogram(DriftMetric.CLOSE_DELAY, registry);
        show(monitors);
    }

    /** Shows other monitors from now on; what was seen of those that are not among them is gone. */
    public void show(Iterable<MonitorDescription> others) {
        Set<String> names = new TreeSet<>();
        others.forEach(monitor -> names.add(monitor.name()));
        monitors.stream().filter(name -> !names.contains(name)).forEach(gone -> {
            recordLag.remove(gone);
            excluded.keySet().removeIf(cause -> cause.monitor().equals(gone));
        });
        monitors = names;
        // Any instance may come to read any topic.
        names.forEach(recordLag::initLabelValues);
    }

    private static Histogram histogram(DriftMetric metric, PrometheusRegistry registry) {
        return Histogram.builder()
                .name(metric.fullName())
                .help(metric.help())
                .labelNames(metric.labels().toArray(String[]::new))
                .classicUpperBounds(SECONDS)
                .register(registry);
    }

    /** From now on the status is asked for at each scrape. */
    public void watch(Supplier<PipelineStatus> source) {
        status = source;
    }

    @Override
    public void counted(String monitor, Duration lag) {
        recordLag.labelValues(monitor).observe(seconds(lag));
    }

    /** What is ahead of the clock is not behind it: a negative sum would look like a restart. */
    private static double seconds(Duration delay) {
        return Math.max(0, delay.toMillis() / 1e3);
    }

    @Override
    public void excluded(String monitor, String reason, Place place, Instant now) {
        String partition = String.valueOf(place.partition());
        String offset = String.valueOf(place.offset());
        int length = "topic".length() + "partition".length() + "offset".length();
        if (length + place.topic().length() + partition.length() + offset.length() <= LONGEST_EXEMPLAR) {
            Exemplar exemplar = Exemplar.builder()
                    .value(1)
                    .labels(Labels.of("topic", place.topic(), "partition", partition, "offset", offset))
                    .timestampMillis(now.toEpochMilli())
                    .build();
            excluded.put(new Cause(monitor, reason), exemplar);
        }
    }

    @Override
    public void adopted(String monitor) {
        closeDelay.initLabelValues(monitor);
    }

    @Override
    public void closed(String monitor, Duration delay, double share) {
        closeDelay.labelValues(monitor).observe(seconds(delay));
        completeness.put(monitor, share);
    }

    @Override
    public void released(String monitor) {
        closeDelay.remove(monitor);
        completeness.remove(monitor);
    }

    @Override
    public void taskAlive(String task, Instant now) {
        heartbeats.put(task, now);
    }

    @Override
    public void taskGone(String task) {
        heartbeats.remove(task);
    }

    /** Of the last window that closed here; empty before the first, and after a restart. */
    OptionalDouble completeness(String monitor) {
        Double share = completeness.get(monitor);
        return share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
    }

    /** Where a record lies that was not counted, if this instance has read one. */
    Optional<Exemplar> example(String monitor, String reason) {
        return Optional.ofNullable(excluded.get(new Cause(monitor, reason)));
    }

    /** Adds what is not of any monitor. */
    void addTo(Samples samples) {
        PipelineStatus now = status.get();
        for (PipelineState state : PipelineState.values()) {
            samples.add(DriftMetric.TASK_STATE, state == now.state() ? 1 : 0, state.label());
        }
        samples.add(DriftMetric.REBALANCES, now.rebalances());
        samples.add(DriftMetric.RESTORE_REMAINING, now.restoreRemaining());
        samples.add(DriftMetric.THREAD_FAILURES, now.threadFailures());
        now.logMessages().forEach((level, count) -> samples.add(DriftMetric.LOG_MESSAGES, count, level));
        heartbeats.forEach((task, time) -> samples.add(DriftMetric.HEARTBEAT, time.toEpochMilli() / 1e3, task));
    }
}

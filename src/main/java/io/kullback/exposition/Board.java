package io.kullback.exposition;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * What this instance can show: the newest state of the monitors that it works on. Metrics, API and page read it, each at its own pace.
 *
 * <p>A monitor that moves to another instance is gone from here at once, so that no two instances show one series.
 */
public final class Board implements MonitorListener {

    private static final Duration LEAST_STALE = Duration.ofMinutes(15);

    private final List<MonitorDescription> monitors;
    private final LongSupplier nanoTime;
    private final Map<SeriesId, SeriesHistory> series = new ConcurrentSkipListMap<>();
    private final Map<String, MonitorProgress> progress = new ConcurrentHashMap<>();
    private final Map<String, Reference> references = new ConcurrentHashMap<>();
    private final Map<String, Integer> sourcePartitions = new ConcurrentHashMap<>();

    public Board(List<MonitorDescription> monitors) {
        this(monitors, System::nanoTime);
    }

    /** @param nanoTime the monotonic clock */
    Board(List<MonitorDescription> monitors, LongSupplier nanoTime) {
        this.monitors = List.copyOf(monitors);
        this.nanoTime = nanoTime;
    }

    /** Three windows, at least a quarter of an hour. */
    private Duration staleAfter(String monitor) {
        Duration windows = monitor(monitor)
                .map(described -> described.window().size().multipliedBy(3))
                .orElse(LEAST_STALE);
        return windows.compareTo(LEAST_STALE) > 0 ? windows : LEAST_STALE;
    }

    @Override
    public void windowClosed(WindowResult result) {
        series.computeIfAbsent(result.series(), id -> new SeriesHistory(staleAfter(id.monitor()), nanoTime))
                .add(result);
    }

    /** Results say how the alert of their series stands. */
    @Override
    public void alertChanged(AlertTransition transition, String explanation) {}

    @Override
    public void progressed(MonitorProgress monitorProgress) {
        progress.put(monitorProgress.monitor(), monitorProgress);
    }

    @Override
    public void referenceInForce(String monitor, Reference reference) {
        references.put(monitor, reference);
    }

    /** Kept when a monitor moves away: every instance sees its topic. */
    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {
        sourcePartitions.put(monitor, partitions);
    }

    @Override
    public void released(String monitor) {
        progress.remove(monitor);
        references.remove(monitor);
        series.keySet().removeIf(id -> id.monitor().equals(monitor));
    }

    /** The configured monitors, whether they run here or elsewhere. */
    List<MonitorDescription> monitors() {
        return monitors;
    }

    Optional<MonitorDescription> monitor(String name) {
        return monitors.stream().filter(monitor -> monitor.name().equals(name)).findFirst();
    }

    /** The series that run here, in order. */
    Map<SeriesId, SeriesHistory> series() {
        return series;
    }

    /** How far a monitor has come; empty if it does not run here, or has not begun. */
    Optional<MonitorProgress> progress(String monitor) {
        return Optional.ofNullable(progress.get(monitor));
    }

    /** How many partitions the monitor's topic has, 0 while there is no such topic; empty until the brokers were asked. */
    OptionalInt sourcePartitions(String monitor) {
        Integer partitions = sourcePartitions.get(monitor);
        return partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
    }

    Optional<Reference> reference(String monitor) {
        return Optional.ofNullable(references.get(monitor));
    }
}

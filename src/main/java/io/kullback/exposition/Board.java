package io.kullback.exposition;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What this instance can show: the newest state of the monitors that it works on. Metrics, API and page read it, each at its own pace.
 *
 * <p>A monitor that moves to another instance is gone from here at once, so that no two instances show one series.
 */
public final class Board implements MonitorListener {

    private final List<MonitorDescription> monitors;
    private final Map<SeriesId, SeriesHistory> series = new ConcurrentSkipListMap<>();
    private final Map<String, MonitorProgress> progress = new ConcurrentHashMap<>();
    private final Map<String, Reference> references = new ConcurrentHashMap<>();

    public Board(List<MonitorDescription> monitors) {
        this.monitors = List.copyOf(monitors);
    }

    @Override
    public void windowClosed(WindowResult result) {
        series.computeIfAbsent(result.series(), id -> new SeriesHistory()).add(result);
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

    Optional<Reference> reference(String monitor) {
        return Optional.ofNullable(references.get(monitor));
    }
}

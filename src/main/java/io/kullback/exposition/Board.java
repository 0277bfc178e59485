package io.kullback.exposition;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
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

    /** Of all series together: about half a gigabyte when each has an explanation. */
    private static final int MOST_POINTS = 500_000;

    private static final int LEAST_POINTS = 48;

    /** A reference, and since when it is in force here. */
    private record Loaded(Reference reference, Instant at) {}

    private volatile List<MonitorDescription> monitors;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final ConcurrentSkipListMap<SeriesId, SeriesHistory> series = new ConcurrentSkipListMap<>();
    private final Map<String, MonitorProgress> progress = new ConcurrentHashMap<>();
    private final Map<String, Loaded> references = new ConcurrentHashMap<>();
    private final Map<String, Integer> sourcePartitions = new ConcurrentHashMap<>();
    private final Map<String, Integer> referencePartitions = new ConcurrentHashMap<>();
    private final AlertSteps alertSteps = new AlertSteps();
    private final Changes changes = new Changes();

    public Board(List<MonitorDescription> monitors) {
        this(monitors, System::nanoTime, InstantSource.system());
    }

    /**
     * @param nanoTime the monotonic clock
     * @param clock of the wall
     */
    Board(List<MonitorDescription> monitors, LongSupplier nanoTime, InstantSource clock) {
        this.clock = clock;
        this.monitors = List.copyOf(monitors);
        this.nanoTime = nanoTime;
    }

    /** Shows other monitors from now on. What has been seen of those that stay as they were is kept, feature by feature; all else is gone. */
    public void show(List<MonitorDescription> others) {
        List<MonitorDescription> before = monitors;
        monitors = List.copyOf(others);
        before.stream()
                .filter(monitor -> monitor(monitor.name())
                        .filter(now -> now.isOfSameWindows(monitor))
                        .isEmpty())
                .forEach(monitor -> {
                    released(monitor.name());
                    sourcePartitions.remove(monitor.name());
                    referencePartitions.remove(monitor.name());
                });
        series.keySet()
                .removeIf(id -> monitor(id.monitor())
                        .flatMap(monitor -> monitor.feature(id.feature()))
                        .isEmpty());
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
        SeriesId id = result.series();
        boolean isNew = !series.containsKey(id);
        series.computeIfAbsent(id, key -> new SeriesHistory(staleAfter(id.monitor()), nanoTime, this::points))
                .add(result);
        if (isNew) {
            progress(id.monitor())
                    .ifPresent(known -> dropBeyond(known.ceilings().series(), id));
        }
        changes.of(id.monitor());
    }

    /** How many points each series may keep: fewer when there are many, so that all together stay below a bound. */
    private int points() {
        return Math.max(LEAST_POINTS, Math.min(SeriesHistory.POINTS, MOST_POINTS / Math.max(1, series.size())));
    }

    /**
     * Lets go of the series whose last window is the oldest while a monitor has more than its ceiling. Of segments that the reference does not know, each window
     * may tell others apart.
     */
    private void dropBeyond(long ceiling, SeriesId added) {
        List<SeriesId> ofMonitor = series.keySet().stream()
                .filter(id -> id.monitor().equals(added.monitor()))
                .toList();
        if (ofMonitor.size() <= ceiling) {
            return;
        }
        ofMonitor.stream()
                .filter(id -> !id.equals(added))
                .sorted(Comparator.comparing(this::lastStart))
                .limit(ofMonitor.size() - ceiling)
                .forEach(series::remove);
    }

    private Instant lastStart(SeriesId id) {
        return Optional.ofNullable(series.get(id))
                .flatMap(SeriesHistory::last)
                .map(result -> result.window().start())
                .orElse(Instant.MIN);
    }

    /** How the alert of a series stands is said by its results; here it is only remembered how it came to that. */
    @Override
    public void alertChanged(AlertTransition transition, String explanation) {
        alertSteps.add(transition, explanation);
    }

    @Override
    public void progressed(MonitorProgress monitorProgress) {
        progress.put(monitorProgress.monitor(), monitorProgress);
        changes.of(monitorProgress.monitor());
    }

    @Override
    public void referenceInForce(String monitor, Reference reference) {
        references.merge(
                monitor,
                new Loaded(reference, clock.instant()),
                (before, now) -> before.reference().equals(reference) ? before : now);
        changes.of(monitor);
    }

    /** Kept when a monitor moves away: every instance sees its topic. */
    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {
        boolean isReference = monitor(monitor)
                .flatMap(MonitorDescription::referenceTopic)
                .filter(topic::equals)
                .isPresent();
        (isReference ? referencePartitions : sourcePartitions).put(monitor, partitions);
        changes.of(monitor);
    }

    @Override
    public void released(String monitor) {
        progress.remove(monitor);
        references.remove(monitor);
        alertSteps.release(monitor);
        series.keySet().removeIf(id -> id.monitor().equals(monitor));
        changes.of(monitor);
    }

    /** What is to be told to those who look on. */
    Changes changes() {
        return changes;
    }

    /** The time of the clock. */
    Instant now() {
        return clock.instant();
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

    /** The series of one monitor that run here, in order. */
    Map<SeriesId, SeriesHistory> seriesOf(String monitor) {
        Map<SeriesId, SeriesHistory> ofMonitor = new TreeMap<>(series.comparator());
        series.forEach((id, history) -> {
            if (id.monitor().equals(monitor)) {
                ofMonitor.put(id, history);
            }
        });
        return ofMonitor;
    }

    /** The last steps of alerts that were seen here. */
    AlertSteps alertSteps() {
        return alertSteps;
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

    /** Whether the topic that the monitor is compared with is known not to be there. */
    boolean lacksReferenceTopic(String monitor) {
        return referencePartitions.getOrDefault(monitor, -1) == 0;
    }

    Optional<Reference> reference(String monitor) {
        return Optional.ofNullable(references.get(monitor)).map(Loaded::reference);
    }

    /** Since when the reference in force is so on this instance. */
    Optional<Instant> referenceLoaded(String monitor) {
        return Optional.ofNullable(references.get(monitor)).map(Loaded::at);
    }

    /** Whether no series of a monitor has anything new to say. */
    boolean isStale(String monitor) {
        return series.entrySet().stream()
                .filter(entry -> entry.getKey().monitor().equals(monitor))
                .allMatch(entry -> entry.getValue().isStale());
    }
}

package io.kullback.app.replay;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.stream.MonitorSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one monitor said in a replay. */
final class Findings implements MonitorListener {

    static final int MOST_TOP = 12;

    private final MonitorSettings monitor;
    private final Map<SeriesId, SeriesFindings> series = new TreeMap<>();
    private final List<WindowResult> top = new ArrayList<>();
    private Optional<Reference> reference = Optional.empty();

    Findings(MonitorSettings monitor) {
        this.monitor = monitor;
    }

    @Override
    public void windowClosed(WindowResult result) {
        of(result.series()).accept(result);
        // An amended window takes its former place, or loses it.
        top.removeIf(known ->
                known.series().equals(result.series()) && known.window().equals(result.window()));
        if (result.verdict() instanceof Verdict.Drifted) {
            top.add(result);
            top.sort(Comparator.comparingDouble(Findings::nats)
                    .reversed()
                    .thenComparing(known -> known.window().start())
                    .thenComparing(WindowResult::series));
            if (top.size() > MOST_TOP) {
                top.remove(MOST_TOP);
            }
        }
    }

    private static double nats(WindowResult result) {
        return result.scores().map(scores -> scores.kl().plugIn()).orElse(0.0);
    }

    @Override
    public void alertChanged(AlertTransition transition, String explanation) {
        of(transition.series()).accept(transition, explanation);
    }

    private SeriesFindings of(SeriesId id) {
        return series.computeIfAbsent(id, key -> new SeriesFindings(id, monitor.window()));
    }

    @Override
    public void referenceInForce(String name, Reference built) {
        reference = Optional.of(built);
    }

    /** The outcome of the replay has it. */
    @Override
    public void progressed(MonitorProgress progress) {}

    @Override
    public void sourceSeen(String name, String topic, int partitions) {}

    @Override
    public void released(String name) {}

    /** The replay has ended. */
    void end() {
        series.values().forEach(SeriesFindings::end);
    }

    MonitorSettings monitor() {
        return monitor;
    }

    /** In the order of segments and features. */
    Collection<SeriesFindings> series() {
        return series.values();
    }

    /** All alerts that fired, in the order of series. */
    List<AlertSpan> alerts() {
        return series.values().stream().flatMap(of -> of.alerts().stream()).toList();
    }

    /** The windows that drifted furthest, furthest first. */
    List<WindowResult> top() {
        return List.copyOf(top);
    }

    /** The reference that was built from the events; empty where none was, or where it was given. */
    Optional<Reference> reference() {
        return reference;
    }

    boolean isAnyDrifted() {
        return series.values().stream().anyMatch(of -> of.drifted() > 0);
    }
}

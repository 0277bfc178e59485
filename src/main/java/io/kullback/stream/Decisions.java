package io.kullback.stream;

import io.kullback.detection.SeriesDecider;
import io.kullback.detection.SeriesId;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The decisions on all series of one monitor, by segment. Part of the merge stage's state. */
final class Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final MonitorSettings monitor;
    private final Map<String, SegmentDecisions> bySegment = new TreeMap<>();
    private final Map<String, WrittenDecisions> written = new TreeMap<>();

    Decisions(MonitorSettings monitor) {
        this.monitor = monitor;
    }

    /** The decisions of a segment, begun now if there are none yet; empty where the reference holds nothing of the segment. */
    Optional<SegmentDecisions> of(String segment, Reference reference) {
        SegmentDecisions known = bySegment.get(segment);
        if (known == null && reference.histograms().containsKey(segment)) {
            known = takeUp(segment, reference).orElseGet(() -> begun(segment, reference));
            bySegment.put(segment, known);
        }
        return Optional.ofNullable(known);
    }

    private SegmentDecisions begun(String segment, Reference reference) {
        SegmentDecisions begun = new SegmentDecisions(deciders(segment, reference));
        begun.begin();
        return begun;
    }

    /** The decisions of a segment, if any have been taken. */
    Optional<SegmentDecisions> of(String segment) {
        return Optional.ofNullable(bySegment.get(segment));
    }

    /** The segments that are decided about, in order. */
    Iterable<String> segments() {
        return List.copyOf(bySegment.keySet());
    }

    private Map<String, SeriesDecider> deciders(String segment, Reference reference) {
        // The budget is the monitor's; every series that can alarm gets an equal part. Where references move, segments
        // come and go, and nobody knows how many there will be.
        long series = monitor.reference().isMoving()
                ? monitor.mostSeries()
                : (long) monitor.features().size() * reference.histograms().size();
        Map<String, SeriesDecider> deciders = new TreeMap<>();
        for (FeatureSettings feature : monitor.features()) {
            reference
                    .histogram(segment, feature.name())
                    .ifPresent(histogram -> deciders.put(
                            feature.name(),
                            new SeriesDecider(
                                    new SeriesId(monitor.name(), segment, feature.name()),
                                    feature.decision().dividedBy(series),
                                    monitor.window(),
                                    monitor.scoring(),
                                    monitor.reference().comparison(),
                                    histogram,
                                    reference.restlessness(segment, feature.name()))));
        }
        return deciders;
    }

    /**
     * Lets the deciders learn from the windows of the reference's own period.
     *
     * @param from start of the period, epoch milliseconds
     * @param to its end
     */
    void learn(PaneStore panes, long from, long to, Reference reference) {
        WindowPlan plan = monitor.window();
        PaneView view = panes.view(reference.histograms().keySet());
        for (String segment : reference.histograms().keySet()) {
            Map<String, SeriesDecider> deciders = deciders(segment, reference);
            view.forEachWindow(
                    from,
                    to,
                    plan.size().toMillis(),
                    segment,
                    (counts, start) -> deciders.forEach((name, decider) ->
                            decider.learn(plan.window(start), histogram(counts, name, decider.reference()))));
            SegmentDecisions begun = new SegmentDecisions(deciders);
            begun.begin();
            bySegment.put(segment, begun);
        }
    }

    /** Begins every segment of a reference, whose alerts go on being numbered where those of earlier decisions ended. */
    void beginAfter(Decisions before, Reference reference) {
        for (String segment : reference.histograms().keySet()) {
            Map<String, SeriesDecider> deciders = deciders(segment, reference);
            before.of(segment)
                    .ifPresent(ended -> deciders.forEach((name, decider) -> Optional.ofNullable(
                                    ended.deciders().get(name))
                            .ifPresent(earlier -> decider.numberAlertsAfter(earlier.alert()))));
            SegmentDecisions begun = new SegmentDecisions(deciders);
            begun.begin();
            bySegment.put(segment, begun);
        }
    }

    private Histogram histogram(PaneCounts counts, String feature, Histogram reference) {
        return counts.tallies().get(indexOf(feature)).over(reference.binning());
    }

    private int indexOf(String feature) {
        List<FeatureSettings> features = monitor.features();
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).name().equals(feature)) {
                return i;
            }
        }
        throw new IllegalArgumentException("monitor '" + monitor.name() + "' has no feature '" + feature + "'");
    }

    void forget(LongPredicate isExpired) {
        bySegment.values().forEach(segment -> segment.forget(isExpired));
    }

    /** What a process that ended had written of a segment, to be taken up when the segment is asked for. */
    WrittenDecisions written(String segment) {
        return written.computeIfAbsent(segment, key -> new WrittenDecisions());
    }

    /** Takes up every segment that was written. */
    void takeUpAll(Reference reference) {
        for (String segment : List.copyOf(written.keySet())) {
            of(segment, reference);
        }
    }

    private Optional<SegmentDecisions> takeUp(String segment, Reference reference) {
        WrittenDecisions found = written.remove(segment);
        if (found == null) {
            return Optional.empty();
        }
        try {
            return found.takeUp(deciders(segment, reference));
        } catch (IllegalStateException e) {
            // The reference, the bins or the features are others than those that the state was written for.
            LOG.atWarn()
                    .addKeyValue("monitor", monitor.name())
                    .addKeyValue("segment", segment)
                    .addKeyValue("reason", e.getMessage())
                    .log("decisions begin anew");
            SegmentDecisions begun = begun(segment, reference);
            // Left where they are, they would be found among the new ones after the next restart.
            found.windows().forEach(begun.log()::changed);
            return Optional.of(begun);
        }
    }

    /** Visits what each segment has to write. */
    void forEach(BiConsumer<String, SegmentDecisions> visitor) {
        new ArrayList<>(bySegment.entrySet()).forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    }
}

package io.kullback.stream;

import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Tally;
import io.kullback.histogram.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Counts what each window is compared with, where that is another time, another segment or another topic for each.
 *
 * <p>The bins do not move: those of a segment are learned from the first reference that it has, and kept as its anchor.
 */
final class MovingReference {

    private final MonitorSettings monitor;
    private final PaneStore panes;
    private Reference anchor = Reference.of("nothing yet", Map.of());
    private boolean grown;
    /** All segments of a window ask in turn. */
    private Optional<Asked> last = Optional.empty();

    private record Asked(Window window, long panes, Optional<Reference> answer) {}

    MovingReference(MonitorSettings monitor, PaneStore panes) {
        this.monitor = monitor;
        this.panes = panes;
    }

    /** For each segment the first counts that its windows could be compared with: bins are theirs for good. */
    Reference anchor() {
        return anchor;
    }

    /** Takes the anchors that were found in the durable copy. */
    void restore(Reference found) {
        anchor = found;
    }

    /** Whether anchors have come since the last call. */
    boolean takeGrown() {
        boolean had = grown;
        grown = false;
        return had;
    }

    /**
     * What a window is compared with.
     *
     * @param since start of the first pane that was ever counted; {@link Partial#NONE} if there is none
     */
    Optional<Reference> of(Window window, long since) {
        if (last.filter(asked -> asked.window().equals(window) && asked.panes() == panes.version())
                .isEmpty()) {
            last = Optional.of(new Asked(window, panes.version(), count(window, since)));
        }
        return last.get().answer();
    }

    private Optional<Reference> count(Window window, long since) {
        Map<String, Map<String, Tally>> counts = new TreeMap<>();
        String origin;
        if (monitor.reference().isAlongside()) {
            origin = (monitor.reference() instanceof ReferenceSource.AlongsideTopic beside
                            ? "topic " + beside.topic()
                            : "segment "
                                    + monitor.reference().segmentAlongside().orElseThrow())
                    + " of the same time, " + PastSpan.words(List.of(window));
            countAlongside(window, monitor.reference().segmentAlongside().orElseThrow(), counts);
        } else {
            List<Window> spans =
                    ((ReferenceSource.Past) monitor.reference()).span().before(window);
            if (spans.isEmpty() || since == Partial.NONE || spans.get(0).start().toEpochMilli() < since) {
                return Optional.empty();
            }
            origin = "topic " + monitor.topic() + ", " + PastSpan.words(spans);
            countPast(spans, counts);
        }
        Map<String, Map<String, Histogram>> histograms = new TreeMap<>();
        counts.forEach((segment, tallies) ->
                histograms(segment, tallies).ifPresent(byFeature -> histograms.put(segment, byFeature)));
        return histograms.isEmpty() ? Optional.empty() : Optional.of(Reference.of(origin, histograms));
    }

    private void countPast(List<Window> spans, Map<String, Map<String, Tally>> counts) {
        for (Window span : spans) {
            long from = span.start().toEpochMilli();
            long to = span.end().toEpochMilli();
            PaneView view = panes.view(from, to, from, segment -> false);
            for (String segment : view.segments(from, to)) {
                view.sum(from, to, segment).ifPresent(sum -> add(segment, sum, counts));
            }
        }
    }

    /** The one segment's counts for each of the others. */
    private void countAlongside(Window window, String stable, Map<String, Map<String, Tally>> counts) {
        long from = window.start().toEpochMilli();
        long to = window.end().toEpochMilli();
        PaneView view = panes.view(from, to, from, segment -> false);
        SortedSet<String> segments = view.segments(from, to);
        view.sum(from, to, stable)
                .ifPresent(sum -> segments.stream()
                        .filter(segment -> !segment.equals(stable))
                        .forEach(segment -> add(segment, sum, counts)));
    }

    private void add(String segment, PaneCounts sum, Map<String, Map<String, Tally>> counts) {
        Map<String, Tally> byFeature = counts.computeIfAbsent(segment, key -> new TreeMap<>());
        for (int i = 0; i < monitor.features().size(); i++) {
            Tally tally = sum.tallies().get(i);
            byFeature.merge(monitor.features().get(i).name(), tally.copy(), (before, more) -> {
                before.merge(more);
                return before;
            });
        }
    }

    /** The counts over the segment's bins, which are learned now if these are its first; empty where nothing of it can be compared. */
    private Optional<Map<String, Histogram>> histograms(String segment, Map<String, Tally> tallies) {
        Map<String, Histogram> known = anchor.histograms().get(segment);
        Map<String, Histogram> byFeature = new TreeMap<>();
        for (FeatureSettings feature : monitor.features()) {
            Tally tally = tallies.get(feature.name());
            if (!ReferenceKeeper.hasUsable(tally)) {
                continue;
            }
            Optional<Binning> bins = known == null
                    ? Optional.of(firstBins(feature, tally))
                    : Optional.ofNullable(known.get(feature.name())).map(Histogram::binning);
            bins.ifPresent(binning -> byFeature.put(feature.name(), tally.over(binning)));
        }
        if (byFeature.isEmpty()) {
            return Optional.empty();
        }
        if (known == null) {
            anchor = Reference.joined(
                    anchor.histograms().isEmpty() ? "first counts of each segment" : anchor.origin(),
                    List.of(anchor, Reference.of("", Map.of(segment, byFeature))));
            grown = true;
        }
        return Optional.of(byFeature);
    }

    private Binning firstBins(FeatureSettings feature, Tally tally) {
        // All segments that are compared with one have its bins, whichever of them came first.
        if (monitor.reference().isAlongside()) {
            Optional<Binning> shared = anchor.histograms().values().stream()
                    .flatMap(byFeature -> Optional.ofNullable(byFeature.get(feature.name())).stream())
                    .map(Histogram::binning)
                    .findFirst();
            if (shared.isPresent()) {
                return shared.get();
            }
        }
        return feature.bins().learn(tally);
    }
}

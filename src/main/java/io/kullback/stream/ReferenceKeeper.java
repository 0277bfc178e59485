package io.kullback.stream;

import io.kullback.detection.BaselineNoise;
import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.VectorBinning;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows what a monitor's windows are compared with: the given reference from the start, or the one that is built when the reference period has been read.
 *
 * <p>A window is compared with the reference of a period only if it ends after the period, however late it is scored: results depend on event time alone.
 */
final class ReferenceKeeper {

    private final MonitorSettings monitor;
    private Optional<Reference> reference;

    ReferenceKeeper(MonitorSettings monitor) {
        this.monitor = monitor;
        this.reference = monitor.reference() instanceof ReferenceSource.Given given
                ? Optional.of(given.reference())
                : Optional.empty();
    }

    /** The reference, once there is one. */
    Optional<Reference> reference() {
        return reference;
    }

    /** The reference that a window ending at the given time is compared with. */
    Optional<Reference> forWindowEnding(long end) {
        return monitor.reference() instanceof ReferenceSource.Period period
                        && end <= period.to().toEpochMilli()
                ? Optional.empty()
                : reference;
    }

    /** Whether panes of the given start are still needed to build the reference. */
    boolean needs(long pane) {
        return reference.isEmpty()
                && monitor.reference() instanceof ReferenceSource.Period period
                && pane >= period.from().toEpochMilli()
                && pane < period.to().toEpochMilli();
    }

    /**
     * Takes the segments of the reference that was built before a restart or a move.
     *
     * @param features those that are still what they were; what the reference holds of others is left out
     */
    void restore(Collection<Reference> segments, Set<String> features) {
        if (monitor.reference() instanceof ReferenceSource.Period period) {
            reference = Optional.of(Reference.joined(origin(period, "topic " + monitor.topic()), segments)
                    .ofFeatures(features));
        }
    }

    private static String origin(ReferenceSource.Period period, String source) {
        return source + ", " + period.from() + " to " + period.to();
    }

    /**
     * Builds the reference if its period has been read.
     *
     * @param watermark event time up to which all has been read
     * @return the reference if this call built it
     */
    Optional<Reference> buildIfDue(PaneStore panes, long watermark) {
        if (reference.isPresent()
                || !(monitor.reference() instanceof ReferenceSource.Period period)
                || period.to().toEpochMilli() + monitor.window().grace().toMillis() > watermark) {
            return Optional.empty();
        }
        reference = Optional.of(build(period, panes, "topic " + monitor.topic()));
        return reference;
    }

    /** The reference that the panes of a period give, and how much the windows of that period differ where they are enough. */
    Reference build(ReferenceSource.Period period, PaneStore panes, String source) {
        long from = period.from().toEpochMilli();
        long to = period.to().toEpochMilli();
        Map<String, Map<String, Histogram>> histograms = new TreeMap<>();
        Map<String, Map<String, Restlessness>> restlessness = new TreeMap<>();
        PaneView view = panes.view(from, to, from, segment -> false);
        for (String segment : view.segments(from, to)) {
            view.sum(from, to, segment).ifPresent(counts -> {
                Map<String, Histogram> byFeature = histograms(counts);
                histograms.put(segment, byFeature);
                restlessness.put(segment, restlessness(view, from, to, segment, byFeature));
            });
        }
        return Reference.of(origin(period, source), histograms, restlessness);
    }

    private Map<String, Restlessness> restlessness(
            PaneView panes, long from, long to, String segment, Map<String, Histogram> references) {
        Map<String, List<Histogram>> windows = new TreeMap<>();
        panes.forEachWindow(from, to, monitor.window().size().toMillis(), segment, (counts, start) -> {
            for (int i = 0; i < monitor.features().size(); i++) {
                String feature = monitor.features().get(i).name();
                Histogram reference = references.get(feature);
                if (reference != null && !(reference.binning() instanceof VectorBinning)) {
                    windows.computeIfAbsent(feature, key -> new ArrayList<>())
                            .add(counts.tallies().get(i).over(reference.binning()));
                }
            }
        });
        Map<String, Restlessness> byFeature = new TreeMap<>();
        for (FeatureSettings feature : monitor.features()) {
            Optional.ofNullable(windows.get(feature.name()))
                    .flatMap(ofFeature -> BaselineNoise.measure(
                            references.get(feature.name()),
                            ofFeature,
                            monitor.window().size(),
                            feature.decision(),
                            monitor.scoring()))
                    .ifPresent(known -> byFeature.put(feature.name(), known));
        }
        return byFeature;
    }

    private Map<String, Histogram> histograms(PaneCounts counts) {
        Map<String, Histogram> byFeature = new TreeMap<>();
        for (int i = 0; i < monitor.features().size(); i++) {
            FeatureSettings feature = monitor.features().get(i);
            Tally tally = counts.tallies().get(i);
            // Without a single usable value there is nothing to compare with, and nothing to learn bins from.
            if (hasUsable(tally)) {
                Binning bins = feature.bins().learn(tally);
                byFeature.put(feature.name(), tally.over(bins));
            }
        }
        return byFeature;
    }

    private static boolean hasUsable(Tally tally) {
        long unusable = 0;
        for (UnusableBin bin : UnusableBin.values()) {
            unusable += tally.count(bin);
        }
        return tally.total() > unusable;
    }
}

package io.kullback.stream;

import io.kullback.detection.BaselineNoise;
import io.kullback.histogram.Binning;
import io.kullback.histogram.CategorySketch;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.Tally;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows what a monitor's windows are compared with: the given reference from the start, the one that is built when the reference period has been read, or for each
 * window one of its own.
 *
 * <p>A window is compared with the reference of a period only if it ends after the period, however late it is scored: results depend on event time alone.
 */
final class ReferenceKeeper {

    private final MonitorSettings monitor;
    private final MovingReference moving;
    private Optional<Reference> reference;

    ReferenceKeeper(MonitorSettings monitor, PaneStore panes) {
        this.monitor = monitor;
        this.moving = new MovingReference(monitor, panes);
        this.reference = monitor.reference() instanceof ReferenceSource.Given given
                ? Optional.of(given.reference())
                : Optional.empty();
    }

    /** The reference, once there is one; of those that move, the one that was asked for last. */
    Optional<Reference> reference() {
        return reference;
    }

    /** What each window of a segment has in common with all others of it: the bins, and where the reference does not move, all of it. */
    Optional<Reference> anchor() {
        return monitor.reference().isMoving() ? Optional.of(moving.anchor()) : reference;
    }

    /** Where references move, the bins that they have; notes whether some have come since the last call. */
    boolean takeGrown() {
        return moving.takeGrown();
    }

    /**
     * The reference that a window is compared with.
     *
     * @param since start of the first pane that was ever counted
     */
    Optional<Reference> forWindow(Window window, long since) {
        if (monitor.reference().isMoving()) {
            Optional<Reference> own = moving.of(window, since);
            reference = own.or(() -> reference);
            return own;
        }
        return monitor.reference() instanceof ReferenceSource.Period period
                        && !window.end().isAfter(period.to())
                ? Optional.empty()
                : reference;
    }

    /**
     * Whether panes of the given start are still needed for the reference of some window.
     *
     * @param watermark event time up to which windows are closed
     */
    boolean needs(long pane, long watermark) {
        if (monitor.reference() instanceof ReferenceSource.Past past) {
            return past.span().lookback().isPresent()
                    && !isBeyond(pane, past.span().lookback().getAsLong(), watermark);
        }
        return reference.isEmpty()
                && monitor.reference() instanceof ReferenceSource.Period period
                && pane >= period.from().toEpochMilli()
                && pane < period.to().toEpochMilli();
    }

    /** Whether the last window whose reference begins at most so long before it, and so may hold the pane, can no longer be amended. */
    private boolean isBeyond(long pane, long lookback, long watermark) {
        return monitor.window().isExpired(monitor.window().lastPaneOf(pane + lookback), watermark);
    }

    /**
     * Into which pane one is to be added that windows no longer need by themselves; empty where it can be let go of.
     *
     * @return start of the first pane of an expanding reference; the same pane as long as some window's reference may still have to end before it
     */
    OptionalLong addTo(long pane, long watermark) {
        if (monitor.reference() instanceof ReferenceSource.Past past
                && past.span() instanceof PastSpan.Expanding expanding
                && pane >= expanding.from().toEpochMilli()) {
            boolean isWhole =
                    isBeyond(monitor.window().paneEnd(pane), expanding.offset().toMillis(), watermark);
            return OptionalLong.of(isWhole ? expanding.from().toEpochMilli() : pane);
        }
        return OptionalLong.empty();
    }

    /**
     * Takes the segments of the reference that was built before a restart or a move.
     *
     * @param features those that are still what they were; what the reference holds of others is left out
     */
    void restore(Collection<Reference> segments, Set<String> features) {
        if (monitor.reference().isMoving()) {
            moving.restore(
                    Reference.joined("first counts of each segment", segments).ofFeatures(features));
        }
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

    /** Whether bins can be learned from the counts, or windows compared with them. */
    static boolean hasUsable(Tally tally) {
        // Texts that no sketch had room for were counted, but nobody knows which they were.
        if (tally instanceof CategorySketch sketch) {
            return sketch.size() > 0;
        }
        long unusable = 0;
        for (UnusableBin bin : UnusableBin.values()) {
            unusable += tally.count(bin);
        }
        return tally.total() > unusable;
    }
}

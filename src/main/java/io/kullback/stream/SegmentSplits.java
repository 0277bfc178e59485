package io.kullback.stream;

import io.kullback.divergence.SegmentSplit;
import io.kullback.histogram.Binning;
import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says for each closed window of a monitor with segments in which of them the divergence of each feature lies.
 *
 * <p>Only where all segments are counted over the same bins: bins that were learned apart, such as each segment's own quantiles, are not the same cells, and
 * nothing can be added up over them. Vectors are left out, since their divergence is not one of bins. The reference is always the one in force: counts that an
 * operator accepted for one segment come from another time than those of its neighbours, and would change the reference's mix.
 */
final class SegmentSplits {

    /** Stands for all segments, in keys and among revisions: no record of a monitor with segments has this one, since an empty text counts as missing. */
    static final String ALL_SEGMENTS = Reference.WHOLE;

    private final MonitorSettings monitor;
    private final WindowPlan plan;
    private final MonitorState state;
    private final SeriesBins bins;

    SegmentSplits(MonitorSettings monitor, MonitorState state) {
        this.monitor = monitor;
        this.plan = monitor.window();
        this.state = state;
        this.bins = new SeriesBins(monitor);
    }

    /** A window closed, or was amended; its results have been given. */
    void issue(long window, MergeOutput output) {
        // Segments that are all compared with one have no mix of their own in what they are compared with.
        if (monitor.segment().isEmpty() || monitor.reference() instanceof ReferenceSource.Alongside) {
            return;
        }
        Optional<Reference> reference = state.referenceOf(window);
        if (reference.isEmpty()) {
            return;
        }
        String field = monitor.segment().get().toString().substring(1);
        Map<String, PaneCounts> counts = state.windows().all(window);
        long records = counts.values().stream().mapToLong(PaneCounts::records).sum();
        Map<String, SegmentSplit> splits = new TreeMap<>();
        for (int i = 0; i < monitor.features().size(); i++) {
            String feature = monitor.features().get(i).name();
            split(i, counts, reference.get()).ifPresent(split -> splits.put(feature, split));
        }
        if (splits.isEmpty()) {
            return;
        }
        int revision = state.revisions().next(window, ALL_SEGMENTS);
        for (FeatureSettings feature : monitor.features()) {
            Optional.ofNullable(splits.get(feature.name()))
                    .map(split -> new WindowSplit(
                            monitor.name(),
                            field,
                            feature.name(),
                            plan.window(window),
                            revision,
                            records,
                            reference.get().id(),
                            split))
                    .ifPresent(output::split);
        }
    }

    private Optional<SegmentSplit> split(int index, Map<String, PaneCounts> counts, Reference reference) {
        FeatureSettings feature = monitor.features().get(index);
        if (feature.type() == FeatureType.VECTOR) {
            return Optional.empty();
        }
        Map<String, Histogram> expected = new TreeMap<>();
        for (String segment : reference.histograms().keySet()) {
            // Counts that were never divided by segment say nothing of their mix.
            if (!segment.equals(ALL_SEGMENTS)) {
                reference.histogram(segment, feature.name()).ifPresent(histogram -> expected.put(segment, histogram));
            }
        }
        return common(feature, expected, counts.keySet()).flatMap(binning -> {
            Map<String, Histogram> observed = new TreeMap<>();
            counts.forEach((segment, of) ->
                    observed.put(segment, of.tallies().get(index).over(binning)));
            return SegmentSplit.of(observed, expected, monitor.scoring());
        });
    }

    /** The bins of all segments; empty where they differ, or none are known. */
    private Optional<Binning> common(FeatureSettings feature, Map<String, Histogram> expected, Set<String> observed) {
        List<Binning> all = new ArrayList<>();
        expected.values().forEach(histogram -> all.add(histogram.binning()));
        observed.forEach(segment -> bins.known(segment, feature).ifPresent(all::add));
        return !expected.isEmpty() && all.stream().distinct().count() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }
}

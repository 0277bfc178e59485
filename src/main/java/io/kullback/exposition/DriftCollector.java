package io.kullback.exposition;

import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoreCard;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.Window;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the board anew at each scrape, so that a series which has moved away or has no score has no sample either. */
final class DriftCollector implements MultiCollector {

    private static final List<String> NATS = List.of("kl", "kl_reverse", "js", "psi");
    /** Label values of distances, and their names in the catalog of divergences. */
    private static final Map<String, String> RATIOS =
            Map.of("ks", "ks", "tv", "total_variation", "hellinger", "hellinger");

    private static final String SEVERITY = "warning";

    private final Board board;
    private final PipelineBoard pipeline;
    private final BuildInfo build;

    DriftCollector(Board board, PipelineBoard pipeline, BuildInfo build) {
        this.board = board;
        this.pipeline = pipeline;
        this.build = build;
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        samples.add(DriftMetric.BUILD_INFO, 1, build.version(), build.javaVersion());
        build.configuration().addTo(samples);
        pipeline.addTo(samples);
        board.monitors().forEach(monitor -> addMonitor(monitor, samples));
        board.series().forEach((id, history) -> addSeries(id, history, samples));
        return samples.snapshots();
    }

    private void addMonitor(MonitorDescription monitor, Samples samples) {
        String name = monitor.name();
        board.sourcePartitions(name)
                .ifPresent(partitions -> samples.add(DriftMetric.SOURCE_PARTITIONS, partitions, name));
        Optional<MonitorProgress> progress = board.progress(name);
        if (progress.isEmpty()) {
            return;
        }
        samples.add(
                DriftMetric.MONITOR_INFO,
                1,
                name,
                monitor.topic(),
                monitor.windowText(),
                progress.get().referenceId().orElse("none"),
                build.configHash());
        monitor.features()
                .forEach(feature ->
                        samples.add(DriftMetric.THRESHOLD, feature.minKl(), name, feature.name(), "kl", SEVERITY));
        addProgress(progress.get(), samples);
        addReference(name, samples);
        List<WindowResult> last = board.series().entrySet().stream()
                .filter(entry -> entry.getKey().monitor().equals(name))
                .flatMap(entry -> entry.getValue().last().stream())
                .toList();
        samples.add(DriftMetric.SERIES, last.size(), name);
        if (!board.isStale(name)) {
            pipeline.completeness(name).ifPresent(share -> samples.add(DriftMetric.COMPLETENESS, share, name));
        }
        last.stream()
                .map(WindowResult::window)
                .max(Comparator.comparing(Window::start))
                .ifPresent(window -> {
                    samples.add(DriftMetric.WINDOW_START, seconds(window.start()), name);
                    samples.add(DriftMetric.WINDOW_END, seconds(window.end()), name);
                });
    }

    private void addReference(String monitor, Samples samples) {
        board.reference(monitor)
                .flatMap(Reference::period)
                .ifPresent(period -> samples.add(DriftMetric.REFERENCE_CREATED, seconds(period.end()), monitor));
        board.referenceLoaded(monitor)
                .ifPresent(time -> samples.add(DriftMetric.REFERENCE_LOADED, seconds(time), monitor));
    }

    private void addProgress(MonitorProgress progress, Samples samples) {
        String name = progress.monitor();
        samples.add(DriftMetric.RECORDS, progress.records(), name);
        samples.add(DriftMetric.COUNTED, progress.counted(), name);
        samples.add(DriftMetric.LATE, progress.late(), name);
        samples.add(DriftMetric.FUTURE, progress.future(), name);
        samples.add(DriftMetric.SERIES_LIMIT, progress.ceilings().series(), name);
        samples.add(DriftMetric.SERIES_OVERFLOW, progress.ceilings().seriesOverflow(), name);
        samples.add(DriftMetric.CATEGORIES_OVERFLOW, progress.ceilings().categoriesOverflow(), name);
        progress.rejected().forEach((reason, count) -> {
            samples.add(DriftMetric.REJECTED, count, name, reason);
            // The counts are of all instances, the example is of this one: none before the first that is booked.
            pipeline.example(name, reason)
                    .filter(example -> count > 0)
                    .ifPresent(example -> samples.exemplify(DriftMetric.REJECTED, example, name, reason));
        });
        progress.unusable()
                .forEach((feature, counts) -> counts.forEach(
                        (bin, count) -> samples.add(DriftMetric.UNUSABLE, count, name, feature, bin.reason())));
        progress.windowsClosed()
                .forEach((cause, count) -> samples.add(DriftMetric.WINDOWS_CLOSED, count, name, cause.label()));
        progress.latestEvent().ifPresent(time -> samples.add(DriftMetric.EVENT_TIME, time / 1e3, name));
        progress.watermark().ifPresent(time -> samples.add(DriftMetric.WATERMARK, time / 1e3, name));
    }

    private void addSeries(SeriesId id, SeriesHistory history, Samples samples) {
        SeriesState state = history.state();
        for (SeriesState each : SeriesState.values()) {
            samples.add(
                    DriftMetric.STATE,
                    each == state ? 1 : 0,
                    id.monitor(),
                    id.feature(),
                    id.segment(),
                    SEVERITY,
                    each.label());
        }
        if (history.isStale()) {
            // What was measured long ago is not what is: its series end, and only the state stays.
            return;
        }
        Optional<MonitorDescription> monitor = board.monitor(id.monitor());
        if (monitor.filter(known -> known.features().get(0).name().equals(id.feature()))
                .isPresent()) {
            history.last()
                    .ifPresent(last ->
                            samples.add(DriftMetric.WINDOW_RECORDS, last.records(), id.monitor(), id.segment()));
        }
        history.lastMeasured().ifPresent(last -> addWindow(id, last, samples));
        if (monitor.filter(MonitorDescription::showsBins).isPresent()) {
            history.lastMeasured().ifPresent(last -> BinSamples.add(id, last, samples));
        }
    }

    private static void addWindow(SeriesId id, WindowResult last, Samples samples) {
        last.scores().ifPresent(scores -> addScores(id, scores, samples));
        last.reference()
                .ifPresent(reference -> samples.add(
                        DriftMetric.REFERENCE_RECORDS, reference.total(), id.monitor(), id.feature(), id.segment()));
        last.observed().filter(observed -> observed.total() > 0).ifPresent(observed -> {
            samples.add(
                    DriftMetric.MISSING,
                    (double) observed.count(UnusableBin.MISSING) / observed.total(),
                    id.monitor(),
                    id.feature(),
                    id.segment());
            if (observed.binning() instanceof NumberBinning || observed.binning() instanceof PosteriorBinning) {
                double outside =
                        observed.count(0) + observed.count(observed.binning().valueBins() - 1);
                samples.add(DriftMetric.OUTLIERS, outside / observed.total(), id.monitor(), id.feature(), id.segment());
            }
            last.reference()
                    .ifPresent(reference -> samples.add(
                            DriftMetric.UNSEEN,
                            (double) unseen(observed, reference) / observed.total(),
                            id.monitor(),
                            id.feature(),
                            id.segment()));
        });
    }

    private static long unseen(Histogram observed, Histogram reference) {
        long unseen = 0;
        for (int bin = 0; bin < observed.binning().bins(); bin++) {
            unseen += reference.count(bin) == 0 ? observed.count(bin) : 0;
        }
        return unseen;
    }

    private static void addScores(SeriesId id, ScoreCard scores, Samples samples) {
        for (String statistic : NATS) {
            scores.value(statistic)
                    .ifPresent(value -> samples.add(
                            DriftMetric.DIVERGENCE, value, id.monitor(), id.feature(), id.segment(), statistic));
        }
        RATIOS.forEach((statistic, name) -> scores.value(name)
                .ifPresent(value ->
                        samples.add(DriftMetric.DISTANCE, value, id.monitor(), id.feature(), id.segment(), statistic)));
        samples.add(DriftMetric.NOISE, scores.kl().noiseFloor(), id.monitor(), id.feature(), id.segment(), "kl");
        samples.add(DriftMetric.P_VALUE, scores.pValue(), id.monitor(), id.feature(), id.segment(), "g");
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }
}

package io.kullback.stream;

import io.kullback.detection.CloseCause;
import io.kullback.detection.LevelRule;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import java.util.Optional;

/** Makes the result of one window of one feature: counts, scores, verdict. A function of its arguments and the configuration alone. */
final class WindowScorer {

    private final MonitorSettings monitor;
    private final SeriesBins bins;

    WindowScorer(MonitorSettings monitor) {
        this.monitor = monitor;
        this.bins = new SeriesBins(monitor);
    }

    /**
     * @param feature index in the monitor's features
     * @param counts what the window holds in this segment
     * @param reference the reference in force for this window
     */
    WindowResult score(
            long windowStart,
            String segment,
            int feature,
            PaneCounts counts,
            Optional<Reference> reference,
            int revision,
            CloseCause cause) {
        FeatureSettings settings = monitor.features().get(feature);
        Optional<Histogram> expected = reference.flatMap(known -> known.histogram(segment, settings.name()));
        Optional<Binning> binning = expected.map(Histogram::binning).or(() -> bins.known(segment, settings));
        Optional<Histogram> observed = binning.map(counts.tallies().get(feature)::over);
        Optional<ScoreCard> scores = observed.isPresent() && expected.isPresent()
                ? Scorer.score(observed.get(), expected.get(), monitor.scoring())
                : Optional.empty();
        long usable = observed.map(Histogram::usable).orElse(counts.records());
        Verdict verdict = LevelRule.decide(
                usable, expected, scores, settings.decision(), monitor.window().advance());
        return new WindowResult(
                new SeriesId(monitor.name(), segment, settings.name()),
                monitor.window().window(windowStart),
                revision,
                cause,
                counts.records(),
                observed,
                expected,
                expected.flatMap(histogram -> reference.map(Reference::id)),
                scores,
                verdict);
    }
}

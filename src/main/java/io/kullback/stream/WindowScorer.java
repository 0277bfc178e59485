package io.kullback.stream;

import io.kullback.detection.SeriesDecider;
import io.kullback.detection.SeriesId;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Measures one window against its reference, feature by feature. A function of its arguments and the configuration alone. */
final class WindowScorer {

    private final MonitorSettings monitor;
    private final SeriesBins bins;

    WindowScorer(MonitorSettings monitor) {
        this.monitor = monitor;
        this.bins = new SeriesBins(monitor);
    }

    /**
     * One feature of a window, measured.
     *
     * @param observed empty only while the bins are still to be learned from the reference
     * @param reference empty when there is none for this series yet
     * @param scores empty when there is no reference, or the window cannot be scored
     */
    record Scored(
            SeriesId series,
            Optional<Histogram> observed,
            Optional<Histogram> reference,
            Optional<String> referenceId,
            Optional<ScoreCard> scores) {

        /** Usable values in the window, or its records as long as that is not known. */
        long usable(long records) {
            return observed.map(Histogram::usable).orElse(records);
        }
    }

    /**
     * Measures a window.
     *
     * @param counts what the window holds in this segment
     * @param reference the reference in force for this window
     * @param decisions of the segment, which know the features whose reference an operator has replaced
     * @return by feature, in the order of the monitor's features
     */
    Map<String, Scored> score(
            String segment, PaneCounts counts, Optional<Reference> reference, Optional<SegmentDecisions> decisions) {
        Map<String, Scored> scored = new LinkedHashMap<>();
        for (int i = 0; i < monitor.features().size(); i++) {
            FeatureSettings feature = monitor.features().get(i);
            Optional<Histogram> accepted = decider(decisions, feature.name())
                    .filter(SeriesDecider::hasAccepted)
                    .map(SeriesDecider::reference);
            Optional<Histogram> expected =
                    accepted.or(() -> reference.flatMap(known -> known.histogram(segment, feature.name())));
            Optional<Binning> binning = expected.map(Histogram::binning)
                    .or(() -> ofDecider(decisions, feature.name()))
                    .or(() -> bins.known(segment, feature));
            Optional<Histogram> observed = binning.map(counts.tallies().get(i)::over);
            Optional<ScoreCard> scores = observed.isPresent() && expected.isPresent()
                    ? Scorer.score(observed.get(), expected.get(), monitor.scoring())
                    : Optional.empty();
            Optional<String> id = accepted.map(histogram -> Binning.fingerprintOf(histogram.toString()))
                    .or(() -> expected.flatMap(histogram -> reference.map(Reference::id)));
            scored.put(
                    feature.name(),
                    new Scored(new SeriesId(monitor.name(), segment, feature.name()), observed, expected, id, scores));
        }
        return scored;
    }

    private static Optional<SeriesDecider> decider(Optional<SegmentDecisions> decisions, String feature) {
        return decisions.map(SegmentDecisions::deciders).map(deciders -> deciders.get(feature));
    }

    /** Bins that windows keep where there is nothing to compare one of them with. */
    private static Optional<Binning> ofDecider(Optional<SegmentDecisions> decisions, String feature) {
        return decider(decisions, feature).map(SeriesDecider::reference).map(Histogram::binning);
    }
}

package io.kullback.app;

import io.kullback.detection.Explanation;
import io.kullback.detection.Figures;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says in words how two references differ: what only one of them has, where bins are others, and how far the second is from the first. */
final class ReferenceDifference {

    private static final int COLUMN = 4;

    private final Reference first;
    private final Reference second;
    private final ScoringSettings scoring;

    ReferenceDifference(Reference first, Reference second, ScoringSettings scoring) {
        this.first = first;
        this.second = second;
        this.scoring = scoring;
    }

    /** One paragraph for each segment and feature that either has, in the order of their names. */
    List<String> lines() {
        if (first.equals(second)) {
            return List.of("they are the same");
        }
        SortedSet<String> segments = new TreeSet<>(first.histograms().keySet());
        segments.addAll(second.histograms().keySet());
        List<String> lines = new ArrayList<>();
        for (String segment : segments) {
            SortedSet<String> features = new TreeSet<>();
            List.of(first, second)
                    .forEach(reference -> Optional.ofNullable(
                                    reference.histograms().get(segment))
                            .ifPresent(byFeature -> features.addAll(byFeature.keySet())));
            for (String feature : features) {
                String name = segment.equals(Reference.WHOLE) ? feature : feature + " of " + segment;
                lines.addAll(new AlignedText(0, COLUMN)
                        .add(name + ":", words(segment, feature))
                        .lines());
            }
        }
        return lines;
    }

    private String words(String segment, String feature) {
        Optional<Histogram> before = first.histogram(segment, feature);
        Optional<Histogram> after = second.histogram(segment, feature);
        if (before.isEmpty() || after.isEmpty()) {
            return "only in the " + (before.isPresent() ? "first" : "second");
        }
        if (!before.get().binning().equals(after.get().binning())) {
            return "the bins are others, " + before.get().binning().valueBins() + " and "
                    + after.get().binning().valueBins() + ", so the counts cannot be compared";
        }
        String events = before.get().total() + " and " + after.get().total() + " events";
        return Scorer.score(after.get(), before.get(), scoring)
                .map(scores -> events + ", " + words(scores))
                .orElse(events + ", of which too few can be compared");
    }

    private static String words(ScoreCard scores) {
        String explained = Explanation.of(scores);
        return "KL " + Figures.number(scores.kl().plugIn()) + " nats, "
                + Figures.number(scores.kl().noiseFloor()) + " by chance; PSI "
                + Figures.number(scores.values().getOrDefault("psi", Double.NaN))
                + (explained.isEmpty() ? "" : "; " + explained);
    }
}

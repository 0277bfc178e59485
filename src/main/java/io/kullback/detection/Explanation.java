package io.kullback.detection;

import io.kullback.divergence.Contribution;
import io.kullback.divergence.CoordinateShift;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.SegmentSplit;
import io.kullback.divergence.SmallestShift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what moved, by the bins' parts in D(observed ‖ reference), and by which rule that was found. */
public final class Explanation {

    private static final int MOST_BINS = 3;
    private static final int MOST_SEGMENTS = 2;
    /** Bins with less than this part of the divergence are not worth a word. */
    private static final double LEAST_PART = 0.05;
    /** A count this many standard deviations from what the reference expects is signal: chance does it in one bin of 370. */
    private static final double LEAST_RESIDUAL = 3;

    private Explanation() {}

    /**
     * The bins that moved most, largest part first: at most {@code limit}, each with at least a twentieth of the divergence and beyond chance. A bin whose
     * count chance explains is left out however it ranks: in a window that is all noise the largest part is noise too.
     */
    public static List<Contribution> topBins(ScoreCard scores, int limit) {
        double total = total(scores);
        return scores.contributions().stream()
                .filter(contribution -> total > 0 && contribution.nats() >= LEAST_PART * total)
                .filter(Explanation::isBeyondChance)
                .sorted(Comparator.comparingDouble(Contribution::nats)
                        .reversed()
                        .thenComparingInt(Contribution::bin))
                .limit(limit)
                .toList();
    }

    /** The residual is one of counts: of coordinates, and of what is no bin at all, it says nothing about the spread. */
    private static boolean isBeyondChance(Contribution contribution) {
        boolean isCount =
                contribution.shift().isEmpty() && contribution.observedShare() != contribution.referenceShare();
        return !isCount || Math.abs(contribution.residual()) >= LEAST_RESIDUAL;
    }

    /** What moved: {@code JFK 1.0 % → 0.14 %, LGA 3.7 % → 0.82 %: 71 % of the divergence}. Empty when no bin stands out. */
    public static String of(ScoreCard scores) {
        List<Contribution> top = topBins(scores, MOST_BINS);
        if (top.isEmpty()) {
            return "";
        }
        String bins = top.stream().map(bin -> bin.label() + " " + change(bin)).collect(Collectors.joining(", "));
        double total = total(scores);
        // A bin that the reference never saw, without smoothing, is infinitely far, and no part of infinity is a
        // number.
        return Double.isInfinite(total)
                ? bins
                : bins + ": "
                        + Figures.percent(
                                top.stream().mapToDouble(Contribution::nats).sum() / total) + " of the divergence";
    }

    /** Of a bin its shares; of a coordinate what it did; of what has neither, such as the correlations, only that it changed. */
    private static String change(Contribution contribution) {
        return contribution.shift().map(CoordinateShift::words).orElseGet(() -> {
            double observed = contribution.observedShare();
            double reference = contribution.referenceShare();
            return observed == reference ? "changed" : Figures.percent(reference) + " → " + Figures.percent(observed);
        });
    }

    /** What is said of a window, in one line: what moved, then by which rule it was found where that is not plain from the first. */
    public static String of(WindowResult result) {
        if (result.verdict() instanceof Verdict.Inconclusive inconclusive) {
            return inconclusive.reason().words(inconclusive.observations(), inconclusive.needed());
        }
        Stream<String> moved = result.scores().map(Explanation::of).stream();
        if (result.verdict() instanceof Verdict.Drifted drifted) {
            // That the divergence is above min-kl is what drifted means; only the other rules need a word.
            Stream<String> rules = drifted.evidence().stream()
                    .filter(evidence -> evidence.rule() != DriftRule.LEVEL)
                    .map(Explanation::of);
            return Stream.concat(moved, rules).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
        }
        return moved.findFirst().orElse("");
    }

    /** What one rule found: {@code location up since 2001-03-05 14:00, found after 3 windows}. */
    public static String of(Evidence evidence) {
        if (evidence instanceof Evidence.Change change) {
            return change.channel() + " " + change.direction().word() + " since " + Figures.minute(change.since())
                    + ", found after " + (change.windows() == 1 ? "1 window" : change.windows() + " windows");
        }
        if (evidence instanceof Evidence.Threshold threshold) {
            return threshold.divergence() + " " + Figures.number(threshold.value()) + " above "
                    + Figures.number(threshold.above());
        }
        return "KL " + Figures.number(evidence.value()) + " nats, above " + Figures.number(evidence.threshold())
                + " beyond chance";
    }

    /**
     * Where in the segments the divergence is: {@code 64 % of it within segment carrier=AA, 20 % because the mix of segments changed}. Largest part first;
     * empty when nothing differs.
     *
     * @param field what the segments are values of, such as {@code carrier}
     */
    public static String of(SegmentSplit split, String field) {
        double total = split.total();
        if (!(total > 0) || Double.isInfinite(total)) {
            return "";
        }
        List<Part> parts = new ArrayList<>();
        split.parts().stream()
                .map(part -> new Part(part.weighted() / total, "within segment " + field + "=" + part.segment()))
                .sorted(Part.LARGEST_FIRST)
                .limit(MOST_SEGMENTS)
                .forEach(parts::add);
        parts.add(new Part(split.mix() / total, "because the mix of segments changed"));
        List<Part> told = parts.stream()
                .filter(part -> part.share() >= LEAST_PART)
                .sorted(Part.LARGEST_FIRST)
                .toList();
        List<String> words = new ArrayList<>();
        for (Part part : told) {
            words.add(Figures.percent(part.share()) + (words.isEmpty() ? " of it " : " ") + part.where());
        }
        return words.isEmpty() ? "spread over many segments" : String.join(", ", words);
    }

    /** What a window that shows nothing could have hidden: {@code a shift below 0.21 σ (0.022 nats) would not show}. */
    public static String of(SmallestShift shift) {
        return Double.isInfinite(shift.kl())
                ? "no shift would show"
                : "a shift below " + Figures.number(shift.sigmas()) + " σ (" + Figures.number(shift.kl())
                        + " nats) would not show";
    }

    /** What a verdict could not have seen; empty where that is not known, or something was seen. */
    public static Optional<String> ofWhatMayHide(Verdict verdict) {
        Optional<SmallestShift> shift = verdict instanceof Verdict.Stable stable
                ? stable.smallestShift()
                : verdict instanceof Verdict.Inconclusive inconclusive
                        ? inconclusive.smallestShift()
                        : Optional.empty();
        return shift.map(Explanation::of);
    }

    private static double total(ScoreCard scores) {
        return scores.contributions().stream().mapToDouble(Contribution::nats).sum();
    }

    private record Part(double share, String where) {
        static final Comparator<Part> LARGEST_FIRST =
                Comparator.comparingDouble(Part::share).reversed().thenComparing(Part::where);
    }
}

package io.kullback.detection;

import io.kullback.divergence.Contribution;
import io.kullback.divergence.CoordinateShift;
import io.kullback.divergence.ScoreCard;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in words what moved, by the bins' parts in D(observed ‖ reference). */
public final class Explanation {

    private static final int MOST_BINS = 3;
    /** Bins with less than this part of the divergence are not worth a word. */
    private static final double LEAST_PART = 0.05;

    private Explanation() {}

    /** The bins that moved most, largest part first: at most {@code limit}, each with at least a twentieth of the divergence. */
    public static List<Contribution> topBins(ScoreCard scores, int limit) {
        double total = total(scores);
        return scores.contributions().stream()
                .filter(contribution -> total > 0 && contribution.nats() >= LEAST_PART * total)
                .sorted(Comparator.comparingDouble(Contribution::nats)
                        .reversed()
                        .thenComparingInt(Contribution::bin))
                .limit(limit)
                .toList();
    }

    /** What moved: {@code JFK 1.0 % → 0.14 %, LGA 3.7 % → 0.82 %: 71 % of the divergence}. Empty when nothing did. */
    public static String of(ScoreCard scores) {
        List<Contribution> top = topBins(scores, MOST_BINS);
        if (top.isEmpty()) {
            return "";
        }
        // Not a number where parts are infinite.
        double part = top.stream().mapToDouble(Contribution::nats).sum() / total(scores);
        return top.stream()
                .map(bin -> bin.label() + " " + change(bin))
                .collect(Collectors.joining(
                        ", ", "", Double.isNaN(part) ? "" : ": " + percent(part) + " of the divergence"));
    }

    /** Of a bin its shares; of a coordinate what it did; of what has neither, such as the correlations, only that it changed. */
    private static String change(Contribution contribution) {
        return contribution.shift().map(CoordinateShift::words).orElseGet(() -> {
            double observed = contribution.observedShare();
            double reference = contribution.referenceShare();
            return observed == reference ? "changed" : percent(reference) + " → " + percent(observed);
        });
    }

    /** What is said of a window, in one line. */
    public static String of(WindowResult result) {
        if (result.verdict() instanceof Verdict.Inconclusive inconclusive) {
            return inconclusive.reason() == InconclusiveReason.TOO_FEW_EVENTS
                    ? inconclusive.reason().words() + ": " + inconclusive.observations() + " of "
                            + inconclusive.needed() + " needed"
                    : inconclusive.reason().words();
        }
        return result.scores().map(Explanation::of).orElse("");
    }

    private static double total(ScoreCard scores) {
        return scores.contributions().stream().mapToDouble(Contribution::nats).sum();
    }

    /** A share as people read it: two digits that matter. */
    static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0) {
            return "0 %";
        }
        if (percent < 0.01) {
            return "< 0.01 %";
        }
        String pattern = percent >= 9.95 ? "%.0f %%" : percent >= 0.995 ? "%.1f %%" : "%.2f %%";
        return String.format(Locale.ROOT, pattern, percent);
    }
}

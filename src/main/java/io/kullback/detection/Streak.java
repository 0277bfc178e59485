package io.kullback.detection;

import java.util.List;

/**
 * How many windows in a row one measure of one rule has called drifted.
 *
 * @param length at least 1
 */
public record Streak(DriftRule rule, String measure, int length) {
    public Streak {
        if (length < 1) {
            throw new IllegalArgumentException("a streak has at least 1 window, but its length is " + length);
        }
    }

    private boolean isOf(Evidence evidence) {
        return rule == evidence.rule() && measure.equals(evidence.measure());
    }

    /** The streaks after a further drifted window: those that it continues, and those that it begins. */
    static List<Streak> after(List<Streak> streaks, List<Evidence> findings) {
        return findings.stream()
                .map(finding -> new Streak(finding.rule(), finding.measure(), lengthBefore(streaks, finding) + 1))
                .toList();
    }

    private static int lengthBefore(List<Streak> streaks, Evidence finding) {
        return streaks.stream()
                .filter(streak -> streak.isOf(finding))
                .mapToInt(Streak::length)
                .max()
                .orElse(0);
    }
}

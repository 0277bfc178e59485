package io.kullback.divergence;

/**
 * How counts become the distributions that are compared.
 *
 * @param observedPseudoCount added to every scored bin of the window, at least 0
 * @param referencePseudoCount added to every scored bin of the reference, at least 0
 * @param scoreUnusable whether missing, non-finite and wrongly typed values are bins of the score, each where either side has any, so that a rising null rate is
 *     drift
 */
public record ScoringSettings(double observedPseudoCount, double referencePseudoCount, boolean scoreUnusable) {

    /** The window as counted, the reference with half a count more in every bin (Krichevsky and Trofimov), unusable values scored. */
    public static final ScoringSettings DEFAULT = new ScoringSettings(0, 0.5, true);

    public ScoringSettings {
        requireCount("window", observedPseudoCount);
        requireCount("reference", referencePseudoCount);
    }

    private static void requireCount(String name, double pseudoCount) {
        if (!(pseudoCount >= 0) || Double.isInfinite(pseudoCount)) {
            throw new IllegalArgumentException(
                    "the pseudo-count of the " + name + " must be at least 0, but is " + pseudoCount);
        }
    }
}

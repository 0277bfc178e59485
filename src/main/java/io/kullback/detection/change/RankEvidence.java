package io.kullback.detection.change;

import io.kullback.divergence.StandardNormal;

/**
 * E-values of a window's rank among the windows before it. While the scores are exchangeable the rank is uniform, whatever their law is, so nothing need be
 * known of the events inside a window.
 *
 * <p>The alternative μ moves the normal score of the rank: e(μ) = t / (ge − gt) · [Φ̄(z(ge/t) − μ) − Φ̄(z(gt/t) − μ)], z = Φ̄⁻¹, where of t scores, the new one
 * included, gt are larger than it and ge at least as large. Its mean over the ranks is 1 also with ties.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176325379">Gordon and Pollak, Ann. Statist. 22 (1994) 763–804</a>
 */
final class RankEvidence {

    private RankEvidence() {}

    /**
     * Computes ln e(μ) for each alternative.
     *
     * @param larger gt
     * @param atLeast ge, above gt: the new score is at least as large as itself
     * @param scores t
     * @param shifts μ, one for each alternative
     * @param logE takes the results
     */
    static void logEValues(int larger, int atLeast, int scores, double[] shifts, double[] logE) {
        double from = StandardNormal.upperQuantile((double) atLeast / scores);
        double to = StandardNormal.upperQuantile((double) larger / scores);
        double perRank = (double) scores / (atLeast - larger);
        for (int j = 0; j < shifts.length; j++) {
            double mass = StandardNormal.between(from - shifts[j], to - shifts[j]);
            logE[j] = StrictMath.log(perRank * Math.max(0, mass));
        }
    }
}

package io.kullback.detection.change;

import io.kullback.divergence.StandardNormal;

/** What a value in each of a number's bins is worth on the scale of a normal reference: Σ r s = 0, Σ r s² = 1. Bins for what is no value score 0. */
final class BinScores {

    private static final double VANISHED = 1e-9;

    private BinScores() {}

    /** sᵢ = (dᵢ₋₁ − dᵢ) / rᵢ, scaled; all 0 where one bin holds everything. */
    static double[] location(ReferenceBins reference) {
        double mass = valueMass(reference);
        double[] scores = new double[reference.size()];
        double cumulative = 0;
        double before = 0;
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            cumulative += reference.share(bin) / mass;
            boolean last = bin == reference.valueBins() - 1;
            double density = last
                    ? 0
                    : StandardNormal.density(StandardNormal.upperQuantile(Math.min(1, Math.max(0, 1 - cumulative))));
            scores[bin] = reference.share(bin) > 0 ? (before - density) / reference.share(bin) : 0;
            before = density;
        }
        return standardised(reference, scores);
    }

    /** s² − 1 without its part along s, scaled; all 0 where two bins hold everything. */
    static double[] scale(ReferenceBins reference, double[] location) {
        double[] squares = new double[reference.size()];
        double along = 0;
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            squares[bin] = location[bin] * location[bin] - 1 / valueMass(reference);
            along += reference.share(bin) * squares[bin] * location[bin];
        }
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            squares[bin] -= along * location[bin];
        }
        return standardised(reference, squares);
    }

    private static double valueMass(ReferenceBins reference) {
        double mass = 0;
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            mass += reference.share(bin);
        }
        return mass;
    }

    /** Centred and scaled over the value bins. */
    private static double[] standardised(ReferenceBins reference, double[] scores) {
        double mass = valueMass(reference);
        double mean = 0;
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            mean += reference.share(bin) * scores[bin];
        }
        double variance = 0;
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            scores[bin] -= mean / mass;
            variance += reference.share(bin) * scores[bin] * scores[bin];
        }
        double deviation = Math.sqrt(variance);
        for (int bin = 0; bin < reference.valueBins(); bin++) {
            scores[bin] = deviation < VANISHED ? 0 : scores[bin] / deviation;
        }
        return scores;
    }
}

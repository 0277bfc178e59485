package io.kullback.detection.change;

import io.kullback.divergence.DirichletMultinomial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Alternatives that learn where the windows have gone: each expects the next one to look like the reference, counted κ times, and the windows it remembers, C ← γ
 * (C + n).
 */
final class LearnedBank {

    private final double[] weights;
    private final double[] decays;
    private final double[][] learned;

    /**
     * @param weights κ of each learner, above 0
     * @param decays γ of each, in (0, 1)
     */
    LearnedBank(double[] weights, double[] decays, int bins) {
        this.weights = weights.clone();
        this.decays = decays.clone();
        this.learned = new double[weights.length][bins];
    }

    /** Five learners with half-lives of 1, 4, 16, 64 and 256 windows; κ in windows, to be scaled by their events. */
    static LearnedBank standard(int bins) {
        double[] halfLives = {1, 4, 16, 64, 256};
        double[] decays = new double[halfLives.length];
        for (int learner = 0; learner < decays.length; learner++) {
            decays[learner] = StrictMath.pow(2, -1 / halfLives[learner]);
        }
        return new LearnedBank(new double[] {1, 2, 8, 32, 128}, decays, bins);
    }

    int size() {
        return weights.length;
    }

    /**
     * ln DM(n; κ · scale · r + C) of each learner, without the multinomial coefficient.
     *
     * @param shares r of what is expected while nothing changes
     * @param scale what the κ are multiplied by
     * @param logMasses takes the results
     */
    void logMasses(long[] counts, double[] shares, double scale, double[] logMasses) {
        double[] parameters = new double[shares.length];
        for (int learner = 0; learner < weights.length; learner++) {
            for (int bin = 0; bin < parameters.length; bin++) {
                parameters[bin] = weights[learner] * scale * shares[bin] + learned[learner][bin];
            }
            logMasses[learner] = DirichletMultinomial.logMass(counts, parameters);
        }
    }

    /** Learns a window, after it was judged. */
    void learn(long[] counts) {
        for (int learner = 0; learner < weights.length; learner++) {
            for (int bin = 0; bin < counts.length; bin++) {
                learned[learner][bin] = decays[learner] * (learned[learner][bin] + counts[bin]);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        for (double[] counts : learned) {
            for (double count : counts) {
                out.writeDouble(count);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (double[] counts : learned) {
            for (int bin = 0; bin < counts.length; bin++) {
                counts[bin] = in.readDouble();
            }
        }
    }
}

package io.kullback.detection.change;

import io.kullback.divergence.DirichletMultinomial;
import io.kullback.divergence.Sum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The predictive law of a window of independent events, given the reference and all windows since: Dirichlet-multinomial with parameters u = m + prior + Σ n. It
 * learns the windows as well, because a reference that is only a sample is off by a little that would else add up.
 */
final class LearnedNull {

    private final double[] parameters;

    /** @param parameters u to start with, above 0 each */
    LearnedNull(double[] parameters) {
        this.parameters = parameters.clone();
    }

    /** ln DM(n; u), without the multinomial coefficient. */
    double logMass(long[] counts) {
        return DirichletMultinomial.logMass(counts, parameters);
    }

    /** ln DM(n; U q) / DM(n; u) for a tilt of the law: q ∝ u exp(tilt), U = Σ u. */
    double logTiltedRatio(long[] counts, double[] tilt, double logMass) {
        double[] tilted = new double[parameters.length];
        Sum sum = new Sum();
        for (int bin = 0; bin < tilted.length; bin++) {
            tilted[bin] = parameters[bin] * StrictMath.exp(tilt[bin]);
            sum.add(tilted[bin]);
        }
        double scale = total() / sum.value();
        for (int bin = 0; bin < tilted.length; bin++) {
            tilted[bin] *= scale;
        }
        return DirichletMultinomial.logMass(counts, tilted) - logMass;
    }

    /** U, the events that the law rests on. */
    double total() {
        Sum sum = new Sum();
        for (double parameter : parameters) {
            sum.add(parameter);
        }
        return sum.value();
    }

    /** u / U. */
    double[] shares() {
        double total = total();
        double[] shares = new double[parameters.length];
        for (int bin = 0; bin < shares.length; bin++) {
            shares[bin] = parameters[bin] / total;
        }
        return shares;
    }

    void learn(long[] counts) {
        for (int bin = 0; bin < counts.length; bin++) {
            parameters[bin] += counts[bin];
        }
    }

    void write(DataOutput out) throws IOException {
        for (double parameter : parameters) {
            out.writeDouble(parameter);
        }
    }

    void read(DataInput in) throws IOException {
        for (int bin = 0; bin < parameters.length; bin++) {
            parameters[bin] = in.readDouble();
        }
    }
}

package io.kullback.detection.change;

import io.kullback.divergence.Sum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a window's score tells of the next one's: y = (x − mean) / sd, and y less Σ φᵢ yₜ₋ᵢ is new.
 *
 * <p>Fitted to a baseline by Levinson and Durbin's recursion on the autocovariances Σ yₜ yₜ₊ₕ / B; the order is the one with the least B ln s² + p ln B.
 */
final class AutoRegression {

    /** Highest order. */
    static final int MOST = 8;

    /** Nothing known: every score is taken as it is. */
    static final AutoRegression NONE = new AutoRegression(0, 1, new double[0], 1);

    private final double mean;
    private final double deviation;
    private final double[] coefficients;
    private final double innovation;

    private AutoRegression(double mean, double deviation, double[] coefficients, double innovation) {
        this.mean = mean;
        this.deviation = deviation;
        this.coefficients = coefficients;
        this.innovation = innovation;
    }

    /** The highest order that a baseline of so many windows bears: min(8, B / 20). */
    static int mostFor(int baseline) {
        return Math.min(MOST, baseline / 20);
    }

    /** A fit to a baseline; scores that are all equal give a deviation of 0 and no coefficients. */
    static AutoRegression fit(double[] scores, int maxOrder) {
        int length = scores.length;
        Sum total = new Sum();
        for (double score : scores) {
            total.add(score);
        }
        double mean = total.value() / length;
        Sum squares = new Sum();
        for (double score : scores) {
            squares.add((score - mean) * (score - mean));
        }
        double deviation = Math.sqrt(squares.value() / length);
        if (!(deviation > 1e-9 * Math.abs(mean)) || deviation < 1e-12) {
            return new AutoRegression(mean, 0, new double[0], 0);
        }
        double[] y =
                Arrays.stream(scores).map(score -> (score - mean) / deviation).toArray();
        double[] covariances = new double[maxOrder + 1];
        for (int lag = 0; lag <= maxOrder; lag++) {
            Sum products = new Sum();
            for (int t = 0; t + lag < length; t++) {
                products.add(y[t] * y[t + lag]);
            }
            covariances[lag] = products.value() / length;
        }
        return levinsonDurbin(mean, deviation, covariances, length);
    }

    private static AutoRegression levinsonDurbin(double mean, double deviation, double[] covariances, int length) {
        double error = covariances[0];
        double[] coefficients = new double[0];
        AutoRegression best = new AutoRegression(mean, deviation, coefficients, Math.sqrt(error));
        double least = length * StrictMath.log(error);
        for (int order = 1; order < covariances.length; order++) {
            double unexplained = covariances[order];
            for (int i = 0; i < order - 1; i++) {
                unexplained -= coefficients[i] * covariances[order - 1 - i];
            }
            double reflection = unexplained / error;
            double[] next = Arrays.copyOf(coefficients, order);
            for (int i = 0; i < order - 1; i++) {
                next[i] = coefficients[i] - reflection * coefficients[order - 2 - i];
            }
            next[order - 1] = reflection;
            coefficients = next;
            error *= 1 - reflection * reflection;
            if (!(error > 0)) {
                break;
            }
            double criterion = length * StrictMath.log(error) + order * StrictMath.log(length);
            if (criterion < least) {
                least = criterion;
                best = new AutoRegression(mean, deviation, coefficients, Math.sqrt(error));
            }
        }
        return best;
    }

    /** Whether the baseline's scores were all the same, so that nothing can be ranked. */
    boolean isConstant() {
        return deviation == 0;
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return deviation;
    }

    int order() {
        return coefficients.length;
    }

    double[] coefficients() {
        return coefficients.clone();
    }

    /** (x − mean) / sd. */
    double standardised(double score) {
        return (score - mean) / deviation;
    }

    /**
     * What is new in a standardised score.
     *
     * @param tail the standardised scores before it, newest first; missing ones are 0
     */
    double whitened(double standardised, double[] tail) {
        double value = standardised;
        for (int i = 0; i < coefficients.length; i++) {
            value -= coefficients[i] * tail[i];
        }
        return value;
    }

    /** The lasting shift of the score that moves the whitened one by one of its standard deviations. */
    double shiftPerDeviation() {
        double gain = 1;
        for (double coefficient : coefficients) {
            gain -= coefficient;
        }
        return deviation * innovation / Math.max(gain, 1e-3);
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(mean);
        out.writeDouble(deviation);
        out.writeDouble(innovation);
        out.writeByte(coefficients.length);
        for (double coefficient : coefficients) {
            out.writeDouble(coefficient);
        }
    }

    static AutoRegression read(DataInput in) throws IOException {
        double mean = in.readDouble();
        double deviation = in.readDouble();
        double innovation = in.readDouble();
        double[] coefficients = new double[in.readUnsignedByte()];
        for (int i = 0; i < coefficients.length; i++) {
            coefficients[i] = in.readDouble();
        }
        return new AutoRegression(mean, deviation, coefficients, innovation);
    }
}

package io.kullback.detection.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Two directions in the space of a window's residuals (nᵢ − N rᵢ) / √(N rᵢ), each of length 1 or absent, in which drift is looked for one by one.
 *
 * <p>For bins along a line they are location and scale: with z and d the normal quantile and density at the reference's cumulative shares, the score of a bin is
 * (dᵢ₋₁ − dᵢ) / rᵢ, the mean of a normal value in it; scale is its square less the mean, made orthogonal to location. Bins for what is no value have no place on
 * the line and score 0. For categories they are the two leading principal axes of a baseline: along them the mix wanders anyway.
 */
final class BinAxes {

    private static final double VANISHED = 1e-9;

    private final double[] location;
    private final double[] scale;

    private BinAxes(double[] location, double[] scale) {
        this.location = location;
        this.scale = scale;
    }

    /** Location and scale of ordered bins. */
    static BinAxes ordered(ReferenceBins reference) {
        double[] location = new double[reference.size()];
        double[] scale = new double[reference.size()];
        double[] scores = BinScores.location(reference);
        double[] squares = BinScores.scale(reference, scores);
        for (int bin = 0; bin < location.length; bin++) {
            location[bin] = scores[bin] * Math.sqrt(reference.share(bin));
            scale[bin] = squares[bin] * Math.sqrt(reference.share(bin));
        }
        return new BinAxes(location, scale);
    }

    /** The two leading principal axes of a baseline's residuals about their mean. */
    static BinAxes principal(ReferenceBins reference, List<BaselineWindow> baseline) {
        double[][] residuals = new double[baseline.size()][];
        for (int t = 0; t < residuals.length; t++) {
            residuals[t] = residuals(reference, baseline.get(t).counts());
        }
        double[][] axes = PrincipalAxes.leadingTwo(residuals);
        return new BinAxes(axes[0], axes[1]);
    }

    private static double[] residuals(ReferenceBins reference, long[] counts) {
        double events = reference.events(counts);
        double[] residuals = new double[counts.length];
        for (int bin = 0; bin < counts.length; bin++) {
            double expected = events * reference.share(bin);
            residuals[bin] = expected > 0 ? (counts[bin] - expected) / Math.sqrt(expected) : 0;
        }
        return residuals;
    }

    /** Scores of a window: its residuals' parts along the two axes and the square of what remains. */
    WindowScores score(ReferenceBins reference, long[] counts) {
        double[] residuals = residuals(reference, counts);
        double a = 0;
        double b = 0;
        double squares = 0;
        for (int bin = 0; bin < residuals.length; bin++) {
            a += residuals[bin] * location[bin];
            b += residuals[bin] * scale[bin];
            squares += residuals[bin] * residuals[bin];
        }
        double rest = restDegreesOfFreedom(reference) > 0 ? squares - a * a - b * b : 0;
        return new WindowScores(a, b, rest, reference.events(counts));
    }

    /** Dimensions that the axes leave: k − 3 when both are there. */
    int restDegreesOfFreedom(ReferenceBins reference) {
        return reference.used() - 1 - (isAbsent(location) ? 0 : 1) - (isAbsent(scale) ? 0 : 1);
    }

    private static boolean isAbsent(double[] axis) {
        double square = 0;
        for (double part : axis) {
            square += part * part;
        }
        return square < VANISHED;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(location.length);
        for (int bin = 0; bin < location.length; bin++) {
            out.writeDouble(location[bin]);
            out.writeDouble(scale[bin]);
        }
    }

    static BinAxes read(DataInput in) throws IOException {
        double[] location = new double[in.readInt()];
        double[] scale = new double[location.length];
        for (int bin = 0; bin < location.length; bin++) {
            location[bin] = in.readDouble();
            scale[bin] = in.readDouble();
        }
        return new BinAxes(location, scale);
    }
}

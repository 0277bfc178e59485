package io.kullback.detection.change;

/** The directions in which a set of vectors varies most about its mean. */
final class PrincipalAxes {

    private static final int MOST_STEPS = 300;
    private static final double SETTLED = 1e-12;
    private static final double VANISHED = 1e-12;

    private PrincipalAxes() {}

    /**
     * The two leading ones by orthogonal iteration, each of length 1, its largest part positive; zeros where the vectors do not vary.
     *
     * <p>Where two directions vary almost equally the iteration stops somewhere between them: any such direction serves, as long as it is always the same.
     */
    static double[][] leadingTwo(double[][] vectors) {
        double[][] centred = centred(vectors);
        double[] first = longest(centred);
        normalise(first);
        double[][] rest = new double[centred.length][];
        for (int t = 0; t < rest.length; t++) {
            rest[t] = centred[t].clone();
            removeFrom(rest[t], first);
        }
        double[] second = longest(rest);
        normalise(second);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] nextFirst = image(centred, first);
            normalise(nextFirst);
            double[] nextSecond = image(centred, second);
            removeFrom(nextSecond, nextFirst);
            normalise(nextSecond);
            double moved = distance(first, nextFirst) + distance(second, nextSecond);
            first = nextFirst;
            second = nextSecond;
            if (moved < SETTLED) {
                break;
            }
        }
        turn(first);
        turn(second);
        return new double[][] {first, second};
    }

    private static double[][] centred(double[][] vectors) {
        int size = vectors[0].length;
        double[] mean = new double[size];
        for (double[] row : vectors) {
            for (int i = 0; i < size; i++) {
                mean[i] += row[i] / vectors.length;
            }
        }
        double[][] centred = new double[vectors.length][size];
        for (int t = 0; t < vectors.length; t++) {
            for (int i = 0; i < size; i++) {
                centred[t][i] = vectors[t][i] - mean[i];
            }
        }
        return centred;
    }

    private static double[] longest(double[][] vectors) {
        int longest = 0;
        for (int t = 1; t < vectors.length; t++) {
            longest = square(vectors[t]) > square(vectors[longest]) ? t : longest;
        }
        return vectors[longest].clone();
    }

    private static double square(double[] vector) {
        double square = 0;
        for (double part : vector) {
            square += part * part;
        }
        return square;
    }

    /** The covariance times a vector, row by row: the k² covariances are never formed. */
    private static double[] image(double[][] rows, double[] vector) {
        double[] image = new double[vector.length];
        for (double[] row : rows) {
            double along = 0;
            for (int i = 0; i < row.length; i++) {
                along += row[i] * vector[i];
            }
            for (int i = 0; i < row.length; i++) {
                image[i] += along * row[i] / rows.length;
            }
        }
        return image;
    }

    private static void removeFrom(double[] vector, double[] axis) {
        double along = 0;
        for (int i = 0; i < vector.length; i++) {
            along += vector[i] * axis[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= along * axis[i];
        }
    }

    private static void normalise(double[] vector) {
        double length = Math.sqrt(square(vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] = length < VANISHED ? 0 : vector[i] / length;
        }
    }

    private static double distance(double[] one, double[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    private static void turn(double[] axis) {
        int largest = 0;
        for (int i = 1; i < axis.length; i++) {
            largest = Math.abs(axis[i]) > Math.abs(axis[largest]) ? i : largest;
        }
        for (int i = 0; i < axis.length && axis[largest] < 0; i++) {
            axis[i] = i == largest ? axis[i] : -axis[i];
        }
        axis[largest] = Math.abs(axis[largest]);
    }
}

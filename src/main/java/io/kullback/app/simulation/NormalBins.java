package io.kullback.app.simulation;

import io.kullback.divergence.StandardNormal;

/** Ten bins that a standard normal value falls into equally often. */
final class NormalBins {

    static final int COUNT = 10;
    private static final double[] EDGES = edges();

    private NormalBins() {}

    private static double[] edges() {
        double[] edges = new double[COUNT - 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = StandardNormal.upperQuantile(1 - (i + 1.0) / COUNT);
        }
        return edges;
    }

    /** Cumulative shares of the bins for a normal value of the given mean and deviation. */
    static double[] cumulative(double mean, double deviation) {
        double[] cumulative = new double[COUNT];
        for (int bin = 0; bin < EDGES.length; bin++) {
            cumulative[bin] = 1 - StandardNormal.upperTail((EDGES[bin] - mean) / deviation);
        }
        cumulative[COUNT - 1] = 1;
        return cumulative;
    }

    static int bin(double value) {
        int bin = 0;
        while (bin < EDGES.length && value >= EDGES[bin]) {
            bin++;
        }
        return bin;
    }
}

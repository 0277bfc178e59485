package io.kullback.histogram;

import java.util.List;

/** Moments for tests, made as a pipeline makes them: by tallies that are merged. */
public final class VectorMoments {

    private VectorMoments() {}

    /** The moments of rows. */
    public static Moments of(double[][] rows) {
        return ofPartitions(List.<double[][]>of(rows));
    }

    /** The moments of all rows of several parts, each counted for itself and then merged. */
    public static Moments ofPartitions(List<double[][]> partitions) {
        VectorBinning binning = new VectorBinning(partitions.get(0)[0].length);
        Tally merged = binning.newTally();
        for (double[][] rows : partitions) {
            Tally tally = binning.newTally();
            for (double[] row : rows) {
                tally.addVector(row, row.length);
            }
            merged.merge(tally);
        }
        return merged.over(binning).moments().orElseThrow();
    }

    /** The moments of posteriors: of the aggregate, then of the records' divergence. */
    public static Moments ofPosteriors(double[][] mean, double[][] logVariance) {
        PosteriorBinning binning = PosteriorBinning.of(mean[0].length);
        Tally tally = binning.newTally();
        for (int i = 0; i < mean.length; i++) {
            tally.addPosterior(mean[i], mean[i].length, logVariance[i], logVariance[i].length);
        }
        return tally.over(binning).moments().orElseThrow();
    }
}

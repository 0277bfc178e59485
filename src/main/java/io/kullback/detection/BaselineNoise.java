package io.kullback.detection;

import io.kullback.divergence.Distribution;
import io.kullback.divergence.DivergenceCatalog;
import io.kullback.divergence.Smoothing;
import java.util.List;
import java.util.Optional;

/**
 * How much windows differ from one another while nothing changes: mean and variance of G over a baseline.
 *
 * <p>G is taken of each window against all windows of the baseline together, not against the reference. So a series that lies apart from its reference from the
 * start on does not hide that from {@link LevelRule}: only its restlessness counts as noise. With B independent windows of N events E[G] = (k − 1)(1 − N / ΣN),
 * which is divided out.
 */
final class BaselineNoise {

    /** Fewer windows tell next to nothing of a variance. */
    static final int FEWEST_WINDOWS = 10;

    private BaselineNoise() {}

    /** Mean and variance of G over the windows' counts; empty if they are too few, or do not differ at all. */
    static Optional<NullMoments> of(List<long[]> windows) {
        if (windows.size() < FEWEST_WINDOWS) {
            return Optional.empty();
        }
        long[] pooled = new long[windows.get(0).length];
        double events = 0;
        for (long[] window : windows) {
            for (int bin = 0; bin < pooled.length; bin++) {
                pooled[bin] += window[bin];
                events += window[bin];
            }
        }
        Distribution all = Distribution.of(pooled, Smoothing.NONE).orElseThrow();
        double[] statistics = new double[windows.size()];
        for (int t = 0; t < statistics.length; t++) {
            statistics[t] = statistic(windows.get(t), all, events);
        }
        return moments(statistics);
    }

    private static double statistic(long[] window, Distribution all, double events) {
        double inWindow = 0;
        for (long count : window) {
            inWindow += count;
        }
        Distribution observed = Distribution.of(window, Smoothing.NONE).orElseThrow();
        return 2 * inWindow * DivergenceCatalog.KL.between(observed, all) / (1 - inWindow / events);
    }

    /**
     * Moments of statistics that were observed while nothing changed. Never less spread than χ² of the same mean: a variance of few windows is a rough guess, and
     * to guess it too small costs false alarms.
     */
    static Optional<NullMoments> moments(double[] statistics) {
        double sum = 0;
        for (double statistic : statistics) {
            sum += statistic;
        }
        double mean = sum / statistics.length;
        double squares = 0;
        for (double statistic : statistics) {
            squares += (statistic - mean) * (statistic - mean);
        }
        double variance = Math.max(2 * mean, squares / (statistics.length - 1));
        return mean > 0 && Double.isFinite(variance) ? Optional.of(new NullMoments(mean, variance)) : Optional.empty();
    }
}

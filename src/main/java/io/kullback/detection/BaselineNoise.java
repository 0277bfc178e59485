package io.kullback.detection;

import io.kullback.detection.change.NullMoments;
import io.kullback.detection.change.ReferenceBins;
import io.kullback.divergence.Distribution;
import io.kullback.divergence.DivergenceCatalog;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.Smoothing;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.VectorBinning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much windows differ from one another while nothing changes: mean and variance of G over a baseline.
 *
 * <p>G is taken of each window against all windows of the baseline together, not against the reference. So a series that lies apart from its reference from the
 * start on does not hide that from {@link LevelRule}: only its restlessness counts as noise. With B independent windows of N events E[G] = (k − 1)(1 − N / ΣN),
 * which is divided out.
 */
public final class BaselineNoise {

    /** Fewer windows tell next to nothing of a variance. */
    public static final int FEWEST_WINDOWS = 10;

    private BaselineNoise() {}

    /**
     * How much the windows of a reference's own time differ: of those that have enough events, the first ones, as many as a baseline holds.
     *
     * @param reference counts of the whole time, whose bins the windows have too
     * @param windows whole windows that do not overlap, in order of time
     * @param size how long each is
     * @param settings say how many events are enough, and how many windows a baseline holds
     * @return empty if fewer than {@value #FEWEST_WINDOWS} windows have enough events, and for vectors, whose noise is known without
     */
    public static Optional<Restlessness> measure(
            Histogram reference,
            List<Histogram> windows,
            Duration size,
            DecisionSettings settings,
            ScoringSettings scoring) {
        if (reference.binning() instanceof VectorBinning) {
            return Optional.empty();
        }
        ReferenceBins bins = ReferenceBins.watched(reference, scoring);
        List<long[]> counts = windows.stream()
                .filter(window -> window.usable() >= settings.minEvents())
                .limit(settings.change().baseline())
                .map(bins::scored)
                .toList();
        if (counts.size() < FEWEST_WINDOWS) {
            return Optional.empty();
        }
        return Optional.of(of(counts)
                .map(moments -> new Restlessness(moments.mean(), moments.variance(), counts.size(), size))
                .orElseGet(() -> new Restlessness(0, 0, counts.size(), size)));
    }

    /** Whether what a reference knows tells how much windows of a size differ: it must be of such windows, and of enough. */
    public static boolean isOf(Restlessness known, Duration size) {
        return known.windows() >= FEWEST_WINDOWS && known.window().equals(size);
    }

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

package io.kullback.app.simulation;

import io.kullback.detection.ChangeDetector;
import io.kullback.detection.ChangeSettings;
import io.kullback.detection.LevelRule;
import io.kullback.detection.NullMoments;
import io.kullback.detection.ReferenceBins;
import io.kullback.detection.Season;
import io.kullback.divergence.Distribution;
import io.kullback.divergence.Divergence;
import io.kullback.divergence.DivergenceCatalog;
import io.kullback.divergence.KlEstimator;
import io.kullback.divergence.OrderedBins;
import io.kullback.divergence.Smoothing;
import java.time.Duration;
import java.util.Arrays;

/** What may raise an alarm: the two rules of Kullback, each with a budget of one false alarm in 10,000 windows, and the usual fixed thresholds. */
enum Rule {
    CHANGE_2016("change, B 2016") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return change(reference, 2016, Season.NONE);
        }
    },
    CHANGE_2016_DAILY("change, B 2016, daily") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return change(reference, 2016, Season.DAILY);
        }
    },
    CHANGE_100("change, B 100") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return change(reference, 100, Season.NONE);
        }
    },
    LEVEL_0("level > 0") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return level(reference, shares, 0);
        }
    },
    LEVEL_02("level > 0.02") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return level(reference, shares, .02);
        }
    },
    KL_1("KL > 0.1") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return threshold(DivergenceCatalog.KL, shares, .1);
        }
    },
    PSI_1("PSI > 0.1") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return threshold(DivergenceCatalog.PSI, shares, .1);
        }
    },
    PSI_25("PSI > 0.25") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return threshold(DivergenceCatalog.PSI, shares, .25);
        }
    },
    JS_1("JS dist. > 0.1") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return threshold(DivergenceCatalog.JS_DISTANCE, shares, .1);
        }
    },
    KS_05("KS p < .05") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            Distribution expected = distribution(shares);
            return (index, start, counts) -> OrderedBins.kolmogorovSmirnovPValue(
                            OrderedBins.kolmogorovSmirnov(distribution(counts), expected), total(counts))
                    < .05;
        }
    };

    /** Windows before the first one that is judged: a week of five-minute windows. */
    static final int WARM_UP = 2016;

    /** One false alarm in so many windows is allowed to each rule. */
    static final double WINDOWS_PER_ALARM = 10_000;

    static final Duration ADVANCE = Duration.ofMinutes(5);

    private final String title;

    Rule(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** One that has seen nothing. */
    abstract Judge judge(ReferenceBins reference, double[] shares);

    /** A rule at work on one series. */
    @FunctionalInterface
    interface Judge {
        /** Whether a window raises an alarm. */
        boolean alarms(int index, long start, long[] counts);
    }

    static ChangeSettings settings(int baseline, Season season) {
        return new ChangeSettings(1 / WINDOWS_PER_ALARM, baseline, season, ADVANCE);
    }

    /** A detector whose baseline ends with the warm-up. */
    private static Judge change(ReferenceBins reference, int baseline, Season season) {
        ChangeDetector detector = ChangeDetector.of(settings(baseline, season), reference);
        return (index, start, counts) -> index >= WARM_UP - baseline
                && detector.observe(start, counts, false).alarm().isPresent();
    }

    /** Rule B with the moments of a baseline as long as the warm-up. */
    private static Judge level(ReferenceBins reference, double[] shares, double minKl) {
        ChangeDetector baseline = ChangeDetector.of(settings(WARM_UP, Season.NONE), reference);
        Distribution expected = distribution(shares);
        return (index, start, counts) -> {
            if (index < WARM_UP) {
                baseline.observe(start, counts, false);
                return false;
            }
            NullMoments law = baseline.nullMoments().orElseThrow();
            Distribution observed = distribution(counts);
            double events = total(counts);
            return LevelRule.isBeyond(
                    DivergenceCatalog.KL.between(observed, expected),
                    KlEstimator.standardError(observed, expected, events),
                    events,
                    law,
                    minKl,
                    1 / WINDOWS_PER_ALARM);
        };
    }

    private static Judge threshold(Divergence divergence, double[] shares, double limit) {
        Distribution expected = distribution(shares);
        return (index, start, counts) -> divergence.between(distribution(counts), expected) > limit;
    }

    private static Distribution distribution(double[] shares) {
        return Distribution.of(shares, Smoothing.NONE).orElseThrow();
    }

    private static Distribution distribution(long[] counts) {
        return Distribution.of(counts, Smoothing.NONE).orElseThrow();
    }

    private static double total(long[] counts) {
        return Arrays.stream(counts).sum();
    }
}

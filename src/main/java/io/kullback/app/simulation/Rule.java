package io.kullback.app.simulation;

import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.DriftRule;
import io.kullback.detection.SeriesDecider;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.change.ChangeDetector;
import io.kullback.detection.change.ChangeSettings;
import io.kullback.detection.change.ReferenceBins;
import io.kullback.detection.change.Season;
import io.kullback.divergence.Distribution;
import io.kullback.divergence.Divergence;
import io.kullback.divergence.DivergenceCatalog;
import io.kullback.divergence.OrderedBins;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.Smoothing;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

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
    LEVEL_0("level > 0, B 100") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return level(shares, 0);
        }
    },
    LEVEL_02("level > 0.02, B 100") {
        @Override
        Judge judge(ReferenceBins reference, double[] shares) {
            return level(shares, .02);
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

    /** So many that their own sampling noise is nothing beside that of a window. */
    private static final double REFERENCE_EVENTS = 1e9;

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

    /** Rule B as a monitor runs it, with a baseline of a hundred windows. */
    private static Judge level(double[] shares, double minKl) {
        NumberBinning bins = NumberBinning.ofEdges(
                IntStream.range(1, shares.length).mapToDouble(edge -> edge).toArray());
        long[] reference = Arrays.stream(shares)
                .mapToLong(share -> Math.round(share * REFERENCE_EVENTS))
                .toArray();
        // Half of a budget is rule B's.
        DecisionSettings settings = new DecisionSettings(2, ADVANCE.multipliedBy((long) WINDOWS_PER_ALARM), minKl, 1);
        WindowPlan plan = WindowPlan.tumbling(ADVANCE, Duration.ZERO, ADVANCE);
        Histogram expected = Histogram.ofValues(bins, reference);
        SeriesDecider decider = new SeriesDecider(
                new SeriesId("simulation", Reference.WHOLE, "x"), settings, plan, ScoringSettings.DEFAULT, expected);
        return (index, start, counts) -> {
            if (index < WARM_UP - ChangeRule.DEFAULT.baseline()) {
                return false;
            }
            Histogram observed = Histogram.ofValues(bins, counts);
            Verdict verdict = decider.decide(
                            plan.window(start), observed, Scorer.score(observed, expected, ScoringSettings.DEFAULT))
                    .verdict();
            return verdict instanceof Verdict.Drifted drifted && drifted.rules().contains(DriftRule.LEVEL);
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

package io.kullback.app.simulation;

import io.kullback.detection.DecisionSettings;
import io.kullback.detection.SeriesDecider;
import io.kullback.detection.SeriesId;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What it costs to measure and to decide one window of one feature, and what is kept of a series. */
final class DecisionCost {

    private static final int BINS = 20;
    private static final int WINDOWS = 20_000;
    private static final int WARM_UP = 5_000;

    private final NumberBinning bins = NumberBinning.ofEdges(
            IntStream.range(1, BINS).mapToDouble(edge -> edge).toArray());
    private final WindowPlan plan = WindowPlan.tumbling(Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1));

    /** Measured on this machine, now. */
    String text(long seed) throws IOException {
        long[] counts = new long[BINS];
        Arrays.fill(counts, 10_000);
        Histogram reference = Histogram.ofValues(bins, counts);
        SeriesDecider decider = new SeriesDecider(
                new SeriesId("simulation", Reference.WHOLE, "x"),
                DecisionSettings.DEFAULT,
                plan,
                ScoringSettings.DEFAULT,
                reference);
        Chance chance = new Chance(seed);
        long measuring = 0;
        long deciding = 0;
        for (int index = 0; index < WINDOWS; index++) {
            Histogram observed = Histogram.ofValues(bins, window(chance));
            long start = System.nanoTime();
            Optional<ScoreCard> scores = Scorer.score(observed, reference, ScoringSettings.DEFAULT);
            long measured = System.nanoTime();
            decider.decide(plan.window(index * plan.size().toMillis()), observed, scores);
            long decided = System.nanoTime();
            if (index >= WARM_UP) {
                measuring += measured - start;
                deciding += decided - measured;
            }
        }
        int windows = WINDOWS - WARM_UP;
        return String.format(
                Locale.ROOT,
                "%d bins, 1,000 events: %.0f µs to measure a window, %.0f µs to decide about it; of a series are kept %d bytes that change"
                        + " with each window, %d that seldom do, and %d for each window remembered",
                BINS,
                measuring / 1e3 / windows,
                deciding / 1e3 / windows,
                size(decider::writeHead),
                size(decider::writeFit),
                decider.journalEntry(decider.journalSize() - 1).length);
    }

    private static long[] window(Chance chance) {
        long[] counts = new long[BINS];
        for (int event = 0; event < 1_000; event++) {
            counts[(int) (chance.uniform() * BINS)]++;
        }
        return counts;
    }

    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static int size(Writer writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(bytes));
        return bytes.size();
    }
}

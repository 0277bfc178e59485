package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnchangedWindowTest {

    private static final double EXACT = Double.POSITIVE_INFINITY;
    private static final ScoringSettings FILLED = new ScoringSettings(0, 0.01, false);

    /**
     * False alarms per window of unchanged data, simulated apart from this project (statistics.md §2): two digits, so half a hundredth is rounding. That
     * simulation put a share of 1e-4 in empty bins; a pseudo-count of a hundredth does the same at N = 100, and where N is larger no bin is empty. The rest of
     * the tolerance is the gamma law's.
     */
    @ParameterizedTest(name = "{3} > {4} at k = {0}, N = {1}, M = {2}")
    @CsvSource({
        "10, 100, Infinity, kl, 0.1, 0.02",
        "10, 100, Infinity, psi, 0.1, 0.39",
        "10, 100, Infinity, psi, 0.2, 0.03",
        "10, 100, Infinity, psi, 0.25, 0.01",
        "10, 100, Infinity, js_distance, 0.1, 0.57",
        "10, 1000, Infinity, kl, 0.1, 0",
        "10, 1000, Infinity, psi, 0.1, 0",
        "30, 100, Infinity, kl, 0.1, 0.92",
        "30, 100, Infinity, psi, 0.1, 1",
        "30, 100, Infinity, psi, 0.2, 0.95",
        "30, 100, Infinity, psi, 0.25, 0.85",
        "30, 100, Infinity, js_distance, 0.1, 1",
        "100, 100, Infinity, kl, 0.1, 1",
        "100, 1000, Infinity, kl, 0.1, 0",
        "100, 1000, Infinity, psi, 0.1, 0.60",
        "100, 1000, Infinity, js_distance, 0.1, 0.94",
        "100, 10000, Infinity, psi, 0.1, 0",
        "10, 1000, 1000, psi, 0.1, 0",
        "30, 1000, 1000, psi, 0.1, 0.01",
        "30, 1000, 1000, js_distance, 0.1, 0.09",
        "100, 100, 1000, kl, 0.1, 1",
        "100, 1000, 1000, kl, 0.1, 0.60",
        "100, 1000, 1000, psi, 0.1, 1",
        "100, 1000, 1000, psi, 0.2, 0.60",
        "100, 1000, 1000, psi, 0.25, 0.11",
        "100, 1000, 1000, js_distance, 0.1, 1",
        "100, 1000000, 1000, psi, 0.1, 0.60",
        "100, 1000000, 1000, js_distance, 0.1, 0.94",
        "100, 1000000, 10000, psi, 0.1, 0"
    })
    void givesTheFalseAlarmRatesThatWereSimulated(
            int bins, long observations, double reference, String divergence, double above, double simulated) {
        UnchangedWindow window = new UnchangedWindow(bins, observations, reference, FILLED);
        assertThat(window.probabilityAbove(divergence, above).orElseThrow()).isCloseTo(simulated, within(0.03));
    }

    @ParameterizedTest(name = "k = {0}, N = {1}, M = {2}")
    @CsvSource({"10, 100, 1000000", "10, 1000, 5000", "20, 200, 400", "5, 5000, 4000", "30, 300, 100000"})
    void everyDivergenceOfUnchangedWindowsIsExceededAsOftenAsIsSaid(int bins, long observations, long reference) {
        int runs = 2_000;
        Random random = new Random(20261125);
        UnchangedWindow window = new UnchangedWindow(bins, observations, reference, ScoringSettings.DEFAULT);
        NumberBinning binning = NumberBinning.ofEdges(
                IntStream.range(1, bins).mapToDouble(edge -> edge).toArray());
        Map<String, double[]> drawn = new LinkedHashMap<>();
        DivergenceCatalog.ALL.forEach(divergence -> drawn.put(divergence.name(), new double[runs]));
        for (int run = 0; run < runs; run++) {
            ScoreCard scores = Scorer.score(
                            Histogram.ofValues(binning, draw(random, bins, observations)),
                            Histogram.ofValues(binning, draw(random, bins, reference)),
                            ScoringSettings.DEFAULT)
                    .orElseThrow();
            for (Map.Entry<String, double[]> values : drawn.entrySet()) {
                values.getValue()[run] = scores.value(values.getKey()).orElseThrow();
            }
        }
        drawn.forEach((name, values) -> {
            double threshold = exceededByOneInTen(values);
            double share =
                    Arrays.stream(values).filter(value -> value > threshold).count() / (double) runs;
            // Three standard errors of the share, 0.02, and half as much for the gamma law.
            assertThat(window.probabilityAbove(name, threshold).orElseThrow())
                    .as(name)
                    .isCloseTo(share, within(0.03));
        });
    }

    /** Halfway between two neighbouring values, so that it does not matter on which side of a threshold equality is. */
    private static double exceededByOneInTen(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int upper = sorted.length * 9 / 10;
        while (sorted[upper] == sorted[upper - 1]) {
            upper++;
        }
        return (sorted[upper - 1] + sorted[upper]) / 2;
    }

    /** Independent binomial draws, conditioned one after the other: normal approximations would blur what is tested. */
    private static long[] draw(Random random, int bins, long total) {
        long[] counts = new long[bins];
        if (total <= 10_000) {
            for (long event = 0; event < total; event++) {
                counts[random.nextInt(bins)]++;
            }
            return counts;
        }
        // Large references: the rounded normal is off by far less than the window's own noise.
        long left = total;
        for (int bin = 0; bin < bins - 1; bin++) {
            double share = 1.0 / (bins - bin);
            long count = Math.round(left * share + random.nextGaussian() * Math.sqrt(left * share * (1 - share)));
            counts[bin] = count;
            left -= count;
        }
        counts[bins - 1] = left;
        return counts;
    }

    @Test
    void kolmogorovsLawBoundsTheBinnedDistance() {
        int runs = 4_000;
        Random random = new Random(7);
        UnchangedWindow window = new UnchangedWindow(10, 500, EXACT, ScoringSettings.DEFAULT);
        double[] reference = new double[10];
        Arrays.fill(reference, 1);
        Distribution even = Distribution.of(reference, Smoothing.NONE).orElseThrow();
        // SciPy 1.17.1: kstwobign.isf(0.05) / sqrt(500)
        double threshold = 1.3580986393225507 / Math.sqrt(500);
        int exceeded = 0;
        for (int run = 0; run < runs; run++) {
            Distribution observed =
                    Distribution.of(draw(random, 10, 500), Smoothing.NONE).orElseThrow();
            exceeded += OrderedBins.kolmogorovSmirnov(observed, even) > threshold ? 1 : 0;
        }
        assertThat(window.probabilityAbove("ks", threshold).orElseThrow()).isCloseTo(0.05, within(1e-9));
        assertThat((double) exceeded / runs).isBetween(0.01, 0.05);
    }

    @Test
    void largeWindowsFollowTheChiSquareLaw() {
        // SciPy 1.17.1: chi2.sf(2 * 100000 * 1e-4, 9)
        UnchangedWindow window = new UnchangedWindow(10, 100_000, EXACT, ScoringSettings.DEFAULT);
        assertThat(window.probabilityAbove("kl", 1e-4).orElseThrow()).isCloseTo(0.017912404529843298, within(1e-12));
        assertThat(window.probabilityAbove("psi", 2e-4).orElseThrow()).isCloseTo(0.017912404529843298, within(1e-12));
        assertThat(window.probabilityAbove("js", 0.25e-4).orElseThrow()).isCloseTo(0.017912404529843298, within(1e-12));
    }

    @Test
    void saysThatItKnowsNoLawOfADistanceInTheFeaturesOwnUnit() {
        UnchangedWindow window = new UnchangedWindow(10, 1_000, EXACT, ScoringSettings.DEFAULT);
        assertThat(window.probabilityAbove("wasserstein", 0.1)).isEmpty();
    }

    @Test
    void everyDivergenceOfTheCatalogHasALaw() {
        UnchangedWindow window = new UnchangedWindow(10, 1_000, 10_000, ScoringSettings.DEFAULT);
        assertThat(DivergenceCatalog.ALL)
                .allSatisfy(divergence -> assertThat(window.probabilityAbove(divergence.name(), 0.1))
                        .isPresent());
    }

    @Test
    void oneBinNeverDiffers() {
        UnchangedWindow window = new UnchangedWindow(1, 100, 100, ScoringSettings.DEFAULT);
        assertThat(window.probabilityAbove("kl", 0)).hasValue(0);
        assertThat(window.probabilityAbove("ks", 0)).hasValue(0);
    }

    @Test
    void aWindowOfNothingCannotBeAskedAbout() {
        assertThatThrownBy(() -> new UnchangedWindow(10, 0, 100, ScoringSettings.DEFAULT))
                .hasMessage("bins, window and reference must each be at least 1, but are 10, 0 and 100.0");
    }
}

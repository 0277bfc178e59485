package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallestShiftTest {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** Windows of a normal distribution that moved by the stated number of sigmas, on the reference's quantile bins, judged by both conditions of rule B. */
    @ParameterizedTest(name = "k = {0}, N = {1}, alpha = {2}, min-kl = {3}")
    @CsvSource({
        "10, 1000, 0.001, 0.02",
        "20, 1000, 5.8e-5, 0.02",
        "10, 10000, 5.8e-5, 0.02",
        "10, 500, 0.01, 0",
        "20, 5000, 0.001, 0.005"
    })
    void aShiftOfThisSizeIsReportedAboutHalfTheTime(int bins, int events, double alpha, double minKl) {
        SmallestShift smallest = SmallestShift.of(bins - 1, events, 1, alpha, minKl);
        // Bins keep only a part of the divergence of a shift, so the shift is made as large as it takes to have this
        // divergence on the bins.
        double shift = shiftWithDivergence(smallest.kl(), bins);
        double threshold = KlEstimator.effectThreshold(bins, events, minKl, alpha);
        int runs = 2_000;
        int reported = 0;
        Random random = new Random(20261125);
        for (int run = 0; run < runs; run++) {
            reported += isReported(draw(random, shift, bins, events), threshold, events, alpha, minKl) ? 1 : 0;
        }
        // Binned ratios have lighter tails than the normal's, and the rule's two conditions do not fail together.
        assertThat((double) reported / runs).isBetween(0.35, 0.65);
        assertThat(shift).isCloseTo(smallest.sigmas(), within(0.12 * smallest.sigmas()));
    }

    private static boolean isReported(long[] counts, double threshold, int events, double alpha, double minKl) {
        double[] even = new double[counts.length];
        Arrays.fill(even, 1);
        Distribution reference = Distribution.of(even, Smoothing.NONE).orElseThrow();
        Distribution observed = Distribution.of(counts, Smoothing.NONE).orElseThrow();
        double kl = RelativeEntropy.of(observed, reference);
        double error = KlEstimator.standardError(observed, reference, events);
        return 2 * events * kl > threshold
                && kl - (counts.length - 1) / (2.0 * events) - KlEstimator.normalUpperQuantile(alpha) * error > minKl;
    }

    private static double[] shares(double shift, int bins) {
        double[] shares = new double[bins];
        double before = 0;
        for (int bin = 0; bin < bins; bin++) {
            double upTo = bin == bins - 1
                    ? 1
                    : NORMAL.cumulativeProbability(NORMAL.inverseCumulativeProbability((bin + 1.0) / bins) - shift);
            shares[bin] = upTo - before;
            before = upTo;
        }
        return shares;
    }

    private static double shiftWithDivergence(double kl, int bins) {
        double low = 0;
        double high = 10;
        for (int step = 0; step < 50; step++) {
            double middle = (low + high) / 2;
            double sum = 0;
            for (double share : shares(middle, bins)) {
                sum += share == 0 ? 0 : share * Math.log(share * bins);
            }
            if (sum < kl) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static long[] draw(Random random, double shift, int bins, int events) {
        double[] shares = shares(shift, bins);
        long[] counts = new long[bins];
        for (int event = 0; event < events; event++) {
            double left = random.nextDouble();
            int bin = 0;
            while (bin < bins - 1 && left >= shares[bin]) {
                left -= shares[bin];
                bin++;
            }
            counts[bin]++;
        }
        return counts;
    }

    @Test
    void isWhereTheEstimatesBoundReachesTheDivergenceOfInterest() {
        // By hand: z = 3.090232 at 0.001, c = z² / 10000 = 9.54953e-4, KL = 0.02 + c + √(c (0.04 + c + 9/10000)).
        assertThat(SmallestShift.of(9, 10_000, 1, 0.001, 0.02).kl()).isCloseTo(0.0272771001, within(1e-10));
    }

    @ParameterizedTest(name = "alpha = {0}")
    @CsvSource({"0.05", "0.001", "5.8e-5"})
    void theRulesOtherConditionHoldsThereMoreThanHalfTheTime(double alpha) {
        for (int bins : new int[] {2, 5, 20, 100}) {
            for (int events : new int[] {50, 1_000, 50_000}) {
                for (double minKl : new double[] {0, 0.005, 0.02, 0.1}) {
                    double kl =
                            SmallestShift.of(bins - 1, events, 1, alpha, minKl).kl();
                    double threshold = NoncentralChiSquare.upperQuantile(alpha, bins - 1, 2 * events * minKl);
                    assertThat(NoncentralChiSquare.upperTail(threshold, bins - 1, 2 * events * kl))
                            .isGreaterThan(0.5);
                }
            }
        }
    }

    @Test
    void oneSigmaIsHalfANat() {
        SmallestShift smallest = SmallestShift.of(9, 10_000, 1, 0.001, 0.02);
        assertThat(smallest.sigmas() * smallest.sigmas() / 2).isCloseTo(smallest.kl(), within(1e-15));
    }

    @Test
    void growsWithOverdispersionAsWithFewerEvents() {
        assertThat(SmallestShift.of(9, 1_000, 4, 0.001, 0.02)).isEqualTo(SmallestShift.of(9, 250, 1, 0.001, 0.02));
    }

    @Test
    void fallsWithEventsTowardsTheDivergenceOfInterest() {
        double before = Double.POSITIVE_INFINITY;
        for (int events = 50; events < 10_000_000; events *= 4) {
            double kl = SmallestShift.of(19, events, 1, 5.8e-5, 0.02).kl();
            assertThat(kl).isLessThan(before).isGreaterThan(0.02);
            before = kl;
        }
        assertThat(before).isCloseTo(0.02, within(0.001));
    }

    @Test
    void withOneBinNothingWouldEverShow() {
        assertThat(SmallestShift.of(KlEstimator.of(0, 1, 1_000), 0.001, 0.02).kl())
                .isInfinite();
    }
}

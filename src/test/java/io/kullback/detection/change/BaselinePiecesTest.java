package io.kullback.detection.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The parts a baseline is fitted with, each on numbers that can be checked by hand. */
class BaselinePiecesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void ordinaryBinsHaveNormalScoresOfMeanNoughtAndVarianceOne() {
        ReferenceBins bins = ReferenceBins.exact(true, 4, .1, .4, .4, .1);
        double[] location = BinScores.location(bins);
        double[] scale = BinScores.scale(bins, location);
        // φ(Φ⁻¹(.1)) = .175498, φ(0) = .398942: unscaled scores ∓1.75498 and ∓.558610, variance .865623 (hand, SciPy's
        // norm.pdf).
        assertThat(location[3]).isCloseTo(1.75498332 / Math.sqrt(.865623), within(1e-5));
        assertThat(location[2]).isCloseTo(.5586103 / Math.sqrt(.865623), within(1e-5));
        assertThat(location[0]).isCloseTo(-location[3], within(1e-14));
        // By symmetry s² is orthogonal to s already; two values u, v with .2 u + .8 v = 0 and .2 u² + .8 v² = 1: 2 and
        // −1/2.
        assertThat(scale[0]).isCloseTo(2, within(1e-13));
        assertThat(scale[1]).isCloseTo(-.5, within(1e-13));
    }

    @Test
    void fiftyEventsAreEnoughUnlessThereAreMoreBins() {
        ReferenceBins four = ReferenceBins.exact(true, 4, .1, .4, .4, .1);
        assertThat(four.isEnough(new long[] {5, 20, 20, 4})).isFalse();
        assertThat(four.isEnough(new long[] {5, 20, 20, 5})).isTrue();
        ReferenceBins sixty = ReferenceBins.ofCounts(false, 60, new long[60], 1);
        long[] counts = new long[60];
        counts[0] = 59;
        assertThat(sixty.isEnough(counts)).isFalse();
    }

    @Test
    void aRhythmOfTwoCyclesADayIsTakenOutWhole() {
        long[] starts = IntStream.range(0, 7 * 24)
                .mapToLong(hour -> 1_700_000_000_000L + hour * HOUR.toMillis())
                .toArray();
        double[] scores = Arrays.stream(starts)
                .mapToDouble(start -> {
                    double day = 2 * Math.PI * Math.floorMod(start, 86_400_000L) / 86_400_000.0;
                    return 5 + 3 * StrictMath.cos(day) - 2 * StrictMath.sin(2 * day);
                })
                .toArray();
        Harmonics rhythm = Harmonics.fit(starts, scores, 86_400_000L, Season.DAILY.cycles(HOUR));
        for (int t = 0; t < starts.length; t++) {
            assertThat(scores[t] - rhythm.at(starts[t])).isCloseTo(5, within(1e-12));
        }
    }

    @Test
    void aSeasonIsRefusedBelowSevenPeriodsAndWhereWindowsAreTooFarApartToShowIt() {
        assertThat(Season.DAILY.supportedBy(Duration.ofDays(7).toMillis())).isEqualTo(Season.DAILY);
        assertThat(Season.DAILY.supportedBy(Duration.ofDays(7).toMillis() - 1)).isEqualTo(Season.NONE);
        assertThat(Season.WEEKLY.supportedBy(Duration.ofDays(48).toMillis())).isEqualTo(Season.DAILY);
        assertThat(Season.DAILY.cycles(Duration.ofDays(1))).isEmpty();
        assertThat(Season.DAILY.cycles(Duration.ofHours(6))).containsExactly(1);
        assertThat(Season.WEEKLY.cycles(Duration.ofDays(1))).containsExactly(1, 2);
        assertThat(Season.WEEKLY.windowsNeeded(Duration.ofDays(1))).isEqualTo(49);
    }

    @Test
    void windowsThatNeverShowOneHalfOfTheDayGiveNoRhythmRatherThanAWildOne() {
        long[] starts =
                IntStream.range(0, 100).mapToLong(day -> day * 86_400_000L).toArray();
        double[] scores = IntStream.range(0, 100).mapToDouble(day -> day % 3).toArray();
        assertThat(Harmonics.fit(starts, scores, 86_400_000L, new int[] {1, 2}).at(12_345_678L))
                .isZero();
    }

    @Test
    void thePrincipalAxesOfAnEllipseAreItsAxes() {
        // Points on the long axis (3, 4)/5 at ±10 and on the short axis (−4, 3)/5 at ±1, in the first two of three
        // dimensions.
        double[][] points = {{6, 8, 0}, {-6, -8, 0}, {-.8, .6, 0}, {.8, -.6, 0}};
        double[][] axes = PrincipalAxes.leadingTwo(points);
        assertThat(axes[0]).containsExactly(new double[] {.6, .8, 0}, within(1e-12));
        assertThat(axes[1]).containsExactly(new double[] {.8, -.6, 0}, within(1e-12));
    }

    @Test
    void theMemoryCountsAndForgets() {
        RankMemory memory = new RankMemory();
        for (double score : new double[] {3, 1, 2, 2, 5}) {
            memory.add(score);
        }
        assertThat(memory.larger(2)).isEqualTo(2);
        assertThat(memory.atLeast(2)).isEqualTo(4);
        memory.truncate(3);
        assertThat(memory.size()).isEqualTo(3);
        assertThat(memory.larger(2)).isEqualTo(1);
        assertThat(memory.atLeast(2)).isEqualTo(2);
        assertThat(memory.score(1)).isEqualTo(1);
    }

    @Test
    void theMemoryHoldsFiveThousandAndSaysSoBeyond() {
        RankMemory memory = new RankMemory();
        for (int i = 0; i < RankMemory.CAPACITY; i++) {
            memory.add((i * 7919L) % 5_000);
        }
        assertThat(memory.larger(2_499)).isEqualTo(2_500);
        assertThatThrownBy(() -> memory.add(1)).hasMessage("the memory is full: it holds 5000 scores");
    }

    @Test
    void aRankThatIsTiedWithAllOthersSaysNothing() {
        double[] logE = new double[2];
        RankEvidence.logEValues(0, 50, 50, new double[] {1, -3}, logE);
        assertThat(logE).containsExactly(new double[] {0, 0}, within(1e-15));
    }

    @Test
    void eValuesHaveMeanOneOverTheRanks() {
        for (double shift : new double[] {.25, 3, -2}) {
            double sum = 0;
            for (int larger = 0; larger < 40; larger++) {
                double[] logE = new double[1];
                RankEvidence.logEValues(larger, larger + 1, 40, new double[] {shift}, logE);
                sum += StrictMath.exp(logE[0]);
            }
            assertThat(sum / 40).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void aBaselineWindowKeepsItsStartAndCountsThroughItsBytes() {
        long[] counts = {0, 127, 128, 1_000_000_000_000L, Long.MAX_VALUE};
        for (long start : new long[] {-1, 0, 1_700_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE}) {
            BaselineWindow decoded =
                    BaselineWindow.decode(BaselineWindow.of(start, counts).encoded(), counts.length);
            assertThat(decoded.start()).isEqualTo(start);
            assertThat(decoded.counts()).containsExactly(counts);
        }
    }

    @Test
    void satterthwaitesLawOfIndependentEventsIsChiSquare() {
        NullMoments law = NullMoments.chiSquare(9);
        assertThat(law.scale()).isEqualTo(1);
        assertThat(law.degreesOfFreedom()).isEqualTo(9);
        // Twice as noisy throughout: mean 18, variance 72.
        assertThat(new NullMoments(18, 72).scale()).isEqualTo(2);
        assertThat(new NullMoments(18, 72).degreesOfFreedom()).isEqualTo(9);
    }

    @Test
    void theBudgetIsSharedByThreeChannelsAndTheOtherRule() {
        // Five-minute windows, 30 days, one false alarm: T = 8,640, c = 6 T = 51,840, ln c = 10.86.
        ChangeSettings settings = new ChangeSettings(1 / (2 * 8_640.0), 100, Season.NONE, Duration.ofMinutes(5));
        assertThat(settings.logThreshold(3)).isCloseTo(StrictMath.log(51_840), within(1e-12));
    }

    @Test
    void aBaselineTooShortToLearnFromIsRefused() {
        assertThatThrownBy(() -> new ChangeSettings(1e-4, 29, Season.NONE, HOUR))
                .hasMessage("baseline must be between 30 and 5000 windows, but is 29");
    }
}

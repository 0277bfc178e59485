package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.divergence.GaussianEstimate.Reason;
import io.kullback.histogram.Moments;
import io.kullback.histogram.VectorMoments;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianEstimatorTest {

    private static final GaussianReference PRIOR = new GaussianReference.Known(Gaussian.standard(3));

    /** Normal vectors, with one coordinate moved and stretched. */
    private static Moments sample(Random random, int count, int dimension, double mean, double deviation) {
        double[][] rows = new double[count][dimension];
        for (double[] row : rows) {
            for (int j = 0; j < dimension; j++) {
                row[j] = random.nextGaussian();
            }
            row[dimension - 1] = mean + deviation * row[dimension - 1];
        }
        return VectorMoments.of(rows);
    }

    /** The table of exact biases in Kullback's statistics, itself by SciPy's digamma. */
    @ParameterizedTest(name = "d {0}, n {1}")
    @CsvSource({"5, 20, 0.566", "20, 50, 2.73", "64, 100, 14.4", "64, 1000, 1.096", "64, 10000, 0.1074"})
    void theNoiseFloorIsTheExactBias(int dimension, int n, double bias) {
        assertThat(GaussianNoise.bias(dimension, n)).isCloseTo(bias, within(0.0005 * Math.max(1, 100 * bias)));
    }

    @Test
    void aLargeReferenceHasTheNoiseOfAKnownOne() {
        assertThat(GaussianNoise.bias(5, 50, 1e9)).isCloseTo(GaussianNoise.bias(5, 50), within(1e-7));
        assertThat(GaussianNoise.ratio(5, 50, 1e7)).isCloseTo(100 * GaussianNoise.bias(5, 50), within(1e-4));
    }

    /** The share of windows with p below 5 % when nothing has changed: 0.05 within four standard errors of 2,000 windows, √(0.05 · 0.95/2000) = 0.0049. */
    @ParameterizedTest(name = "d {0}, n {1}, M {2}")
    @CsvSource({"1, 20, 0", "3, 20, 0", "8, 40, 0", "8, 39, 0", "8, 12, 0", "3, 20, 60", "8, 40, 100", "8, 200, 40"})
    void thePValueIsUniformUnderNoChange(int dimension, int n, int m) {
        Random random = new Random(20 + dimension + n + m);
        int windows = 2_000;
        int below = 0;
        double bias = 0;
        double floor = 0;
        double mean = 0;
        for (int i = 0; i < windows; i++) {
            GaussianReference reference = m == 0
                    ? new GaussianReference.Known(Gaussian.standard(dimension))
                    : new GaussianReference.Sample(sample(random, m, dimension, 0, 1));
            GaussianEstimate.Measured measured = (GaussianEstimate.Measured)
                    GaussianEstimator.estimate(sample(random, n, dimension, 0, 1), reference);
            below += measured.pValue() < 0.05 ? 1 : 0;
            mean += measured.meanPValue() < 0.05 ? 1 : 0;
            bias += measured.kl().plugIn() / windows;
            floor = measured.kl().noiseFloor();
        }
        assertThat(below / (double) windows).isCloseTo(0.05, within(0.02));
        assertThat(mean / windows).isCloseTo(0.05, within(0.02));
        assertThat(bias).as("mean plug-in against the exact bias").isCloseTo(floor, within(0.05 * floor));
    }

    @Test
    void aMovedCoordinateIsFoundNamedAndMeasured() {
        Moments window = sample(new Random(5), 2_000, 3, 0.8, 1);
        GaussianEstimate.Measured measured = (GaussianEstimate.Measured) GaussianEstimator.estimate(window, PRIOR);
        assertThat(measured.form()).isEqualTo(GaussianEstimate.Form.FULL);
        // ½ 0.8² = 0.32.
        assertThat(measured.kl().lower()).isLessThan(0.32);
        assertThat(measured.kl().upper()).isGreaterThan(0.32);
        assertThat(measured.pValue()).isLessThan(1e-100);
        CoordinateShift moved = measured.coordinates().get(2);
        assertThat(moved.meanShift()).isCloseTo(0.8, within(0.1));
        assertThat(moved.label() + " " + moved.words()).matches("z2 mean \\+0\\.[78]\\d σ");
        assertThat(moved.nats()).isGreaterThan(0.9 * measured.kl().plugIn());
        double parts = measured.correlationNats();
        for (CoordinateShift coordinate : measured.coordinates()) {
            parts += coordinate.nats();
        }
        assertThat(parts).isCloseTo(measured.kl().plugIn(), within(1e-12));
    }

    /** KL = ½ [σ² − 1 − ln σ²] for σ = 1.5: 0.219535…; its standard error by the delta method is √(½ (σ² − 1)²/n). */
    @Test
    void theStandardErrorIsThatOfTheDeltaMethod() {
        Moments window = sample(new Random(6), 10_000, 1, 0, 1.5);
        GaussianEstimate.Measured measured = (GaussianEstimate.Measured)
                GaussianEstimator.estimate(window, new GaussianReference.Known(Gaussian.standard(1)));
        double error = Math.sqrt(0.5 * 1.25 * 1.25 / 10_000);
        assertThat(measured.standardError()).isCloseTo(error, within(0.1 * error));
        assertThat(measured.kl().plugIn()).isCloseTo(0.219535, within(4 * error));
    }

    @Test
    void anIdenticalSampleHasNoDivergenceAndAFiniteNumberOfObservations() {
        Moments window = sample(new Random(7), 100, 3, 0, 1);
        GaussianEstimate.Measured measured =
                (GaussianEstimate.Measured) GaussianEstimator.estimate(window, new GaussianReference.Sample(window));
        assertThat(measured.kl().plugIn()).isCloseTo(0, within(1e-15));
        assertThat(measured.kl().effectiveObservations()).isBetween(20.0, 60.0);
        assertThat(measured.pValue()).isCloseTo(1, within(1e-6));
    }

    @Test
    void withFewerThanFiveVectorsADimensionTheDiagonalFormIsTaken() {
        GaussianEstimate.Measured measured =
                (GaussianEstimate.Measured) GaussianEstimator.estimate(sample(new Random(8), 14, 3, 0, 1), PRIOR);
        assertThat(measured.form()).isEqualTo(GaussianEstimate.Form.DIAGONAL);
        assertThat(measured.kl().degreesOfFreedom()).isEqualTo(6);
    }

    @Test
    void whatCannotBeSaidIsNamed() {
        Random random = new Random(9);
        Moments window = sample(random, 100, 3, 0, 1);
        assertThat(GaussianEstimator.estimate(sample(random, 4, 3, 0, 1), PRIOR))
                .isEqualTo(new GaussianEstimate.Unmeasured(Reason.TOO_FEW_VECTORS));
        assertThat(GaussianEstimator.estimate(window, reference(sample(random, 14, 3, 0, 1))))
                .isEqualTo(new GaussianEstimate.Unmeasured(Reason.REFERENCE_TOO_SMALL));
        assertThat(GaussianEstimator.estimate(sample(random, 14, 3, 0, 1), reference(sample(random, 59, 3, 0, 1))))
                .isEqualTo(new GaussianEstimate.Unmeasured(Reason.REFERENCE_TOO_SMALL));
        assertThat(GaussianEstimator.estimate(
                        window, reference(Moments.of(100, new double[3], new double[] {100, 100, 100, 0, 0, 100}))))
                .isEqualTo(new GaussianEstimate.Unmeasured(Reason.REFERENCE_SINGULAR));
    }

    private static GaussianReference reference(Moments moments) {
        return new GaussianReference.Sample(moments);
    }

    @Test
    void aCoordinateThatIsConstantOnBothSidesIsLeftOut() {
        Moments window = Moments.of(100, new double[] {7, 0.5}, new double[] {0, 0, 100});
        GaussianReference constant = reference(Moments.of(1_000, new double[] {7, 0}, new double[] {0, 0, 1_000}));
        GaussianEstimate.Measured measured = (GaussianEstimate.Measured) GaussianEstimator.estimate(window, constant);
        assertThat(measured.kl().plugIn()).isCloseTo(0.125, within(1e-15));
        assertThat(measured.kl().degreesOfFreedom()).isEqualTo(2);
        assertThat(measured.coordinates()).extracting(CoordinateShift::label).containsExactly("z1");
        GaussianEstimate.Degenerate alive = (GaussianEstimate.Degenerate)
                GaussianEstimator.estimate(sample(new Random(12), 100, 2, 0, 1), constant);
        assertThat(alive.coordinates())
                .extracting(shift -> shift.label() + " " + shift.words())
                .containsExactly("z0 no longer constant");
    }

    @Test
    void aCoordinateThatNoLongerVariesIsAnInfiniteDivergenceThatNamesIt() {
        Moments window = sample(new Random(10), 100, 3, 0.5, 0);
        GaussianEstimate.Degenerate degenerate =
                (GaussianEstimate.Degenerate) GaussianEstimator.estimate(window, PRIOR);
        assertThat(degenerate.coordinates().get(2).varianceNats()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(degenerate.coordinates().get(2).words()).isEqualTo("sd × 0.00");
        assertThat(degenerate.coordinates().get(1).varianceNats()).isFinite();
    }
}

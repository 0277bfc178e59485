package io.kullback.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTallyTest {

    private static final MathContext FIFTY_DIGITS = new MathContext(50);

    /** Vectors whose elements differ wildly in size, within and between coordinates. */
    private static List<double[]> wildVectors(long seed, int count, int dimension) {
        Random random = new Random(seed);
        List<double[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] vector = new double[dimension];
            for (int j = 0; j < dimension; j++) {
                vector[j] = random.nextInt(10) == 0
                        ? 0
                        : random.nextGaussian() * Math.pow(10, j * 20 - 30 + random.nextInt(12));
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static Tally counted(Binning binning, List<double[]> vectors) {
        Tally tally = binning.newTally();
        vectors.forEach(vector -> tally.addVector(vector, vector.length));
        return tally;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void momentsAreTheSameToTheLastBitWhateverTheOrderAndHoweverTheyWereParted(long seed) throws IOException {
        VectorBinning binning = new VectorBinning(4);
        List<double[]> vectors = wildVectors(seed, 300, 4);
        Histogram whole = counted(binning, vectors).over(binning);
        Random random = new Random(seed);
        Collections.shuffle(vectors, random);
        Tally merged = binning.newTally();
        for (int from = 0; from < vectors.size(); ) {
            int to = Math.min(vectors.size(), from + 1 + random.nextInt(40));
            Tally part = counted(binning, vectors.subList(from, to));
            if (random.nextBoolean()) {
                part.merge(merged);
                merged = part;
            } else {
                merged.merge(part);
            }
            from = to;
        }
        assertThat(merged.over(binning)).isEqualTo(whole);
        assertThat(bytes(merged)).isEqualTo(bytes(counted(binning, vectors)));
    }

    private static byte[] bytes(Tally tally) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ((MomentTally) tally).write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void momentsAreTheNearestDoublesToThoseOfExactArithmetic(long seed) {
        Random random = new Random(seed);
        List<double[]> vectors = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            vectors.add(new double[] {1e6 + random.nextGaussian(), random.nextGaussian() * 1e-3});
        }
        Moments moments = VectorMoments.of(vectors.toArray(double[][]::new));
        for (int i = 0; i < 2; i++) {
            assertThat(moments.mean(i))
                    .isEqualTo(exactSum(vectors, i, -1)
                            .divide(BigDecimal.valueOf(50), FIFTY_DIGITS)
                            .doubleValue());
            for (int j = 0; j <= i; j++) {
                BigDecimal products = exactSum(vectors, i, -1)
                        .multiply(exactSum(vectors, j, -1))
                        .divide(BigDecimal.valueOf(50), new MathContext(200));
                assertThat(moments.m2(i, j))
                        .isEqualTo(exactSum(vectors, i, j).subtract(products).doubleValue());
            }
        }
    }

    private static BigDecimal exactSum(List<double[]> vectors, int i, int j) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double[] vector : vectors) {
            BigDecimal factor = j < 0 ? BigDecimal.ONE : new BigDecimal(vector[j]);
            sum = sum.add(new BigDecimal(vector[i]).multiply(factor));
        }
        return sum;
    }

    @Test
    void chansFormulaGivesTheSameToRounding() {
        List<double[]> vectors = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < 100; i++) {
            vectors.add(new double[] {random.nextGaussian(), 5 + random.nextGaussian(), random.nextGaussian()});
        }
        Moments merged =
                vectors.stream().map(Moments::ofRecord).reduce(Moments::plus).orElseThrow();
        Moments exact = VectorMoments.of(vectors.toArray(double[][]::new));
        assertThat(merged.count()).isEqualTo(100);
        for (int i = 0; i < 3; i++) {
            assertThat(merged.mean(i)).isCloseTo(exact.mean(i), within(1e-14));
            for (int j = 0; j <= i; j++) {
                assertThat(merged.m2(i, j)).isCloseTo(exact.m2(i, j), within(1e-11));
            }
        }
    }

    @Test
    void whatIsNoVectorOfTheLengthIsCountedAsUnusable() {
        VectorBinning binning = new VectorBinning(2);
        Tally tally = binning.newTally();
        tally.addVector(new double[] {1, 2, 99}, 2);
        tally.addVector(new double[] {1, 2, 3}, 3);
        tally.addVector(new double[0], 0);
        tally.addVector(new double[] {1, Double.NaN}, 2);
        tally.addVector(new double[] {1, Double.NEGATIVE_INFINITY}, 2);
        tally.addVector(new double[] {1, 1e200}, 2);
        tally.addNumber(1);
        tally.addText("");
        tally.addText("x");
        tally.addBoolean(true);
        tally.addUnusable(UnusableBin.MISSING);
        Histogram histogram = tally.over(binning);
        // (vector), (missing), (non-finite), (wrong-type).
        assertThat(histogram.counts()).containsExactly(1, 2, 3, 5);
        assertThat(histogram.moments().orElseThrow()).isEqualTo(Moments.ofRecord(1, 2));
        assertThat(tally.total()).isEqualTo(11);
    }

    /** Two posteriors N(±1, e⁰) and N(0, e^ln 3): the aggregate has mean 0 and variance mean σ² + var μ. */
    @Test
    void aPosteriorCountsByItsDivergenceAndItsAggregateHasBothSpreads() {
        PosteriorBinning binning = new PosteriorBinning(1, NumberBinning.ofEdges(0.3, 1));
        Tally tally = binning.newTally();
        tally.addPosterior(new double[] {1}, 1, new double[] {0}, 1);
        tally.addPosterior(new double[] {-1}, 1, new double[] {0}, 1);
        tally.addPosterior(new double[] {0}, 1, new double[] {0}, 1);
        tally.addPosterior(new double[] {0}, 2, new double[] {0}, 1);
        tally.addPosterior(new double[] {0}, 1, new double[] {1e6}, 1);
        tally.addVector(new double[] {0}, 1);
        Histogram histogram = tally.over(binning);
        assertThat(histogram.counts()).containsExactly(1, 2, 0, 0, 1, 2);
        Moments moments = histogram.moments().orElseThrow();
        assertThat(moments.count()).isEqualTo(3);
        assertThat(moments.mean(0)).isZero();
        assertThat(moments.m2(0, 0) / 3).isCloseTo(1 + 2 / 3.0, within(1e-15));
        assertThat(moments.mean(1)).as("mean divergence").isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void aTallyIsReadBackFromItsBytes() throws IOException {
        VectorBinning binning = new VectorBinning(4);
        Tally tally = counted(binning, wildVectors(3, 20, 4));
        tally.addUnusable(UnusableBin.MISSING);
        MomentTally read = (MomentTally) binning.newTally();
        read.readAndAdd(new DataInputStream(new ByteArrayInputStream(bytes(tally))));
        assertThat(read.over(binning)).isEqualTo(tally.over(binning));
        assertThat(bytes(read)).isEqualTo(bytes(tally));
        assertThat(tally.copy().over(binning)).isEqualTo(tally.over(binning));
    }

    @Test
    void aHistogramOfVectorsCannotBeWithoutTheirMoments() {
        VectorBinning binning = new VectorBinning(2);
        assertThat(Histogram.of(binning, 0, 3, 0, 0).moments()).isEmpty();
        assertThatThrownBy(() -> Histogram.of(binning, 1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have the moments of 1 records of 2 elements");
        assertThatThrownBy(() -> Histogram.of(binning, Moments.ofRecord(1), 1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        Histogram one = Histogram.of(binning, Moments.ofRecord(0, 0), 1, 0, 0, 0);
        Histogram other = Histogram.of(binning, Moments.ofRecord(2, 4), 1, 1, 0, 0);
        Histogram both = one.plus(other);
        assertThat(both.counts()).containsExactly(2, 1, 0, 0);
        assertThat(both.moments()).contains(Moments.of(2, new double[] {1, 2}, new double[] {2, 4, 8}));
        assertThat(one).isNotEqualTo(Histogram.of(binning, Moments.ofRecord(0, 1), 1, 0, 0, 0));
        assertThat(one.toString())
                .isNotEqualTo(Histogram.of(binning, Moments.ofRecord(0, 1), 1, 0, 0, 0)
                        .toString());
    }

    @Test
    void aVectorHasAtMostAsManyElementsAsStateCanBear() {
        assertThatThrownBy(() -> new VectorBinning(129)).hasMessage("dimension must be between 1 and 128, but is 129");
        assertThatThrownBy(() -> PosteriorBinning.of(128))
                .hasMessage("dimension must be between 1 and 127, but is 128");
    }
}

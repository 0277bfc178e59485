package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every divergence of the catalog keeps, whatever its formula. */
class DivergenceContractTest {

    static Stream<Divergence> catalog() {
        return DivergenceCatalog.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("catalog")
    void identicalDistributionsAreExactlyZeroApart(Divergence divergence) {
        Distribution counts =
                Distribution.of(new long[] {3, 0, 141, 59, 26}, Smoothing.KT).orElseThrow();
        Distribution tenfold = Distribution.of(new double[] {35, 5, 1415, 595, 265}, Smoothing.NONE)
                .orElseThrow();
        assertThat(divergence.between(counts, counts)).isZero();
        assertThat(divergence.between(counts, tenfold)).isCloseTo(0, within(1e-15));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("catalog")
    void noDivergenceIsNegativeOrNotANumber(Divergence divergence) {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Distribution observed = randomDistribution(random);
            Distribution reference = randomDistribution(random);
            assertThat(divergence.between(observed, reference)).isNotNaN().isNotNegative();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("catalog")
    void onlyThoseThatSaySoBecomeInfiniteWhereTheReferenceIsEmpty(Divergence divergence) {
        Distribution observed =
                Distribution.of(new long[] {5, 5, 0}, Smoothing.NONE).orElseThrow();
        Distribution reference =
                Distribution.of(new long[] {5, 0, 5}, Smoothing.NONE).orElseThrow();
        assertThat(Double.isInfinite(divergence.between(observed, reference))).isEqualTo(divergence.needsSupport());
    }

    private static Distribution randomDistribution(Random random) {
        long[] counts = new long[5];
        counts[random.nextInt(5)] = 1;
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += random.nextInt(3) == 0 ? 0 : (long) Math.exp(random.nextDouble() * 20);
        }
        return Distribution.of(counts, Smoothing.NONE).orElseThrow();
    }
}

package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardNormalTest {

    @ParameterizedTest(name = "P(Z > {0}) = {1}")
    @CsvSource({
        "-8.5, 1.0",
        "-3, 0.9986501019683699",
        "-1, 0.8413447460685429",
        "-0.5, 0.6914624612740131",
        "0, 0.5",
        "0.3, 0.3820885778110474",
        "0.67, 0.2514288950953101",
        "0.68, 0.2482522304535705",
        "1, 0.15865525393145705",
        "2.5, 0.006209665325776135",
        "5.6, 1.071759025831093e-08",
        "5.7, 5.990371401063528e-09",
        "10, 7.619853024160525e-24",
        "30, 4.906713927148187e-198",
        "37, 5.725571222524577e-300"
    })
    void tailsAgreeWithMpmath(double x, double tail) {
        assertThat(StandardNormal.upperTail(x)).isCloseTo(tail, within(4e-15 * tail));
    }

    @ParameterizedTest(name = "P(Z > {1}) = {0}")
    @CsvSource({
        "1e-300, 37.0470962993612",
        "1e-20, 9.262340089798409",
        "1e-12, 7.034483825301131",
        "1e-05, 4.264890793922825",
        "0.01, 2.3263478740408408",
        "0.07, 1.4757910281791706",
        "0.08, 1.4050715603096329",
        "0.3, 0.5244005127080409",
        "0.5, 0.0",
        "0.75, -0.6744897501960817",
        "0.93, -1.475791028179171",
        "0.9999, -3.719016485455709",
        "0.9999999999990905, -7.047700256664409"
    })
    void quantilesAgreeWithSciPy(double probability, double z) {
        assertThat(StandardNormal.upperQuantile(probability)).isCloseTo(z, within(1e-14 + 4e-15 * Math.abs(z)));
    }

    @Test
    void theEndsOfTheLineAreTheQuantilesOfNothingAndOfAll() {
        assertThat(StandardNormal.upperQuantile(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(StandardNormal.upperQuantile(1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(StandardNormal.upperTail(Double.POSITIVE_INFINITY)).isZero();
        assertThat(StandardNormal.upperTail(Double.NEGATIVE_INFINITY)).isEqualTo(1);
        assertThat(StandardNormal.density(Double.NEGATIVE_INFINITY)).isZero();
    }

    @Test
    void aNarrowPieceFarOutOnEitherSideKeepsItsDigits() {
        double right = StandardNormal.between(9, 9.5);
        assertThat(right).isGreaterThan(0);
        assertThat(StandardNormal.between(-9.5, -9)).isEqualTo(right);
    }
}

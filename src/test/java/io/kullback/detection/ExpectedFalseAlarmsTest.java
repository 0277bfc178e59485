package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.UnchangedWindow;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedFalseAlarmsTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final UnchangedWindow SMALL =
            new UnchangedWindow(10, 100, Double.POSITIVE_INFINITY, new ScoringSettings(0, 0.01, false));

    private static ExpectedFalseAlarms expected(ThresholdRule rule, UnchangedWindow window, Duration horizon) {
        return ExpectedFalseAlarms.of(rule, window, FIVE_MINUTES, horizon).orElseThrow();
    }

    @Test
    void aHandfulOfEventsExceedsTheUsualThresholdInTwoOfFiveWindows() {
        ExpectedFalseAlarms alarms = expected(new ThresholdRule("psi", 0.1, 1), SMALL, ExpectedFalseAlarms.MONTH);
        assertThat(alarms.perWindow()).isCloseTo(0.39, within(0.03));
        assertThat(alarms.words())
                .matches("above in 40 % of unchanged windows: about 20\\d\\d false alarms in 30 days");
    }

    @Test
    void aThousandEventsNeverDo() {
        UnchangedWindow window =
                new UnchangedWindow(10, 1_000, Double.POSITIVE_INFINITY, new ScoringSettings(0, 0.01, false));
        ExpectedFalseAlarms alarms = expected(new ThresholdRule("psi", 0.1, 1), window, ExpectedFalseAlarms.MONTH);
        assertThat(alarms.alarms()).isLessThan(1e-9);
        assertThat(alarms.words())
                .isEqualTo("above in < 0.01 % of unchanged windows: fewer than 0.01 false alarms in 30 days");
    }

    @Test
    void oneThatIsAlwaysExceededIsSaidToFireAllTheTimeAndNotToAlarmOnce() {
        UnchangedWindow window = new UnchangedWindow(100, 100, 1_000, ScoringSettings.DEFAULT);
        ExpectedFalseAlarms alarms = expected(new ThresholdRule("psi", 0.1, 3), window, ExpectedFalseAlarms.MONTH);
        assertThat(alarms.alarms()).isCloseTo(1, within(0.01));
        assertThat(alarms.words())
                .isEqualTo("above in 100 % of unchanged windows: firing 100 % of the time with nothing wrong");
    }

    @ParameterizedTest(name = "for {0} windows")
    @CsvSource({"1", "2", "3", "5"})
    void runsOfIndependentWindowsComeAsOftenAsIsSaid(int forWindows) {
        ThresholdRule rule = new ThresholdRule("psi", 0.1, forWindows);
        Duration horizon = Duration.ofMinutes(5 * 200);
        ExpectedFalseAlarms expected = expected(rule, SMALL, horizon);
        Random random = new Random(20261125);
        int horizons = 4_000;
        long begun = 0;
        for (int i = 0; i < horizons; i++) {
            int run = 0;
            for (int window = 0; window < 200; window++) {
                run = random.nextDouble() < expected.perWindow() ? run + 1 : 0;
                begun += run == forWindows ? 1 : 0;
            }
        }
        // At most 48 runs in a horizon, nearly Poisson: four standard errors of the mean are 4 √(48/4000) = 0.44.
        assertThat((double) begun / horizons)
                .isCloseTo(expected.alarms(), within(4 * Math.sqrt(expected.alarms() / horizons)));
        assertThat(expected.firing()).isCloseTo(Math.pow(expected.perWindow(), forWindows), within(1e-15));
    }

    @Test
    void ofAHorizonShorterThanItsRunNothingIsExpected() {
        assertThat(expected(new ThresholdRule("psi", 0, 3), SMALL, Duration.ofMinutes(10))
                        .alarms())
                .isZero();
    }

    @Test
    void whereNoLawIsKnownNothingIsSaid() {
        assertThat(ExpectedFalseAlarms.of(
                        new ThresholdRule("wasserstein", 0.1, 1), SMALL, FIVE_MINUTES, ExpectedFalseAlarms.MONTH))
                .isEmpty();
    }
}

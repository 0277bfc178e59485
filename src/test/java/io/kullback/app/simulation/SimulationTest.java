package io.kullback.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The seeded small version of what {@code kullback simulate} measures. Exact figures, because the same seed gives the same events everywhere. */
class SimulationTest {

    private static final long SEED = 20_261_125;
    private static final int WINDOWS = 10_000;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"IID,0,0,0", "RUNS,1,1,0", "JITTER,0,0,0", "DAILY_3,1,1,0"})
    void alarmsWithoutAChangeStayWithinTheBudget(StreamKind kind, int whitened, int daily, int level) {
        Map<Rule, Integer> alarms = FalseAlarms.part(
                kind, List.of(Rule.CHANGE_2016, Rule.CHANGE_2016_DAILY, Rule.LEVEL_02), SEED, 0, WINDOWS);
        assertThat(alarms)
                .containsEntry(Rule.CHANGE_2016, whitened)
                .containsEntry(Rule.CHANGE_2016_DAILY, daily)
                .containsEntry(Rule.LEVEL_02, level);
        // One is allowed on average; more than four happen by chance in fewer than 1 of 250 such runs.
        assertThat(alarms.values()).allMatch(count -> count <= 4);
    }

    @Test
    void fixedThresholdsAlarmOnUnchangedRunsAllTheTime() {
        Map<Rule, Integer> alarms =
                FalseAlarms.part(StreamKind.RUNS, List.of(Rule.KL_1, Rule.PSI_1, Rule.KS_05), SEED, 0, 500);
        assertThat(alarms)
                .containsEntry(Rule.KL_1, 130)
                .containsEntry(Rule.PSI_1, 419)
                .containsEntry(Rule.KS_05, 485);
    }

    @ParameterizedTest(name = "{0}: {1} windows")
    @CsvSource({"SHIFT_05,11", "SHIFT_10,4.1", "SHIFT_25,3.0", "RAMP,22", "SPREAD_05,8.4", "SPREAD_25,3.1"})
    void aChangeIsFoundAsSoonAsTheTableSays(Change change, double table) {
        // The table's figures for rank SR with a baseline of 200 (statistics of the design, simulation d2_events);
        // within 10 % or three standard errors.
        List<OptionalInt> delays = IntStream.range(0, 60)
                .mapToObj(repetition -> Delays.ofDetector(StreamKind.IID, 200, Delays.BEFORE, change, SEED, repetition))
                .toList();
        Delays.Summary summary = Delays.Summary.of(delays);
        assertThat(summary.missed()).isZero();
        assertThat(Math.abs(summary.mean() - table))
                .as("mean delay %s, table %s", summary.mean(), table)
                .isLessThanOrEqualTo(Math.max(.1 * table, 3 * summary.standardError()));
    }

    @Test
    void theSameSeedGivesTheSameEvents() {
        long[] counts = StreamKind.EVENTS_AR_9.source(new Chance(SEED)).next(0, Change.NONE, 0);
        assertThat(counts).containsExactly(111, 107, 112, 96, 115, 109, 100, 83, 89, 78);
    }

    @Test
    void aRateCarriesTheErrorOfItsParts() {
        FalseAlarms.Rate rate = FalseAlarms.Rate.of(List.of(0, 2, 1, 1), 5_000);
        // Mean 1 in 5,000; the variance of the parts 2/3, of their mean 1/6, below the 1/4 of four independent alarms.
        assertThat(rate.perTenThousand()).isEqualTo(2);
        assertThat(rate.standardError()).isEqualTo(1);
    }
}

package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part after the bar is what late events amend. */
class AlertRevisionTest {

    private static final SeriesId SERIES = new SeriesId("flights", "", "origin");

    private record Outcome(AlertRevision revision, List<AlertTransition> issued) {}

    private static Outcome revise(AlertPolicy policy, String saved, String before, String after) {
        AlertMachine machine = new AlertMachine(SERIES, policy);
        AlertReplay base = machine.replay(AlertState.INITIAL, GivenVerdicts.windows(saved));
        AlertReplay first = replay(machine, base, saved, before);
        AlertReplay again = replay(machine, base, saved, after);
        return new Outcome(
                AlertRevision.of(base.state(), first.state(), first.transitions(), again), first.transitions());
    }

    private static AlertReplay replay(AlertMachine machine, AlertReplay base, String saved, String windows) {
        List<JudgedWindow> all = GivenVerdicts.windows(saved + windows);
        return machine.replay(base.state(), all.subList(saved.length(), all.size()));
    }

    @ParameterizedTest(name = "{0}|{1} becomes {0}|{2}")
    @CsvSource({
        // nothing to tell
        "ss, ss,   ss,   ''",
        "ss, Ds,   Ds,   ''",
        "sD, ss,   ss,   ''",
        // an alert that was not seen before
        "ss, ss,   Ds,   '2 firing'",
        "ss, sss,  Dss,  '2 firing, 4 resolved cleared'",
        // the same alert on other evidence
        "ss, Ds,   Es,   '2 amended to firing'",
        // an alert that never was
        "ss, Ds,   ss,   '3 withdrawn'",
        "ss, Dss,  sss,  '4 withdrawn'",
        // one that goes on, or ends, other than was said
        "sD, ss,   sD,   '3 amended to firing'",
        "sD, sD,   ss,   '3 resolved cleared'",
        "sD, sss,  hss,  '4 amended to resolved cleared'",
        // begins elsewhere: another alert, since its first window names it
        "ss, sD,   DD,   '3 withdrawn, 2 firing'",
        "ss, Ds,   sD,   '3 withdrawn, 3 firing'"
    })
    void ofAnAlertThatFiresAtOnce(String saved, String before, String after, String told) {
        assertThat(GivenVerdicts.story(revise(AlertPolicy.DEFAULT, saved, before, after)
                        .revision()
                        .publish()))
                .isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}|{1} becomes {0}|{2}")
    @CsvSource({
        "ss, DD,   DD,   ''",
        // further on than was said
        "ss, Ds,   DD,   '3 amended to firing'",
        "ss, D?,   DD,   '3 firing'",
        "sD, s,    D,    '2 amended to firing'",
        // not so far
        "ss, DD,   Ds,   '3 withdrawn'",
        "ss, DD,   D?,   '2 amended to pending'",
        "sD, D,    s,    '2 withdrawn'",
        "sD, D,    ?,    '2 amended to pending'",
        "ss, D?,   s?,   '3 withdrawn'",
        "sD, ?,    s,    '2 resolved never_fired'",
        "sD, s,    ?,    '2 amended to pending'"
    })
    void ofAnAlertThatWaitsForTwoWindows(String saved, String before, String after, String told) {
        AlertPolicy policy = new AlertPolicy(2, 2, 0.8, Duration.ZERO);
        assertThat(GivenVerdicts.story(
                        revise(policy, saved, before, after).revision().publish()))
                .isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}|{1} becomes {0}|{2}")
    @CsvSource({
        // An alert that had resolved before the amended windows is never withdrawn: it was real.
        "DDs, DD,  sD,   '4 amended to pending'",
        "DDs, DD,  ss,   '4 amended to resolved cleared'",
        "DDs, DD,  Ds,   '4 resolved never_fired'"
    })
    void ofAnAlertThatOpenedAgain(String saved, String before, String after, String told) {
        AlertPolicy policy = new AlertPolicy(2, 1, 0.8, Duration.ofDays(1));
        assertThat(GivenVerdicts.story(
                        revise(policy, saved, before, after).revision().publish()))
                .isEqualTo(told);
    }

    @Test
    void numbersGoOnAfterAllThatWasToldBefore() {
        Outcome outcome = revise(AlertPolicy.DEFAULT, "ss", "Dss", "ssD");
        assertThat(outcome.issued()).extracting(AlertTransition::sequence).containsExactly(1L, 2L);
        assertThat(outcome.revision().publish())
                .extracting(AlertTransition::sequence)
                .containsExactly(3L, 4L);
        assertThat(outcome.revision().state().sequence()).isEqualTo(4);
    }

    @Test
    void anAmendmentCarriesTheEvidenceThatStandsNow() {
        AlertTransition amended = revise(AlertPolicy.DEFAULT, "ss", "Ds", "Es")
                .revision()
                .publish()
                .get(0);
        assertThat(amended.evidence()).containsExactly(new Evidence.Level(0.06, 0.02, 0.004));
    }

    @Test
    void aSecondRevisionIsComparedWithTheFirst() {
        AlertMachine machine = new AlertMachine(SERIES, AlertPolicy.DEFAULT);
        AlertReplay first = machine.replay(AlertState.INITIAL, GivenVerdicts.windows("ss"));
        AlertReplay second = machine.replay(AlertState.INITIAL, GivenVerdicts.windows("Ds"));
        AlertReplay third = machine.replay(AlertState.INITIAL, GivenVerdicts.windows("ss"));
        AlertRevision one = AlertRevision.of(AlertState.INITIAL, first.state(), first.transitions(), second);
        AlertRevision two = AlertRevision.of(AlertState.INITIAL, one.state(), second.transitions(), third);
        assertThat(GivenVerdicts.story(one.publish())).isEqualTo("0 firing");
        assertThat(GivenVerdicts.story(two.publish())).isEqualTo("1 withdrawn");
        assertThat(two.publish().get(0).sequence()).isEqualTo(2);
    }
}

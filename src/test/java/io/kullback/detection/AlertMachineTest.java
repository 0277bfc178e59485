package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.histogram.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertMachineTest {

    private static final SeriesId SERIES = new SeriesId("flights", "", "origin");
    private static final AlertPolicy TWO_TO_FIRE = new AlertPolicy(2, 2, 0.8, Duration.ZERO);

    private static AlertReplay run(AlertPolicy policy, String windows) {
        return new AlertMachine(SERIES, policy).replay(AlertState.INITIAL, GivenVerdicts.windows(windows));
    }

    private static String story(AlertReplay replay) {
        return GivenVerdicts.story(replay.transitions());
    }

    @Test
    void firesInTheFirstDriftedWindowUnlessToldToWait() {
        assertThat(story(run(AlertPolicy.DEFAULT, "ssD"))).isEqualTo("2 firing");
    }

    @Test
    void staysPendingUntilTheDriftHasHeldForAsManyWindowsAsAskedFor() {
        assertThat(story(run(new AlertPolicy(3, 2, 0.8, Duration.ZERO), "sDDD")))
                .isEqualTo("1 pending, 3 firing");
    }

    @Test
    void driftThatEndsBeforeItFiresNeverFired() {
        assertThat(story(run(TWO_TO_FIRE, "DsD"))).isEqualTo("0 pending, 1 resolved never_fired, 2 pending");
    }

    @Test
    void resolvesAfterTwoClearWindowsInARow() {
        assertThat(story(run(AlertPolicy.DEFAULT, "DsDss"))).isEqualTo("0 firing, 4 resolved cleared");
    }

    @Test
    void aWindowBetweenTheTwoLevelsKeepsItFiring() {
        assertThat(story(run(AlertPolicy.DEFAULT, "DshshsD"))).isEqualTo("0 firing");
    }

    @Test
    void whatCannotBeJudgedNeitherResolvesNorCountsAsClear() {
        AlertReplay replay = run(AlertPolicy.DEFAULT, "Ds??????");
        assertThat(story(replay)).isEqualTo("0 firing");
        assertThat(((AlertState.Firing) replay.state()).clear()).isEqualTo(1);
        assertThat(story(run(AlertPolicy.DEFAULT, "Ds??????s"))).isEqualTo("0 firing, 8 resolved cleared");
    }

    @Test
    void whatCannotBeJudgedKeepsPendingWithItsCount() {
        assertThat(story(run(TWO_TO_FIRE, "D???D"))).isEqualTo("0 pending, 4 firing");
        assertThat(run(TWO_TO_FIRE, "D???").state()).isInstanceOf(AlertState.Pending.class);
    }

    @Test
    void aPlainThresholdCountsItsOwnWindowsAndNotThoseOfAnother() {
        Evidence psi = new Evidence.Threshold("psi", 0.3, 0.1, 2);
        Evidence js = new Evidence.Threshold("js", 0.3, 0.1, 2);
        List<JudgedWindow> windows = List.of(
                new JudgedWindow(GivenVerdicts.window(0), new Verdict.Drifted(0, List.of(psi))),
                new JudgedWindow(GivenVerdicts.window(1), new Verdict.Drifted(0, List.of(js))),
                new JudgedWindow(GivenVerdicts.window(2), new Verdict.Drifted(0, List.of(psi, js))));
        AlertReplay replay = new AlertMachine(SERIES, AlertPolicy.DEFAULT).replay(AlertState.INITIAL, windows);
        assertThat(story(replay)).isEqualTo("0 pending, 2 firing");
        assertThat(replay.transitions().get(1).evidence()).containsExactly(psi, js);
    }

    @Test
    void aChangeFiresAtOnceAndHoldsTwiceAsLongAsItTookToFind() {
        Evidence change = new Evidence.Change(
                "location",
                Evidence.Direction.UP,
                11,
                10.86,
                GivenVerdicts.window(-1).start(),
                3);
        AlertMachine machine = new AlertMachine(SERIES, new AlertPolicy(5, 2, 0.8, Duration.ZERO));
        AlertStep found =
                machine.next(AlertState.INITIAL, GivenVerdicts.window(1), new Verdict.Drifted(0.02, List.of(change)));
        assertThat(found.transition().orElseThrow().kind()).isEqualTo(Kind.FIRING);
        assertThat(found.transition().orElseThrow().since())
                .isEqualTo(GivenVerdicts.window(-1).start());
        AlertReplay after =
                machine.replay(found.state(), GivenVerdicts.windows("ssssssss").subList(2, 8));
        assertThat(story(after)).isEqualTo("7 resolved cleared");
    }

    @Test
    void aVerdictWithoutFiguresIsRuleBs() {
        AlertStep step = new AlertMachine(SERIES, AlertPolicy.DEFAULT)
                .next(AlertState.INITIAL, GivenVerdicts.window(0), new Verdict.Drifted(0.02));
        assertThat(step.state().status()).isEqualTo(AlertStatus.FIRING);
        assertThat(step.transition().orElseThrow().evidence().get(0).rule()).isEqualTo(DriftRule.LEVEL);
    }

    @Test
    void lessToSeeIsNoReasonToResolve() {
        // The same divergence in a smaller window: the lower bound is below min-kl, so the verdict is stable, but the
        // estimate still stands above.
        Evidence stillThere = new Evidence.Level(0.05, 0.02, 0.03);
        AlertMachine machine = new AlertMachine(SERIES, AlertPolicy.DEFAULT);
        AlertState state = machine.next(AlertState.INITIAL, GivenVerdicts.window(0), new Verdict.Drifted(0.02))
                .state();
        for (int i = 1; i < 10; i++) {
            state = machine.next(
                            state, GivenVerdicts.window(i), new Verdict.Stable(List.of(stillThere), Optional.empty()))
                    .state();
        }
        assertThat(state.status()).isEqualTo(AlertStatus.FIRING);
    }

    private static AlertState after(AlertState state, int first, int windows, Evidence... readings) {
        AlertMachine machine = new AlertMachine(SERIES, AlertPolicy.DEFAULT);
        AlertState now = state;
        for (int i = first; i < first + windows; i++) {
            now = machine.next(now, GivenVerdicts.window(i), new Verdict.Stable(List.of(readings), Optional.empty()))
                    .state();
        }
        return now;
    }

    @Test
    void theAlertOfARestlessSeriesResolvesWhenItsWindowsAreAgainWhatIsOrdinaryForIt() {
        // Its ordinary windows show 0.19 nats, of which 0.01 is the noise of independent events: far above min-kl.
        AlertState firing = after(AlertState.INITIAL, 0, 1);
        firing = new AlertMachine(SERIES, AlertPolicy.DEFAULT)
                .next(firing, GivenVerdicts.window(1), new Verdict.Drifted(0.02))
                .state();
        assertThat(after(firing, 2, 2, new Evidence.Level(0.18, 0.02, 0.01, 0.18))
                        .status())
                .isEqualTo(AlertStatus.INACTIVE);
        // 0.8 · 0.19 above what is ordinary is where it begins to hold.
        assertThat(after(firing, 2, 9, new Evidence.Level(0.34, 0.02, 0.01, 0.18))
                        .status())
                .isEqualTo(AlertStatus.FIRING);
        assertThat(after(firing, 2, 2, new Evidence.Level(0.33, 0.02, 0.01, 0.18))
                        .status())
                .isEqualTo(AlertStatus.INACTIVE);
    }

    @Test
    void ofTheManyQuietWindowsThatASlowChangeAsksForOnlyTheLastNeedBeClear() {
        Evidence change = new Evidence.Change(
                "location",
                Evidence.Direction.UP,
                11,
                10.86,
                GivenVerdicts.window(-40).start(),
                40);
        AlertState firing = new AlertMachine(SERIES, AlertPolicy.DEFAULT)
                .next(AlertState.INITIAL, GivenVerdicts.window(0), new Verdict.Drifted(0.02, List.of(change)))
                .state();
        Evidence near = new Evidence.Level(0.018, 0.02, 0.004);
        Evidence far = new Evidence.Level(0.001, 0.02, 0.004);
        AlertState seen = after(after(after(firing, 1, 50, far), 51, 1, near), 52, 28, far);
        assertThat(seen.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(after(seen, 80, 1, far).status()).isEqualTo(AlertStatus.INACTIVE);
        assertThat(after(seen, 80, 1, near).status()).isEqualTo(AlertStatus.FIRING);
        assertThat(after(after(seen, 80, 1, near), 81, 2, far).status()).isEqualTo(AlertStatus.INACTIVE);
    }

    @Test
    void driftWithinTheCooldownOpensTheSameAlertAgain() {
        AlertPolicy policy = new AlertPolicy(1, 1, 0.8, Duration.ofHours(3));
        List<AlertTransition> transitions = run(policy, "DsssD").transitions();
        assertThat(GivenVerdicts.story(transitions)).isEqualTo("0 firing, 1 resolved cleared, 4 firing");
        assertThat(transitions.get(2).alert()).isEqualTo(transitions.get(0).alert());
        assertThat(transitions).extracting(AlertTransition::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void driftAfterTheCooldownIsANewAlert() {
        AlertPolicy policy = new AlertPolicy(1, 1, 0.8, Duration.ofHours(3));
        List<AlertTransition> transitions = run(policy, "DssssD").transitions();
        assertThat(transitions.get(2).alert()).isNotEqualTo(transitions.get(0).alert());
    }

    @Test
    void anAlertThatOpenedAgainAndDidNotFireIsResolvedAsBefore() {
        AlertPolicy policy = new AlertPolicy(2, 1, 0.8, Duration.ofHours(5));
        AlertReplay replay = run(policy, "DDsDs");
        assertThat(story(replay))
                .isEqualTo("0 pending, 1 firing, 2 resolved cleared, 3 pending, 4 resolved never_fired");
        assertThat(((AlertState.Resolved) replay.state()).at())
                .isEqualTo(GivenVerdicts.window(2).end());
    }

    @Test
    void acceptingTheNewNormalEndsTheAlertAndLaterDriftIsAnother() {
        AlertMachine machine = new AlertMachine(SERIES, new AlertPolicy(1, 2, 0.8, Duration.ofDays(9)));
        AlertReplay firing = machine.replay(AlertState.INITIAL, GivenVerdicts.windows("DD"));
        AlertStep accepted = machine.accept(firing.state());
        assertThat(accepted.transition().orElseThrow().ending()).contains(Ending.ACCEPTED);
        assertThat(accepted.transition().orElseThrow().at())
                .isEqualTo(GivenVerdicts.window(1).end());
        AlertReplay later =
                machine.replay(accepted.state(), GivenVerdicts.windows("DDsD").subList(2, 4));
        assertThat(later.transitions().get(0).alert())
                .isNotEqualTo(firing.transitions().get(0).alert());
        assertThat(later.transitions().get(0).sequence()).isEqualTo(3);
    }

    @Test
    void thereIsNothingToAcceptWhereThereIsNoAlert() {
        AlertStep step = new AlertMachine(SERIES, AlertPolicy.DEFAULT).accept(AlertState.INITIAL);
        assertThat(step).isEqualTo(new AlertStep(AlertState.INITIAL, Optional.empty()));
    }

    @Test
    void anIdDependsOnTheSeriesAndTheFirstWindowAlone() {
        Alert alert = Alert.beginning(SERIES, GivenVerdicts.window(3));
        assertThat(alert.id())
                .isEqualTo(run(AlertPolicy.DEFAULT, "sssDD")
                        .transitions()
                        .get(0)
                        .alert()
                        .id());
        assertThat(alert.id()).matches("[0-9a-f]{16}");
        assertThat(alert.id())
                .isNotEqualTo(Alert.beginning(SERIES, GivenVerdicts.window(4)).id());
        assertThat(Alert.beginning(new SeriesId("a", "b", "c"), GivenVerdicts.window(0))
                        .id())
                .isNotEqualTo(Alert.beginning(new SeriesId("a", "bc", ""), GivenVerdicts.window(0))
                        .id());
    }

    @Test
    void refusesAWindowThatIsNotNewer() {
        AlertMachine machine = new AlertMachine(SERIES, AlertPolicy.DEFAULT);
        AlertState state =
                machine.replay(AlertState.INITIAL, GivenVerdicts.windows("ss")).state();
        Window again = GivenVerdicts.window(1);
        assertThatThrownBy(() -> machine.next(state, again, new Verdict.Stable()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series 'flights/origin': window [2026-01-01T01:00:00Z, 2026-01-01T02:00:00Z) is not newer"
                        + " than [2026-01-01T01:00:00Z, 2026-01-01T02:00:00Z), the newest one that its alert has seen."
                        + " Go back to the state saved before the window and replay from there.");
    }

    @Test
    void aPolicyThatCouldNeverFireOrResolveCannotBeMade() {
        assertThatThrownBy(() -> new AlertPolicy(0, 2, 0.8, Duration.ZERO))
                .hasMessage("for must be at least 1 window, but is 0");
        assertThatThrownBy(() -> new AlertPolicy(1, 0, 0.8, Duration.ZERO))
                .hasMessage("clear-windows must be at least 1, but is 0");
        assertThatThrownBy(() -> new AlertPolicy(1, 2, 1.2, Duration.ZERO))
                .hasMessage(
                        "clear-level is a part of the level at which an alert fires and must be above 0 and at most 1,"
                                + " but is 1.2");
        assertThatThrownBy(() -> new AlertPolicy(1, 2, 0.8, Duration.ofHours(-1)))
                .hasMessage("cooldown must be at least 0, but is PT-1H");
    }
}

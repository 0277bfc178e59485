package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.histogram.Window;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every sequence of verdicts. */
class AlertPropertiesTest {

    private static final SeriesId SERIES = new SeriesId("payments", "DE", "amount");

    private static final Map<AlertStatus, Set<AlertStatus>> LEGAL = Map.of(
            AlertStatus.INACTIVE, Set.of(AlertStatus.INACTIVE, AlertStatus.PENDING, AlertStatus.FIRING),
            AlertStatus.PENDING,
                    Set.of(AlertStatus.PENDING, AlertStatus.FIRING, AlertStatus.INACTIVE, AlertStatus.RESOLVED),
            AlertStatus.FIRING, Set.of(AlertStatus.FIRING, AlertStatus.RESOLVED, AlertStatus.INACTIVE),
            AlertStatus.RESOLVED,
                    Set.of(AlertStatus.RESOLVED, AlertStatus.INACTIVE, AlertStatus.PENDING, AlertStatus.FIRING));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    private static AlertPolicy policy(Random random) {
        return new AlertPolicy(
                1 + random.nextInt(3), 1 + random.nextInt(3), 0.8, Duration.ofHours(random.nextInt(3) * 4L));
    }

    private static List<JudgedWindow> windows(Random random, int count) {
        List<JudgedWindow> windows = new ArrayList<>();
        for (int hour = 0; hour < count; hour++) {
            windows.add(new JudgedWindow(GivenVerdicts.window(hour), verdict(random, hour)));
        }
        return windows;
    }

    private static Verdict verdict(Random random, int hour) {
        return switch (random.nextInt(8)) {
            case 0 -> new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, 0, 0);
            case 1 ->
                new Verdict.Drifted(
                        0.02,
                        List.of(new Evidence.Change(
                                "scale",
                                Evidence.Direction.DOWN,
                                12,
                                10.86,
                                GivenVerdicts.window(hour - 2).start(),
                                1 + random.nextInt(3))));
            case 2 ->
                new Verdict.Drifted(
                        0.02,
                        List.of(
                                new Evidence.Threshold("psi", 0.3, 0.25, 1 + random.nextInt(2)),
                                new Evidence.Level(0.04, 0.02, 0.001)));
            case 3 -> GivenVerdicts.verdict('D');
            case 4 -> GivenVerdicts.verdict('h');
            default -> GivenVerdicts.verdict('s');
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onlyLegalTransitionsHappenAndNoAlertResolvesWithoutEvidence(long seed) {
        Random random = new Random(seed);
        AlertMachine machine = new AlertMachine(SERIES, policy(random));
        AlertState state = AlertState.INITIAL;
        long sequence = 0;
        Map<String, Kind> last = new HashMap<>();
        for (JudgedWindow judged : windows(random, 300)) {
            AlertStep step = machine.next(state, judged.window(), judged.verdict());
            assertThat(LEGAL.get(state.status())).contains(step.state().status());
            assertThat(step.state().newest()).contains(judged.window());
            if (step.transition().isPresent()) {
                AlertTransition told = step.transition().get();
                sequence++;
                assertThat(told.sequence()).isEqualTo(sequence);
                assertThat(told.window()).isEqualTo(judged.window());
                assertThat(judged.verdict()).isNotInstanceOf(Verdict.Inconclusive.class);
                if (told.kind() == Kind.RESOLVED) {
                    assertThat(judged.verdict()).isInstanceOf(Verdict.Stable.class);
                    assertThat(last.get(told.alert().id()))
                            .isEqualTo(told.ending().orElseThrow() == Ending.CLEARED ? Kind.FIRING : Kind.PENDING);
                }
                last.put(told.alert().id(), told.kind());
            } else {
                boolean isForgotten =
                        state.status() == AlertStatus.RESOLVED && step.state().status() == AlertStatus.INACTIVE;
                assertThat(step.state().status() == state.status() || isForgotten)
                        .isTrue();
            }
            assertThat(step.state().sequence()).isEqualTo(sequence);
            state = step.state();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whoeverGoesOnFromSavedBytesGetsTheSameTransitions(long seed) throws IOException {
        Random random = new Random(seed);
        AlertMachine machine = new AlertMachine(SERIES, policy(random));
        List<JudgedWindow> windows = windows(random, 150);
        AlertReplay whole = machine.replay(AlertState.INITIAL, windows);
        AlertState restored = AlertState.INITIAL;
        List<AlertTransition> transitions = new ArrayList<>();
        for (JudgedWindow judged : windows) {
            AlertStep step = machine.next(restored, judged.window(), judged.verdict());
            restored = restored(step.state());
            assertThat(restored).isEqualTo(step.state());
            if (step.transition().isPresent()) {
                transitions.add(restored(step.transition().get()));
            }
        }
        assertThat(transitions).isEqualTo(whole.transitions());
        assertThat(restored).isEqualTo(whole.state());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void replayingTheSameWindowsAgainTellsNothing(long seed) {
        Random random = new Random(seed);
        AlertMachine machine = new AlertMachine(SERIES, policy(random));
        List<JudgedWindow> windows = windows(random, 60);
        AlertReplay first = machine.replay(AlertState.INITIAL, windows.subList(0, 30));
        AlertReplay second = machine.replay(first.state(), windows.subList(30, 60));
        AlertRevision revision = AlertRevision.of(first.state(), second.state(), second.transitions(), second);
        assertThat(revision.publish()).isEmpty();
        assertThat(revision.state()).isEqualTo(second.state());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void afterARevisionEveryReceiverKnowsHowEachAlertStands(long seed) {
        Random random = new Random(seed);
        AlertMachine machine = new AlertMachine(SERIES, policy(random));
        List<JudgedWindow> windows = windows(random, 60);
        AlertReplay first = machine.replay(AlertState.INITIAL, windows.subList(0, 30));
        AlertReplay before = machine.replay(first.state(), windows.subList(30, 60));
        List<JudgedWindow> amended = new ArrayList<>(windows.subList(30, 60));
        int changed = random.nextInt(amended.size());
        Window window = amended.get(changed).window();
        amended.set(changed, new JudgedWindow(window, verdict(random, 30 + changed)));
        AlertReplay after = machine.replay(first.state(), amended);
        AlertRevision revision = AlertRevision.of(first.state(), before.state(), before.transitions(), after);

        Map<String, AlertStatus> received = new HashMap<>();
        List<AlertTransition> told = new ArrayList<>(first.transitions());
        told.addAll(before.transitions());
        told.addAll(revision.publish());
        told.forEach(transition -> received.put(transition.alert().id(), transition.status()));
        Map<String, AlertStatus> truth = new HashMap<>();
        first.transitions().forEach(transition -> truth.put(transition.alert().id(), transition.status()));
        after.transitions().forEach(transition -> truth.put(transition.alert().id(), transition.status()));
        received.forEach((id, status) -> assertThat(standsOrIsOver(status))
                .as("alert %s", id)
                .isEqualTo(standsOrIsOver(truth.getOrDefault(id, AlertStatus.INACTIVE))));
        assertThat(received.keySet()).containsAll(truth.keySet());
        assertThat(told)
                .extracting(AlertTransition::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, told.size()).boxed().toList());
    }

    /** Withdrawn, and resolved without having fired, are the same to a receiver: there is no such alert. */
    private static Optional<AlertStatus> standsOrIsOver(AlertStatus status) {
        return status == AlertStatus.INACTIVE || status == AlertStatus.RESOLVED
                ? Optional.empty()
                : Optional.of(status);
    }

    @Test
    void aStateIsSmall() throws IOException {
        AlertState firing = new AlertMachine(SERIES, AlertPolicy.DEFAULT)
                .next(AlertState.INITIAL, GivenVerdicts.window(0), GivenVerdicts.verdict('D'))
                .state();
        assertThat(bytes(firing)).hasSizeLessThan(150);
    }

    @Test
    void bytesOfAnotherVersionAreRefused() throws IOException {
        byte[] bytes = bytes(AlertState.INITIAL);
        bytes[0] = 9;
        assertThatThrownBy(() -> AlertCodec.readState(new DataInputStream(new ByteArrayInputStream(bytes))))
                .isInstanceOf(IOException.class)
                .hasMessage("alert state has format version 9, but only 1 is known here. It was written by a newer"
                        + " Kullback, or is not alert state.");
    }

    private static byte[] bytes(AlertState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AlertCodec.write(state, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static AlertState restored(AlertState state) throws IOException {
        return AlertCodec.readState(new DataInputStream(new ByteArrayInputStream(bytes(state))));
    }

    private static AlertTransition restored(AlertTransition transition) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AlertCodec.write(transition, new DataOutputStream(bytes));
        return AlertCodec.readTransition(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}

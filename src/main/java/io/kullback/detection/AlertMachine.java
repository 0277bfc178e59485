package io.kullback.detection;

import io.kullback.histogram.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the verdicts on one series' windows into alerts. A function of state and window: whoever keeps the state can go on from it anywhere, and gets the
 * same transitions.
 */
public final class AlertMachine {

    private final SeriesId series;
    private final AlertPolicy policy;

    public AlertMachine(SeriesId series, AlertPolicy policy) {
        this.series = series;
        this.policy = policy;
    }

    /**
     * The next closed window.
     *
     * @throws IllegalArgumentException if the window does not begin after the newest one the state has seen: for an amended window, go back to the state
     *     before it and {@link #replay}
     */
    public AlertStep next(AlertState state, Window window, Verdict verdict) {
        state.newest().ifPresent(newest -> requireNewer(newest, window));
        AlertMoment moment = new AlertMoment(series, policy, window);
        if (verdict instanceof Verdict.Drifted drifted) {
            return state.drifted(moment, findings(drifted));
        }
        return verdict instanceof Verdict.Stable stable
                ? state.stable(moment, stable.readings())
                : state.inconclusive(moment);
    }

    /** A verdict without figures rests on rule B, which has at least reached its level. */
    private static List<Evidence> findings(Verdict.Drifted drifted) {
        return drifted.evidence().isEmpty()
                ? List.of(new Evidence.Level(drifted.minKl(), drifted.minKl(), 0))
                : drifted.evidence();
    }

    private void requireNewer(Window newest, Window window) {
        if (!window.start().isAfter(newest.start())) {
            throw new IllegalArgumentException("series '" + series + "': window " + window
                    + " is not newer than " + newest + ", the newest one that its alert has seen. Go back to the state"
                    + " saved before the window and replay from there.");
        }
    }

    /** An operator takes what the windows show now for normal: an alert that is pending or firing ends, and later drift is a new alert. */
    public AlertStep accept(AlertState state) {
        return state.accepted(series);
    }

    /** All windows in order, from a saved state. */
    public AlertReplay replay(AlertState saved, List<JudgedWindow> windows) {
        AlertState state = saved;
        List<AlertTransition> transitions = new ArrayList<>();
        for (JudgedWindow judged : windows) {
            AlertStep step = next(state, judged.window(), judged.verdict());
            step.transition().ifPresent(transitions::add);
            state = step.state();
        }
        return new AlertReplay(state, transitions);
    }
}

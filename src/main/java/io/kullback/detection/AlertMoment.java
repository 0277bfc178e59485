package io.kullback.detection;

import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.histogram.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whose window is being looked at, and under which policy: what the steps of {@link AlertState} have in common.
 *
 * @param window newer than all before it
 */
public record AlertMoment(SeriesId series, AlertPolicy policy, Window window) {

    Alert newAlert() {
        return Alert.beginning(series, window);
    }

    /** The first drifted window of an alert: it fires at once, or waits for more. */
    AlertStep open(Alert alert, List<Evidence> findings, Optional<Instant> resolvedAt, long sequence) {
        List<Streak> streaks = Streak.after(List.of(), findings);
        if (isLongEnough(findings, streaks)) {
            return fire(alert, findings, sequence);
        }
        return AlertStep.telling(
                new AlertState.Pending(alert, findings, streaks, resolvedAt, window, sequence + 1),
                transition(alert, Kind.PENDING, findings, Optional.empty(), sequence + 1));
    }

    /** A further drifted window of a pending alert. */
    AlertStep goOn(AlertState.Pending pending, List<Evidence> findings) {
        List<Streak> streaks = Streak.after(pending.streaks(), findings);
        if (isLongEnough(findings, streaks)) {
            return fire(pending.alertBegun(), findings, pending.sequence());
        }
        return AlertStep.silent(new AlertState.Pending(
                pending.alertBegun(), findings, streaks, pending.resolvedAt(), window, pending.sequence()));
    }

    private boolean isLongEnough(List<Evidence> findings, List<Streak> streaks) {
        for (int i = 0; i < findings.size(); i++) {
            if (streaks.get(i).length() >= findings.get(i).windowsToFire(policy)) {
                return true;
            }
        }
        return false;
    }

    private AlertStep fire(Alert alert, List<Evidence> findings, long sequence) {
        return AlertStep.telling(
                new AlertState.Firing(alert, findings, 0, quietNeeded(findings), 0, window, sequence + 1),
                transition(alert, Kind.FIRING, findings, Optional.empty(), sequence + 1));
    }

    /** Windows in a row without drift that are needed after this window. */
    int quietNeeded(List<Evidence> findings) {
        return findings.stream()
                .mapToInt(finding -> finding.windowsToClear(policy))
                .max()
                .orElse(policy.clearWindows());
    }

    boolean isClear(List<Evidence> readings) {
        return readings.stream().noneMatch(reading -> reading.holds(policy));
    }

    /** Whether this window begins within the cooldown of an alert that resolved then. */
    boolean isCoolingDown(Instant resolvedAt) {
        return window.start().isBefore(resolvedAt.plus(policy.cooldown()));
    }

    /** The state of an alert that is over: remembered while it may open again, else forgotten. */
    AlertState resolved(Alert alert, Instant resolvedAt, long sequence) {
        return window.end().isBefore(resolvedAt.plus(policy.cooldown()))
                ? new AlertState.Resolved(alert, resolvedAt, window, sequence)
                : new AlertState.Inactive(Optional.of(window), sequence);
    }

    AlertTransition transition(
            Alert alert, Kind kind, List<Evidence> evidence, Optional<Ending> ending, long sequence) {
        AlertStatus status = switch (kind) {
            case PENDING -> AlertStatus.PENDING;
            case FIRING -> AlertStatus.FIRING;
            case RESOLVED -> AlertStatus.RESOLVED;
            case AMENDED, WITHDRAWN ->
                throw new IllegalArgumentException(kind + " comes of comparing two replays, never of a window");
        };
        return new AlertTransition(series, alert, kind, status, window, evidence, ending, sequence);
    }
}

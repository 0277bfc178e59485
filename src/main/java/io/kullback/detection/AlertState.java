package io.kullback.detection;

import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.histogram.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the alert of one series stands, and all that is needed to go on. Each state has only the steps that are legal from it.
 *
 * <p>An alert resolves only by the evidence of a newer window, or by an operator. Windows about which nothing can be told, and the absence of windows, leave
 * everything as it is.
 */
public sealed interface AlertState {

    /** The state before the first window. */
    AlertState INITIAL = new Inactive(Optional.empty(), 0);

    /** Where the alert stands. */
    AlertStatus status();

    /** The alert; empty where there is none. */
    Optional<Alert> alert();

    /** What was last measured in a drifted window of an alert that is on; else empty. */
    List<Evidence> evidence();

    /** The newest window seen; empty before the first. */
    Optional<Window> newest();

    /** Number of transitions issued for the series so far. */
    long sequence();

    /** The same state after so many transitions. */
    AlertState numbered(long sequence);

    /** A window that a rule calls drifted. */
    AlertStep drifted(AlertMoment moment, List<Evidence> findings);

    /** A window that no rule calls drifted. */
    AlertStep stable(AlertMoment moment, List<Evidence> readings);

    /** A window of which nothing can be told. */
    AlertStep inconclusive(AlertMoment moment);

    /** An operator takes what the windows show now for normal. */
    AlertStep accepted(SeriesId series);

    /** No alert. */
    record Inactive(Optional<Window> newest, long sequence) implements AlertState {
        @Override
        public AlertStatus status() {
            return AlertStatus.INACTIVE;
        }

        @Override
        public Optional<Alert> alert() {
            return Optional.empty();
        }

        @Override
        public List<Evidence> evidence() {
            return List.of();
        }

        @Override
        public AlertState numbered(long number) {
            return new Inactive(newest, number);
        }

        @Override
        public AlertStep drifted(AlertMoment moment, List<Evidence> findings) {
            return moment.open(moment.newAlert(), findings, Optional.empty(), sequence);
        }

        @Override
        public AlertStep stable(AlertMoment moment, List<Evidence> readings) {
            return inconclusive(moment);
        }

        @Override
        public AlertStep inconclusive(AlertMoment moment) {
            return AlertStep.silent(new Inactive(Optional.of(moment.window()), sequence));
        }

        @Override
        public AlertStep accepted(SeriesId series) {
            return AlertStep.silent(this);
        }
    }

    /**
     * Drifted, but not yet for long enough.
     *
     * @param streaks for how long, by rule and measure
     * @param resolvedAt when the alert had resolved, if it is one that opened again
     */
    record Pending(
            Alert alertBegun,
            List<Evidence> evidence,
            List<Streak> streaks,
            Optional<Instant> resolvedAt,
            Window newestWindow,
            long sequence)
            implements AlertState {

        public Pending {
            evidence = List.copyOf(evidence);
            streaks = List.copyOf(streaks);
        }

        @Override
        public AlertStatus status() {
            return AlertStatus.PENDING;
        }

        @Override
        public Optional<Alert> alert() {
            return Optional.of(alertBegun);
        }

        @Override
        public Optional<Window> newest() {
            return Optional.of(newestWindow);
        }

        @Override
        public AlertState numbered(long number) {
            return new Pending(alertBegun, evidence, streaks, resolvedAt, newestWindow, number);
        }

        @Override
        public AlertStep drifted(AlertMoment moment, List<Evidence> findings) {
            return moment.goOn(this, findings);
        }

        @Override
        public AlertStep stable(AlertMoment moment, List<Evidence> readings) {
            AlertState after = resolvedAt
                    .map(then -> moment.resolved(alertBegun, then, sequence + 1))
                    .orElseGet(() -> new Inactive(Optional.of(moment.window()), sequence + 1));
            return AlertStep.telling(
                    after,
                    moment.transition(
                            alertBegun, Kind.RESOLVED, readings, Optional.of(Ending.NEVER_FIRED), sequence + 1));
        }

        @Override
        public AlertStep inconclusive(AlertMoment moment) {
            return AlertStep.silent(new Pending(alertBegun, evidence, streaks, resolvedAt, moment.window(), sequence));
        }

        @Override
        public AlertStep accepted(SeriesId series) {
            return accept(series, alertBegun, newestWindow, sequence);
        }
    }

    /**
     * The alert is on.
     *
     * @param quiet windows in a row so far that did not drift, at least 0
     * @param quietNeeded such windows in a row before it may resolve, at least 1
     * @param clear how many of the last ones were clear, at most {@code quiet}
     */
    record Firing(
            Alert alertOn,
            List<Evidence> evidence,
            int quiet,
            int quietNeeded,
            int clear,
            Window newestWindow,
            long sequence)
            implements AlertState {

        public Firing {
            evidence = List.copyOf(evidence);
            if (clear < 0 || clear > quiet || quietNeeded < 1) {
                throw new IllegalArgumentException("a firing alert needs at least 1 quiet window, and no more are clear"
                        + " than are quiet, but it has " + quiet + " of " + quietNeeded + " and " + clear + " clear");
            }
        }

        @Override
        public AlertStatus status() {
            return AlertStatus.FIRING;
        }

        @Override
        public Optional<Alert> alert() {
            return Optional.of(alertOn);
        }

        @Override
        public Optional<Window> newest() {
            return Optional.of(newestWindow);
        }

        @Override
        public AlertState numbered(long number) {
            return new Firing(alertOn, evidence, quiet, quietNeeded, clear, newestWindow, number);
        }

        @Override
        public AlertStep drifted(AlertMoment moment, List<Evidence> findings) {
            return AlertStep.silent(new Firing(
                    alertOn,
                    findings,
                    0,
                    Math.max(quietNeeded, moment.quietNeeded(findings)),
                    0,
                    moment.window(),
                    sequence));
        }

        @Override
        public AlertStep stable(AlertMoment moment, List<Evidence> readings) {
            int clearNow = moment.isClear(readings) ? clear + 1 : 0;
            // Not all quiet windows need be clear: of the hundreds that a slow change asks for, a few are not by
            // chance.
            if (quiet + 1 < quietNeeded || clearNow < moment.policy().clearWindows()) {
                return AlertStep.silent(
                        new Firing(alertOn, evidence, quiet + 1, quietNeeded, clearNow, moment.window(), sequence));
            }
            return AlertStep.telling(
                    moment.resolved(alertOn, moment.window().end(), sequence + 1),
                    moment.transition(alertOn, Kind.RESOLVED, readings, Optional.of(Ending.CLEARED), sequence + 1));
        }

        @Override
        public AlertStep inconclusive(AlertMoment moment) {
            return AlertStep.silent(
                    new Firing(alertOn, evidence, quiet, quietNeeded, clear, moment.window(), sequence));
        }

        @Override
        public AlertStep accepted(SeriesId series) {
            return accept(series, alertOn, newestWindow, sequence);
        }
    }

    /**
     * Over, but so lately that new drift opens the same alert again.
     *
     * @param at when it resolved
     */
    record Resolved(Alert alertOver, Instant at, Window newestWindow, long sequence) implements AlertState {
        @Override
        public AlertStatus status() {
            return AlertStatus.RESOLVED;
        }

        @Override
        public Optional<Alert> alert() {
            return Optional.of(alertOver);
        }

        @Override
        public List<Evidence> evidence() {
            return List.of();
        }

        @Override
        public Optional<Window> newest() {
            return Optional.of(newestWindow);
        }

        @Override
        public AlertState numbered(long number) {
            return new Resolved(alertOver, at, newestWindow, number);
        }

        @Override
        public AlertStep drifted(AlertMoment moment, List<Evidence> findings) {
            return moment.isCoolingDown(at)
                    ? moment.open(alertOver, findings, Optional.of(at), sequence)
                    : moment.open(moment.newAlert(), findings, Optional.empty(), sequence);
        }

        @Override
        public AlertStep stable(AlertMoment moment, List<Evidence> readings) {
            return inconclusive(moment);
        }

        @Override
        public AlertStep inconclusive(AlertMoment moment) {
            return AlertStep.silent(moment.resolved(alertOver, at, sequence));
        }

        @Override
        public AlertStep accepted(SeriesId series) {
            return AlertStep.silent(new Inactive(Optional.of(newestWindow), sequence));
        }
    }

    private static AlertStep accept(SeriesId series, Alert alert, Window window, long sequence) {
        return AlertStep.telling(
                new Inactive(Optional.of(window), sequence + 1),
                new AlertTransition(
                        series,
                        alert,
                        Kind.RESOLVED,
                        AlertStatus.RESOLVED,
                        window,
                        List.of(),
                        Optional.of(Ending.ACCEPTED),
                        sequence + 1));
    }
}

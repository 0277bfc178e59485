package io.kullback.detection;

import io.kullback.histogram.Window;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A step of an alert, for those who are told and for the audit trail. Holds nothing of wall-clock time, so that a replay gives the same.
 *
 * <p>Whoever only wants to know how things stand looks at {@link #status} of the transition with the highest sequence number of each alert.
 *
 * @param alert which alert
 * @param status where the alert stands after it; {@link AlertStatus#INACTIVE} when it was withdrawn
 * @param window the newest window that the transition rests on
 * @param evidence what was measured in it; empty where an operator decided
 * @param ending how the alert ended, if the status is resolved
 * @param sequence counts the transitions of the series from 1, with those that amend or withdraw others
 */
public record AlertTransition(
        SeriesId series,
        Alert alert,
        Kind kind,
        AlertStatus status,
        Window window,
        List<Evidence> evidence,
        Optional<Ending> ending,
        long sequence) {

    public AlertTransition {
        evidence = List.copyOf(evidence);
        if (ending.isPresent() != (status == AlertStatus.RESOLVED)) {
            throw new IllegalArgumentException(
                    "an ending belongs to a resolved alert, but the status is " + status + " and the ending " + ending);
        }
    }

    /** The event time of the transition: when its window had ended. */
    public Instant at() {
        return window.end();
    }

    /** When the drift began, as far as can be told from this transition. */
    public Instant since() {
        return status == AlertStatus.PENDING || status == AlertStatus.FIRING
                ? evidence.stream()
                        .map(piece -> piece.onset(alert.first()))
                        .min(Instant::compareTo)
                        .filter(onset -> onset.isBefore(alert.first().start()))
                        .orElse(alert.first().start())
                : alert.first().start();
    }

    /** The same transition under another number. */
    AlertTransition numbered(long number) {
        return new AlertTransition(series, alert, kind, status, window, evidence, ending, number);
    }

    /** What happened. */
    public enum Kind {
        /** Drift was seen, but not yet for long enough. */
        PENDING,
        /** The alert is on. */
        FIRING,
        /** The alert is over. */
        RESOLVED,
        /** Late events changed what had been said of this alert. */
        AMENDED,
        /** Late events showed that there never was such an alert. */
        WITHDRAWN;

        /** The kind in the alerts topic. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an alert ended. */
    public enum Ending {
        /** Newer windows are clear. */
        CLEARED,
        /** The drift ended before the alert had fired. */
        NEVER_FIRED,
        /** An operator took the new state for normal. */
        ACCEPTED;

        /** The ending in the alerts topic. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package io.kullback.exposition;

import io.kullback.detection.AlertStatus;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import java.util.Locale;

/** What is said of a series now: where its alert stands. A window of which nothing can be told changes nothing. */
public enum SeriesState {
    /** No window could be judged yet. */
    UNKNOWN,
    /** There is no alert. */
    OK,
    /** Drift was seen, but not yet for as many windows as the policy asks for. */
    PENDING,
    /** The alert is on. */
    FIRING;

    /** The state after one more window. */
    static SeriesState after(SeriesState before, WindowResult result) {
        AlertStatus status = result.alert().status();
        return switch (status) {
            case PENDING -> PENDING;
            case FIRING -> FIRING;
            case INACTIVE, RESOLVED ->
                before == UNKNOWN && result.verdict() instanceof Verdict.Inconclusive ? UNKNOWN : OK;
        };
    }

    /** The state in metrics and in the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.kullback.exposition;

import io.kullback.detection.Verdict;
import java.util.Locale;
import java.util.Optional;

/** What is said of a series now. An inconclusive window changes nothing: not knowing is neither drift nor its end. */
public enum SeriesState {
    /** No window could be judged yet. */
    UNKNOWN,
    /** The last window that could be judged was stable. */
    OK,
    /** The last window that could be judged was drifted. */
    FIRING;

    /** The state after one more window; empty where the verdict leaves it as it is. */
    static Optional<SeriesState> after(Verdict verdict) {
        if (verdict instanceof Verdict.Drifted) {
            return Optional.of(FIRING);
        }
        return verdict instanceof Verdict.Stable ? Optional.of(OK) : Optional.empty();
    }

    /** The state in metrics and in the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

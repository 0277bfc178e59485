package io.kullback.app.replay;

import io.kullback.stream.Replay;
import io.kullback.stream.ReplayRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a replay came to, for whoever writes it down.
 *
 * @param source where the events came from, for people
 * @param candidates one, or the two that are compared, the one under {@code FILE} first
 * @param outcomes what became of the records, by findings
 */
record ReplayReport(
        String source, ReplayRange range, List<Candidate> candidates, Map<Findings, Replay.Outcome> outcomes) {

    ReplayReport {
        candidates = List.copyOf(candidates);
        outcomes = Map.copyOf(outcomes);
    }

    Candidate first() {
        return candidates.get(0);
    }

    Replay.Outcome outcome(Findings findings) {
        return Optional.ofNullable(outcomes.get(findings)).orElseThrow();
    }

    /** How the alerts differ; empty where there is nothing to compare with. */
    Optional<AlertDiff> diff() {
        if (candidates.size() < 2) {
            return Optional.empty();
        }
        Candidate other = candidates.get(1);
        return Optional.of(AlertDiff.of(
                first().alerts(),
                other.alerts(),
                series -> first().namesOf(other).apply(series)));
    }
}

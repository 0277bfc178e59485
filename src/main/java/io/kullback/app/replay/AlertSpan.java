package io.kullback.app.replay;

import io.kullback.detection.DriftRule;
import io.kullback.detection.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One alert that fired, from its onset to its end.
 *
 * @param id as on the alerts topic
 * @param since when the drift began, as far as could be told when the alert fired
 * @param fired end of the window on which it fired
 * @param until end of the window on which it resolved; empty where the events ended first
 * @param rules that found it
 * @param explanation what moved, in words; may be empty
 */
record AlertSpan(
        SeriesId series,
        String id,
        Instant since,
        Instant fired,
        Optional<Instant> until,
        Set<DriftRule> rules,
        String explanation) {

    AlertSpan {
        rules = Set.copyOf(rules);
    }

    AlertSpan endingAt(Optional<Instant> end) {
        return new AlertSpan(series, id, since, fired, end, rules, explanation);
    }

    boolean hasTheTimesOf(AlertSpan other) {
        return since.equals(other.since) && until.equals(other.until);
    }

    /** How long both are on together; zero where they only touch, negative where they are apart. */
    Duration overlap(AlertSpan other) {
        Instant end = until.orElse(Instant.MAX);
        Instant otherEnd = other.until.orElse(Instant.MAX);
        return Duration.between(
                since.isAfter(other.since) ? since : other.since, end.isBefore(otherEnd) ? end : otherEnd);
    }

    /** Whether none of the rules that found it keeps a budget. */
    boolean isOfThresholdsAlone() {
        return rules.equals(Set.of(DriftRule.THRESHOLD));
    }

    /** The rules by name: {@code level}, {@code change+level}. */
    String rulesText() {
        return new TreeSet<>(rules).stream().map(DriftRule::label).collect(Collectors.joining("+"));
    }
}

package io.kullback.alert;

import java.time.Duration;
import java.time.Instant;

/** When to try again: a second after the first failure, then twice as long each time, at most half a minute. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 5;

    private int failures;
    private Instant due = Instant.MIN;

    void failed(Instant now) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        due = now.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
        failures++;
    }

    void succeeded() {
        failures = 0;
        due = Instant.MIN;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /** How long from now on nothing is to be tried; zero if it may be. */
    Duration rest(Instant now) {
        return isDue(now) ? Duration.ZERO : Duration.between(now, due);
    }

    /** Failures since the last success. */
    int failures() {
        return failures;
    }
}

package io.kullback.config;

import io.kullback.detection.AlertPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads when drifted windows become an alert, and when it is over. */
final class PolicySection {

    private static final AlertPolicy ANY = AlertPolicy.DEFAULT;

    private final Section alert;

    private PolicySection(Section alert) {
        this.alert = alert;
    }

    /**
     * What an {@code alert} says of it.
     *
     * @param standard what holds where it says nothing
     * @return empty if it is wrong, which has been noted
     */
    static Optional<AlertPolicy> policy(Section alert, AlertPolicy standard) {
        return new PolicySection(alert).policy(standard);
    }

    private Optional<AlertPolicy> policy(AlertPolicy standard) {
        Optional<Integer> forWindows = legal(
                ProblemCode.OUT_OF_RANGE,
                "for",
                alert.count("for", standard.forWindows()),
                windows -> new AlertPolicy(windows, ANY.clearWindows(), ANY.clearLevel(), ANY.cooldown()),
                "Write for example 'for: 3'.");
        Optional<Integer> clearWindows = legal(
                ProblemCode.OUT_OF_RANGE,
                "clear-windows",
                alert.count("clear-windows", standard.clearWindows()),
                windows -> new AlertPolicy(ANY.forWindows(), windows, ANY.clearLevel(), ANY.cooldown()),
                "2 are usual.");
        Optional<Double> clearLevel = legal(
                ProblemCode.ILLEGAL_THRESHOLD,
                "clear-level",
                alert.number("clear-level", standard.clearLevel()),
                level -> new AlertPolicy(ANY.forWindows(), ANY.clearWindows(), level, ANY.cooldown()),
                "0.8 is usual.");
        Duration cooldown = alert.duration("cooldown", standard.cooldown());
        return forWindows.flatMap(windows -> clearWindows.flatMap(
                clear -> clearLevel.map(level -> new AlertPolicy(windows, clear, level, cooldown))));
    }

    /** A value that the policy's own rules take when all else is right; else the mistake is noted where it stands. */
    private <T> Optional<T> legal(ProblemCode code, String key, T value, Function<T, AlertPolicy> rule, String remedy) {
        return alert.parsed(code, key, () -> rule.apply(value), remedy).map(policy -> value);
    }
}

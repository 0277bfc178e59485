package io.kullback.app.replay;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.Evidence;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The alerts of one series that fired, put together from their steps. One that resolved and opened again is one alert. */
final class Alerts {

    private final Map<String, AlertSpan> byId = new LinkedHashMap<>();

    void accept(AlertTransition step, String explanation) {
        String id = step.alert().id();
        AlertSpan known = byId.get(id);
        switch (step.status()) {
            case FIRING ->
                byId.put(
                        id,
                        known == null
                                ? new AlertSpan(
                                        step.series(),
                                        id,
                                        step.since(),
                                        step.at(),
                                        Optional.empty(),
                                        step.evidence().stream()
                                                .map(Evidence::rule)
                                                .collect(Collectors.toCollection(TreeSet::new)),
                                        explanation)
                                : known.endingAt(Optional.empty()));
            case RESOLVED -> {
                if (known != null) {
                    byId.put(id, known.endingAt(Optional.of(end(known, step))));
                }
            }
            // Pending again after it had resolved: what is on from here is told when it fires. Amended so that it never
            // fired, or withdrawn: gone.
            case PENDING -> {
                if (step.kind() != AlertTransition.Kind.PENDING) {
                    byId.remove(id);
                }
            }
            case INACTIVE -> byId.remove(id);
        }
    }

    /** An alert that opened again, but did not fire again, ended when it had resolved. */
    private static Instant end(AlertSpan known, AlertTransition step) {
        return step.kind() == AlertTransition.Kind.AMENDED
                ? step.at()
                : known.until().orElse(step.at());
    }

    Collection<AlertSpan> all() {
        return List.copyOf(byId.values());
    }
}

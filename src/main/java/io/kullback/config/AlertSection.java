package io.kullback.config;

import io.kullback.detection.DecisionSettings;
import java.time.Duration;
import java.util.Optional;

/** Reads when a window is called drifted: for a monitor, and again for a feature that differs from it. */
final class AlertSection {

    private AlertSection() {}

    /**
     * What the key {@code alert} of a section says.
     *
     * @param standard what holds where it says nothing
     * @return empty if it is wrong, which has been noted
     */
    static Optional<DecisionSettings> settings(Section section, DecisionSettings standard) {
        Optional<Section> alert = section.section("alert");
        if (alert.isEmpty()) {
            return Optional.of(standard);
        }
        double minKl = alert.get().number("min-kl", standard.minKl());
        long minEvents = alert.get().whole("min-events", standard.minEvents());
        Optional<Section> budget = alert.get().section("false-alarms");
        double atMost =
                budget.map(b -> b.number("at-most", standard.falseAlarms())).orElse(standard.falseAlarms());
        Duration per = budget.map(b -> b.duration("per", standard.per())).orElse(standard.per());
        budget.ifPresent(Section::finish);
        alert.get().finish();
        return section.parsed(
                ProblemCode.OUT_OF_RANGE,
                "alert",
                () -> new DecisionSettings(atMost, per, minKl, minEvents),
                "See config/kullback.reference.yaml for the ranges.");
    }
}

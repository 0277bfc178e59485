package io.kullback.config;

import io.kullback.detection.AlertPolicy;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.ThresholdRule;
import io.kullback.histogram.FeatureType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads when a window is called drifted and when that is an alert: for a monitor, and again for a feature that differs from it. */
final class AlertSection {

    private final Optional<Section> section;
    private final DecisionSettings standard;
    private final List<ThresholdSection> thresholds;

    /**
     * The key {@code alert} of a section.
     *
     * @param standard what holds where it says nothing
     */
    AlertSection(Section parent, DecisionSettings standard) {
        this.section = parent.section("alert");
        this.standard = standard;
        this.thresholds = section.map(alert -> alert.sections("thresholds")).orElse(List.of()).stream()
                .map(ThresholdSection::new)
                .toList();
    }

    /** What it says; empty if something of it is wrong, which has been noted. To be asked once. */
    Optional<DecisionSettings> settings() {
        return section.map(this::settings).orElse(Optional.of(standard));
    }

    private Optional<DecisionSettings> settings(Section alert) {
        double minKl = alert.number("min-kl", standard.minKl());
        long minEvents = alert.whole("min-events", standard.minEvents());
        Optional<DecisionSettings> budget = BudgetSection.settings(alert, standard);
        Optional<ChangeRule> change = ChangeSection.rule(alert, standard.change());
        Optional<AlertPolicy> policy = PolicySection.policy(alert, standard.policy());
        List<ThresholdRule> rules =
                thresholds.stream().flatMap(one -> one.rule().stream()).toList();
        // An empty list is an answer too: a feature that has none of its monitor's thresholds.
        List<ThresholdRule> inForce = alert.has("thresholds") ? rules : standard.thresholds();
        alert.finish();
        if (budget.isEmpty() || change.isEmpty() || policy.isEmpty() || rules.size() < thresholds.size()) {
            return Optional.empty();
        }
        return alert.parsed(
                ProblemCode.OUT_OF_RANGE,
                minEvents < 1 ? "min-events" : "min-kl",
                () -> new DecisionSettings(
                        budget.get().falseAlarms(),
                        budget.get().per(),
                        minKl,
                        minEvents,
                        change.get(),
                        policy.get(),
                        inForce),
                "See config/kullback.reference.yaml for the ranges.");
    }

    /** Notes each threshold of this section that none of the types of features has a value for. */
    void requireThatThresholdsApplyTo(Set<FeatureType> types) {
        thresholds.forEach(threshold -> threshold.requireThatItAppliesTo(types));
    }
}

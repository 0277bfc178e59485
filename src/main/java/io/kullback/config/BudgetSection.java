package io.kullback.config;

import io.kullback.detection.DecisionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads how many false alarms are allowed: for all monitors together, for one, or for a feature that differs from its monitor. */
final class BudgetSection {

    static final String KEY = "false-alarms";
    private static final String REMEDY = "Write for example 'at-most: 1'.";

    private BudgetSection() {}

    /**
     * What the key {@value #KEY} of a section says.
     *
     * @param standard what holds where it says nothing
     * @return {@code standard} with that budget; empty if it is wrong, which has been noted
     */
    static Optional<DecisionSettings> settings(Section parent, DecisionSettings standard) {
        return parent.section(KEY).map(budget -> read(budget, standard)).orElse(Optional.of(standard));
    }

    private static Optional<DecisionSettings> read(Section budget, DecisionSettings standard) {
        double atMost = budget.number("at-most", standard.falseAlarms());
        Duration per = budget.duration("per", standard.per());
        budget.finish();
        Optional<DecisionSettings> allowed = budget.parsed(
                ProblemCode.OUT_OF_RANGE, "at-most", () -> standard.withBudget(atMost, standard.per()), REMEDY);
        Optional<DecisionSettings> horizon = budget.parsed(
                ProblemCode.OUT_OF_RANGE,
                "per",
                () -> standard.withBudget(standard.falseAlarms(), per),
                "Write for example 'per: 30d'.");
        return allowed.isPresent() && horizon.isPresent()
                ? Optional.of(standard.withBudget(atMost, per))
                : Optional.empty();
    }

    /**
     * What each monitor of a list starts from. One that states no budget of its own gets an equal part of the budget of all, if there is one; expectations
     * add, so the parts keep the whole.
     */
    static List<DecisionSettings> ofEach(Section root, List<Section> monitors) {
        long sharing = monitors.stream()
                .filter(monitor -> !monitor.hasBelow("alert", KEY))
                .count();
        if (root.has(KEY) && sharing == 0 && !monitors.isEmpty()) {
            root.problem(
                    ProblemCode.OUT_OF_RANGE,
                    KEY,
                    "the budget of all monitors has nobody to be divided over: each monitor states its own",
                    "Remove it, or the 'false-alarms' of the monitors that should share it.");
        }
        DecisionSettings share = root.section(KEY)
                .filter(budget -> budget.require("at-most", REMEDY))
                .flatMap(budget -> read(budget, DecisionSettings.DEFAULT))
                .filter(whole -> sharing > 0)
                .map(whole -> whole.dividedBy(sharing))
                .orElse(DecisionSettings.DEFAULT);
        return monitors.stream()
                .map(monitor -> monitor.hasBelow("alert", KEY) ? DecisionSettings.DEFAULT : share)
                .toList();
    }
}

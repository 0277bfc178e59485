package io.kullback.config;

import io.kullback.detection.ThresholdRule;
import io.kullback.histogram.FeatureType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one plain threshold. */
final class ThresholdSection {

    private static final Map<String, Optional<String>> DIVERGENCES =
            ThresholdRule.NAMES.stream().collect(Collectors.toMap(Function.identity(), Optional::of));

    private final Section section;
    private final Optional<ThresholdRule> rule;

    ThresholdSection(Section section) {
        this.section = section;
        this.rule = read();
    }

    /** The threshold; empty if something of it is missing or wrong, which has been noted. */
    Optional<ThresholdRule> rule() {
        return rule;
    }

    private Optional<ThresholdRule> read() {
        boolean hasDivergence = section.require("divergence", "Write for example 'divergence: psi'.");
        boolean hasAbove = section.require("above", "Write for example 'above: 0.1'.");
        Optional<String> divergence = section.choice("divergence", DIVERGENCES, Optional.empty());
        double above = section.number("above", 0);
        int forWindows = section.count("for", 1);
        section.finish();
        String any = ThresholdRule.NAMES.get(0);
        Optional<ThresholdRule> withLevel = section.parsed(
                ProblemCode.ILLEGAL_THRESHOLD,
                "above",
                () -> new ThresholdRule(any, above, 1),
                "Write for example 'above: 0.1'.");
        Optional<ThresholdRule> withRun = section.parsed(
                ProblemCode.OUT_OF_RANGE,
                "for",
                () -> new ThresholdRule(any, 0, forWindows),
                "Write for example 'for: 3'.");
        return hasDivergence && hasAbove && withLevel.isPresent() && withRun.isPresent()
                ? divergence.map(name -> new ThresholdRule(name, above, forWindows))
                : Optional.empty();
    }

    /** Notes a threshold that none of the types of features has a value for. */
    void requireThatItAppliesTo(Set<FeatureType> types) {
        rule.filter(one -> types.stream().noneMatch(one::appliesTo))
                .ifPresent(one -> section.problem(
                        ProblemCode.INAPPLICABLE_THRESHOLD,
                        "divergence",
                        one.needsOrder()
                                ? "'" + one.divergence() + "' needs values that have an order, but there is no number"
                                : "vectors have no '" + one.divergence() + "'",
                        one.needsOrder() && !types.equals(Set.of(FeatureType.VECTOR))
                                ? "Use kl, psi or js_distance, which need no order."
                                : "Use kl, which vectors have."));
    }
}

package io.kullback.config;

import io.kullback.detection.DecisionSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.FeatureType;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorBinning;
import io.kullback.ingest.FieldPath;
import io.kullback.stream.FeatureSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads one feature. */
final class FeatureSection {

    static final int DEFAULT_QUANTILES = 20;
    static final int DEFAULT_TOP = 30;
    private static final Map<String, Optional<FeatureType>> TYPES = Map.of(
            "number", Optional.of(FeatureType.NUMBER),
            "category", Optional.of(FeatureType.CATEGORY),
            "boolean", Optional.of(FeatureType.BOOLEAN),
            "vector", Optional.of(FeatureType.VECTOR),
            "posterior", Optional.of(FeatureType.POSTERIOR));
    private static final String DIMENSION_REMEDY = "Say how many elements each list has.";
    private static final String BINS_REMEDY = "Edges must rise; see config/kullback.reference.yaml.";

    private final Section section;
    private final DecisionSettings ofMonitor;

    /** @param ofMonitor what holds where the feature itself says nothing */
    FeatureSection(Section section, DecisionSettings ofMonitor) {
        this.section = section;
        this.ofMonitor = ofMonitor;
    }

    /** The feature; empty if something of it is missing or wrong, which has been noted. */
    Optional<FeatureSettings> settings() {
        Optional<String> name = section.require("name", "Give the feature a name of its own.")
                ? section.text("name")
                : Optional.empty();
        name.filter(text -> text.isEmpty() || text.length() > 128)
                .ifPresent(text -> section.problem(
                        ProblemCode.ILLEGAL_NAME,
                        "name",
                        "a feature's name has 1 to 128 characters",
                        "Choose a shorter one."));
        boolean hasType =
                section.require("type", "Write 'type: number', 'category', 'boolean', 'vector' or 'posterior'.");
        Optional<FeatureType> known = section.choice("type", TYPES, Optional.empty());
        FeatureType type = known.orElse(FeatureType.BOOLEAN);
        Optional<List<FieldPath>> fields = fields(type, name);
        Optional<BinningRule> bins = hasType ? bins(type, fields) : Optional.empty();
        AlertSection alert = new AlertSection(section, inherited(known));
        known.ifPresent(one -> alert.requireThatThresholdsApplyTo(Set.of(one)));
        Optional<DecisionSettings> decision = alert.settings();
        section.finish();
        if (name.isEmpty() || fields.isEmpty() || bins.isEmpty() || decision.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FeatureSettings(name.get(), fields.get(), bins.get(), decision.get()));
    }

    /** A monitor's thresholds hold for those of its features that have such a divergence. */
    private DecisionSettings inherited(Optional<FeatureType> type) {
        return ofMonitor.withThresholds(ofMonitor.thresholds().stream()
                .filter(rule -> type.filter(rule::appliesTo).isPresent())
                .toList());
    }

    private Optional<List<FieldPath>> fields(FeatureType type, Optional<String> name) {
        FieldsSection fields = new FieldsSection(section);
        return switch (type) {
            case NUMBER, CATEGORY, BOOLEAN -> fields.one("field", name).map(List::of);
            case VECTOR -> fields.ofVector(name);
            case POSTERIOR -> fields.ofPosterior();
        };
    }

    private Optional<BinningRule> bins(FeatureType type, Optional<List<FieldPath>> fields) {
        return switch (type) {
            case NUMBER -> number();
            case CATEGORY -> category();
            case BOOLEAN -> Optional.of(new BinningRule.Fixed(new BooleanBinning()));
            case VECTOR -> vector(fields.map(List::size));
            case POSTERIOR -> posterior();
        };
    }

    /** @param fields number of fields; empty if they are wrong, which has been noted */
    private Optional<BinningRule> vector(Optional<Integer> fields) {
        boolean isAgainstStandardNormal =
                section.choice("reference", Map.of("monitor", false, "standard-normal", true), false);
        boolean isOfOne = fields.filter(count -> count == 1).isPresent();
        boolean hasDimension = isOfOne ? section.require("dimension", DIMENSION_REMEDY) : section.has("dimension");
        if (fields.isEmpty() || (isOfOne && !hasDimension)) {
            return Optional.empty();
        }
        int dimension = section.count("dimension", fields.get());
        if (!isOfOne && dimension != fields.get()) {
            section.problem(
                    ProblemCode.OUT_OF_RANGE,
                    "dimension",
                    "there are " + fields.get() + " fields, but the dimension is " + dimension,
                    "Take out 'dimension', or correct 'fields'.");
            return Optional.empty();
        }
        return section.parsed(
                ProblemCode.OUT_OF_RANGE,
                "dimension",
                () -> new BinningRule.Fixed(new VectorBinning(dimension, isAgainstStandardNormal)),
                DIMENSION_REMEDY);
    }

    private Optional<BinningRule> posterior() {
        boolean hasDimension = section.require("dimension", DIMENSION_REMEDY);
        int dimension = section.count("dimension", 1);
        Optional<PosteriorBinning> standard = section.parsed(
                ProblemCode.OUT_OF_RANGE, "dimension", () -> PosteriorBinning.of(dimension), DIMENSION_REMEDY);
        if (!hasDimension || standard.isEmpty()) {
            section.section("bins");
            return Optional.empty();
        }
        if (!section.has("bins")) {
            return Optional.of(new BinningRule.Fixed(standard.get()));
        }
        return number().flatMap(rule -> {
            if (rule instanceof BinningRule.Fixed fixed && fixed.binning() instanceof NumberBinning edges) {
                return Optional.of(new BinningRule.Fixed(new PosteriorBinning(dimension, edges)));
            }
            section.problem(
                    ProblemCode.ILLEGAL_BINS,
                    "bins",
                    "the bins of a posterior's divergence cannot be learned from the reference",
                    "Give 'edges', 'equal-width' or 'log-spaced', or leave 'bins' out.");
            return Optional.empty();
        });
    }

    private Optional<BinningRule> number() {
        Optional<Section> bins = section.section("bins");
        if (bins.isEmpty()) {
            return Optional.of(new BinningRule.Quantiles(DEFAULT_QUANTILES));
        }
        Section given = bins.get();
        long kinds = Stream.of("quantiles", "edges", "equal-width", "log-spaced")
                .filter(given::has)
                .count();
        Optional<BinningRule> rule = Optional.empty();
        if (kinds != 1) {
            given.problem(
                    ProblemCode.ILLEGAL_BINS,
                    "bins are made in one way",
                    "Give exactly one of 'quantiles', 'edges', 'equal-width' and 'log-spaced'.");
        } else if (given.has("quantiles")) {
            rule = rule(
                    given,
                    "quantiles",
                    () -> new BinningRule.Quantiles(
                            (int) Math.min(given.whole("quantiles", DEFAULT_QUANTILES), 100_000)));
        } else if (given.has("edges")) {
            rule = rule(
                    given,
                    "edges",
                    () -> new BinningRule.Fixed(NumberBinning.ofEdges(given.numbers("edges").stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray())));
        } else if (given.has("equal-width")) {
            rule = spaced(given, "equal-width", NumberBinning::equalWidth);
        } else {
            rule = spaced(given, "log-spaced", NumberBinning::logSpaced);
        }
        given.finish();
        return rule;
    }

    private static Optional<BinningRule> rule(Section bins, String key, Supplier<BinningRule> maker) {
        return bins.parsed(ProblemCode.ILLEGAL_BINS, key, maker, BINS_REMEDY);
    }

    @FunctionalInterface
    private interface Spacing {
        NumberBinning between(double from, double to, int count);
    }

    private static Optional<BinningRule> spaced(Section bins, String key, Spacing spacing) {
        Section range = bins.section(key).orElseThrow();
        boolean hasFrom = range.require("from", "Name the first edge.");
        boolean hasTo = range.require("to", "Name the last edge.");
        boolean hasCount = range.require("count", "Say how many bins lie between the two.");
        double from = range.number("from", 0);
        double to = range.number("to", 1);
        long count = range.whole("count", 1);
        range.finish();
        return hasFrom && hasTo && hasCount
                ? rule(
                        bins,
                        key,
                        () -> new BinningRule.Fixed(spacing.between(from, to, (int) Math.min(count, 100_000))))
                : Optional.empty();
    }

    private Optional<BinningRule> category() {
        if (!section.has("categories")) {
            long top = section.whole("top", DEFAULT_TOP);
            return section.parsed(
                    ProblemCode.ILLEGAL_BINS,
                    "top",
                    () -> new BinningRule.TopCategories((int) Math.min(top, Integer.MAX_VALUE)),
                    "30 is usual.");
        }
        if (section.has("top")) {
            section.problem(
                    ProblemCode.ILLEGAL_BINS,
                    "top",
                    "'top' lets the reference choose the categories, but 'categories' lists them",
                    "Keep one of the two.");
        }
        boolean other = section.flag("other", true);
        List<String> categories = section.texts("categories");
        return section.parsed(
                ProblemCode.ILLEGAL_BINS,
                "categories",
                () -> new BinningRule.Fixed(
                        other ? CategoryBinning.of(categories) : CategoryBinning.closed(categories)),
                "List each category once.");
    }
}

package io.kullback.config;

import io.kullback.ingest.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where a feature's value stands in a record. */
final class FieldsSection {

    private static final String REMEDY = "Write a JSON Pointer, such as /payload/amount.";

    private final Section feature;

    FieldsSection(Section feature) {
        this.feature = feature;
    }

    /** The field that a key names, else the one that has the given name; empty if it is wrong, which has been noted. */
    Optional<FieldPath> one(String key, Optional<String> otherwise) {
        return feature.has(key)
                ? feature.parsed(key, ProblemCode.ILLEGAL_FIELD, FieldPath::parse, REMEDY)
                : otherwise.map(name -> new FieldPath(List.of(name)));
    }

    /** One field that holds a list, or the list of those that hold a number each. */
    Optional<List<FieldPath>> ofVector(Optional<String> name) {
        if (!feature.has("fields")) {
            return one("field", name).map(List::of);
        }
        if (feature.has("field")) {
            feature.problem(
                    ProblemCode.ILLEGAL_FIELD,
                    "field",
                    "'field' names a list of numbers, but 'fields' names each number",
                    "Keep one of the two.");
        }
        List<String> pointers = feature.texts("fields");
        List<FieldPath> fields = new ArrayList<>();
        pointers.forEach(
                pointer -> feature.parsed(ProblemCode.ILLEGAL_FIELD, "fields", () -> FieldPath.parse(pointer), REMEDY)
                        .ifPresent(fields::add));
        if (pointers.size() == 1) {
            feature.problem(
                    ProblemCode.ILLEGAL_FIELD,
                    "fields",
                    "there is one field, but a vector of several fields has at least two",
                    "Use 'field' for a list, or 'type: number'.");
        }
        return fields.size() > 1 && fields.size() == pointers.size() ? Optional.of(fields) : Optional.empty();
    }

    /** The list of means and that of the logarithms of variances. */
    Optional<List<FieldPath>> ofPosterior() {
        boolean hasMean = feature.require("mean", "Name the field that holds the means, such as /mu.");
        boolean hasVariance =
                feature.require("log-variance", "Name the field that holds ln of the variances, such as /logvar.");
        Optional<FieldPath> mean = hasMean ? one("mean", Optional.empty()) : Optional.empty();
        Optional<FieldPath> variance = hasVariance ? one("log-variance", Optional.empty()) : Optional.empty();
        return mean.flatMap(one -> variance.map(two -> List.of(one, two)));
    }
}

package io.kullback.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a field stands in a record's value: a JSON Pointer (RFC 6901) such as {@code /origin} or {@code /payload/amount}.
 *
 * @param steps names of the nested objects' members, outermost first; at least one
 */
public record FieldPath(List<String> steps) {

    public FieldPath {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a field path must name at least one member");
        }
        steps = List.copyOf(steps);
    }

    /**
     * Reads a JSON Pointer.
     *
     * @throws IllegalArgumentException if the text does not begin with a slash, or has an unfinished escape
     */
    public static FieldPath parse(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a field must be a JSON Pointer such as '/" + pointer + "', but is '" + pointer + "'");
        }
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            if (step.replace("~0", "").replace("~1", "").contains("~")) {
                throw new IllegalArgumentException(
                        "'~' must be followed by 0 or 1 in a JSON Pointer, but the field is '" + pointer + "'");
            }
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return new FieldPath(steps);
    }

    /** The path as a JSON Pointer. */
    @Override
    public String toString() {
        StringBuilder pointer = new StringBuilder();
        steps.forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}

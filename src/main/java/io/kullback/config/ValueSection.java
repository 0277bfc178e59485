package io.kullback.config;

import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how the values of a topic's records are written. */
final class ValueSection {

    private static final String KEY = "value";
    private static final String JSON = "json";
    private static final String CSV = "csv";

    private ValueSection() {}

    /** The format that a monitor names, JSON if it names none; empty if it is wrong, which has been noted. */
    static Optional<ValueFormat> format(Section monitor) {
        Optional<Section> value = monitor.section(KEY);
        if (value.isEmpty()) {
            return Optional.of(ValueFormat.JSON);
        }
        String name = value.get().choice("format", Map.of(JSON, JSON, CSV, CSV), JSON);
        Optional<ValueFormat> format = name.equals(CSV) ? csv(value.get()) : Optional.of(ValueFormat.JSON);
        value.get().finish();
        return format;
    }

    private static Optional<ValueFormat> csv(Section value) {
        boolean hasColumns = value.require(
                "columns", "A line of CSV does not name its columns: write for example 'columns: [time, amount]'.");
        List<String> columns = value.texts("columns");
        Optional<Character> delimiter = value.text("delimiter")
                .map(text -> value.parsed(
                        ProblemCode.ILLEGAL_FORMAT, "delimiter", () -> one(text), "Write for example 'delimiter: ;'."))
                .orElse(Optional.of(ValueFormat.Csv.DEFAULT_DELIMITER));
        return hasColumns
                ? delimiter.flatMap(character -> value.parsed(
                        ProblemCode.ILLEGAL_FORMAT,
                        "columns",
                        () -> new ValueFormat.Csv(columns, character),
                        "Name each column once, in the order of the line, and choose a delimiter such as ';'."))
                : Optional.empty();
    }

    private static char one(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("the delimiter must be one character, but is '" + text + "'");
        }
        return text.charAt(0);
    }

    /** Whether records of the format can have a field; if not, that is noted at the key that names it. */
    static boolean requireField(Optional<ValueFormat> format, Section section, String key, FieldPath field) {
        Optional<String> problem = format.flatMap(known -> known.lacks(field));
        problem.ifPresent(text ->
                section.problem(ProblemCode.ILLEGAL_FIELD, key, text, "Name one of the columns, as '/' and its name."));
        return problem.isEmpty();
    }
}

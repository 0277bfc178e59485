package io.kullback.ingest;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the value of a record is written. */
public sealed interface ValueFormat {

    /** One JSON object, UTF-8. */
    ValueFormat JSON = new Json();

    /** A decoder for the asked fields. */
    ValueDecoder decoder(Fields fields);

    /** Why no record of this format can have a field, for people; empty where one can. */
    Optional<String> lacks(FieldPath field);

    /** One JSON object, UTF-8. */
    record Json() implements ValueFormat {
        @Override
        public ValueDecoder decoder(Fields fields) {
            return new JsonDecoder(fields);
        }

        @Override
        public Optional<String> lacks(FieldPath field) {
            return Optional.empty();
        }
    }

    /**
     * One line of CSV (RFC 4180), UTF-8: column {@code delay} is field {@code /delay}.
     *
     * @param columns names of the columns, in order; at least one
     * @param delimiter stands between two cells
     */
    record Csv(List<String> columns, char delimiter) implements ValueFormat {

        public static final char DEFAULT_DELIMITER = ',';

        public Csv {
            columns = List.copyOf(columns);
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("there must be at least one column");
            }
            Set<String> seen = new HashSet<>();
            columns.stream().filter(column -> !seen.add(column)).findFirst().ifPresent(twice -> {
                throw new IllegalArgumentException(
                        "names of columns must differ, but '" + twice + "' stands there twice");
            });
            if (delimiter == '"' || delimiter == ' ' || (delimiter < ' ' && delimiter != '\t')) {
                throw new IllegalArgumentException(
                        "the delimiter must be a tab or a character that is seen, and not the quote");
            }
        }

        @Override
        public ValueDecoder decoder(Fields fields) {
            return new CsvDecoder(this, fields);
        }

        @Override
        public Optional<String> lacks(FieldPath field) {
            String column = column(field);
            return columns.contains(column)
                    ? Optional.empty()
                    : Optional.of("there is no column '" + column + "' for the field " + field + ", only "
                            + String.join(", ", columns));
        }

        /** Name of the column that a field stands in. */
        static String column(FieldPath field) {
            return String.join(".", field.steps());
        }
    }
}

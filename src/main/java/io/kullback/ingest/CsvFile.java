package io.kullback.ingest;

import io.kullback.histogram.FeatureType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads rows of a CSV file (RFC 4180, UTF-8, first line names the columns, gzipped if the name ends in {@code .gz}) as if each were a record:
 * column {@code delay} is field {@code /delay}. An empty cell is missing.
 */
public final class CsvFile {

    private CsvFile() {}

    /** A file that cannot be read as such. */
    public static final class CsvFormatException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CsvFormatException(String message) {
            super(message);
        }
    }

    /**
     * Reads a file.
     *
     * @param fields the fields asked for; each must be a column
     * @param types the type that a field's cells are read as; text where none is given, or where the cell is not of that type
     * @param row told of each row; the values are reused
     * @throws CsvFormatException if a column is missing or a row has too few cells
     */
    public static void read(Path file, Fields fields, Map<FieldPath, FeatureType> types, Consumer<FieldValues> row)
            throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (Reader reader = open(file);
                CSVParser rows =
                        CSVParser.builder().setReader(reader).setFormat(format).get()) {
            List<Column> columns = columns(file, rows, fields, types);
            FieldValues values = new FieldValues(fields.size());
            for (CSVRecord cells : rows) {
                values.clear();
                for (int slot = 0; slot < columns.size(); slot++) {
                    columns.get(slot).read(file, cells, slot, values);
                }
                row.accept(values);
            }
        }
    }

    private static Reader open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return new InputStreamReader(
                file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes, StandardCharsets.UTF_8);
    }

    private static List<Column> columns(Path file, CSVParser rows, Fields fields, Map<FieldPath, FeatureType> types) {
        List<Column> columns = new ArrayList<>();
        for (FieldPath field : fields.paths()) {
            String name = String.join(".", field.steps());
            Integer index = rows.getHeaderMap().get(name);
            if (index == null) {
                throw new CsvFormatException(file + " has no column '" + name + "' for field " + field
                        + "; its columns are " + String.join(", ", rows.getHeaderNames()));
            }
            columns.add(new Column(index, Optional.ofNullable(types.get(field))));
        }
        return columns;
    }

    private record Column(int index, Optional<FeatureType> type) {

        void read(Path file, CSVRecord cells, int slot, FieldValues values) {
            if (index >= cells.size()) {
                throw new CsvFormatException(file + ", row " + cells.getRecordNumber() + ": there are " + cells.size()
                        + " cells, but column " + (index + 1) + " is asked for");
            }
            String cell = cells.get(index);
            if (cell.isEmpty()) {
                return;
            }
            if (type.isEmpty()) {
                // Event times and segments: a number where it is one.
                OptionalInt digits =
                        cell.chars().filter(c -> c < '0' || c > '9').findFirst();
                if (digits.isEmpty() && cell.length() <= 15) {
                    values.setNumber(slot, Long.parseLong(cell));
                } else {
                    values.setText(slot, cell);
                }
                return;
            }
            switch (type.get()) {
                case NUMBER -> number(cell, slot, values);
                case VECTOR, POSTERIOR -> list(cell, slot, values);
                case CATEGORY -> values.setText(slot, cell);
                case BOOLEAN -> {
                    if (cell.equals("true") || cell.equals("false")) {
                        values.setBoolean(slot, cell.equals("true"));
                    } else {
                        values.setText(slot, cell);
                    }
                }
            }
        }

        /** Numbers with commas, semicolons or spaces between them, in brackets or not. */
        private static void list(String cell, int slot, FieldValues values) {
            try {
                values.beginList(slot);
                for (String element : cell.replaceAll("[\\[\\]]", "").strip().split("[,;\\s]+")) {
                    values.addToList(slot, Double.parseDouble(element));
                }
            } catch (NumberFormatException e) {
                values.setText(slot, cell);
            }
        }

        private static void number(String cell, int slot, FieldValues values) {
            try {
                values.setNumber(slot, Double.parseDouble(cell));
            } catch (NumberFormatException e) {
                values.setText(slot, cell);
            }
        }
    }
}

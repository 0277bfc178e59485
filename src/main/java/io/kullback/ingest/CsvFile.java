package io.kullback.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
     * @param row told of each row; the values are reused
     * @throws CsvFormatException if a column is missing or a row has too few cells
     */
    public static void read(Path file, Fields fields, Consumer<FieldValues> row) throws IOException {
        read(file, fields, (values, number, done, total) -> row.accept(values));
    }

    /** Told of each row. */
    @FunctionalInterface
    public interface RowVisitor {
        /**
         * @param values reused for the next row
         * @param row number of the row, from 1
         * @param done bytes of the file read so far, as they are on disk
         * @param total bytes of the file
         */
        void visit(FieldValues values, long row, long done, long total);
    }

    /** Reads a file, with an eye on how far it has come. As {@link #read(Path, Fields, Consumer)} otherwise. */
    public static void read(Path file, Fields fields, RowVisitor visitor) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        long total = Files.size(file);
        try (CountedBytes bytes = new CountedBytes(Files.newInputStream(file));
                Reader reader = open(file, bytes);
                CSVParser rows =
                        CSVParser.builder().setReader(reader).setFormat(format).get()) {
            List<Column> columns = columns(file, rows, fields);
            FieldValues values = new FieldValues(fields.size());
            for (CSVRecord cells : rows) {
                values.clear();
                for (int slot = 0; slot < columns.size(); slot++) {
                    columns.get(slot).read(file, cells, slot, values);
                }
                visitor.visit(values, cells.getRecordNumber(), bytes.count, total);
            }
        }
    }

    private static Reader open(Path file, InputStream raw) throws IOException {
        InputStream bytes = new BufferedInputStream(raw, 1 << 16);
        return new InputStreamReader(
                file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes, StandardCharsets.UTF_8);
    }

    private static List<Column> columns(Path file, CSVParser rows, Fields fields) {
        List<Column> columns = new ArrayList<>();
        for (FieldPath field : fields.paths()) {
            String name = ValueFormat.Csv.column(field);
            Integer index = rows.getHeaderMap().get(name);
            if (index == null) {
                throw new CsvFormatException(file + " has no column '" + name + "' for field " + field
                        + "; its columns are " + String.join(", ", rows.getHeaderNames()));
            }
            columns.add(new Column(index));
        }
        return columns;
    }

    /** Counts what is read in blocks, as whoever buffers does. */
    private static final class CountedBytes extends FilterInputStream {
        private long count;

        CountedBytes(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] block, int from, int length) throws IOException {
            int read = super.read(block, from, length);
            count += Math.max(0, read);
            return read;
        }
    }

    private record Column(int index) {

        void read(Path file, CSVRecord cells, int slot, FieldValues values) {
            if (index >= cells.size()) {
                throw new CsvFormatException(file + ", row " + cells.getRecordNumber() + ": there are " + cells.size()
                        + " cells, but column " + (index + 1) + " is asked for");
            }
            String cell = cells.get(index);
            if (!cell.isEmpty()) {
                values.setCell(slot, cell);
            }
        }
    }
}

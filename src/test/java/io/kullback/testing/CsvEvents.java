package io.kullback.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Rows of a data set as JSON events: a number stays the text it is, an empty cell is null. */
public final class CsvEvents {

    private CsvEvents() {}

    /** One event. */
    public record Event(long time, String json) {}

    /**
     * The events of a file of the shared folder.
     *
     * @param textColumns columns whose cells are texts even where they look like numbers
     */
    public static List<Event> of(String file, Set<String> textColumns) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedFolder.file(file))), StandardCharsets.UTF_8))) {
            String[] names = lines.readLine().split(",");
            List<Event> events = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                StringBuilder json = new StringBuilder("{");
                for (int i = 0; i < names.length; i++) {
                    json.append(i == 0 ? "" : ",").append('"').append(names[i]).append("\":");
                    json.append(value(cells[i], textColumns.contains(names[i])));
                }
                events.add(new Event(Long.parseLong(cells[0]), json.append('}').toString()));
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(String cell, boolean isText) {
        if (cell.isEmpty()) {
            return "null";
        }
        return isText ? '"' + cell + '"' : cell;
    }
}

package io.kullback.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.zip.GZIPInputStream;

/** The demo's events: a million flights in time order, read one after the other. */
public final class Flights implements AutoCloseable {

    /** Number of flights in the file. */
    public static final int COUNT = 1_000_000;

    private static final String RESOURCE = "/demo/flights-2001.csv.gz";

    private final BufferedReader lines;
    private String lastMinute = "";
    private long lastTime;

    private Flights(BufferedReader lines) {
        this.lines = lines;
    }

    /**
     * One flight as an event.
     *
     * @param time scheduled departure, epoch milliseconds
     * @param json the event's value, UTF-8
     */
    @SuppressWarnings("ArrayRecordComponent") // handed straight to the producer, never compared
    public record Flight(long time, byte[] json) {}

    /** Opens the file at its first flight. */
    public static Flights open() throws IOException {
        InputStream resource = Flights.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IOException("the demo's flights are not in the jar: " + RESOURCE);
        }
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(resource, 1 << 16), StandardCharsets.UTF_8), 1 << 16);
        lines.readLine();
        return new Flights(lines);
    }

    /** The next flight, or null after the last. */
    public Flight next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return null;
        }
        int first = line.indexOf(',');
        int second = line.indexOf(',', first + 1);
        String minute = line.substring(0, first);
        if (!minute.equals(lastMinute)) {
            lastMinute = minute;
            lastTime = OffsetDateTime.parse(minute).toInstant().toEpochMilli();
        }
        String json = "{\"time\":\"" + minute + "\",\"origin\":\"" + line.substring(first + 1, second) + "\",\"delay\":"
                + line.substring(second + 1) + "}";
        return new Flight(lastTime, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

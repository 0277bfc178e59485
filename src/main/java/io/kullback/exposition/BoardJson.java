package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The board as the API gives it. */
final class BoardJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Board board;
    private final BuildInfo build;

    BoardJson(Board board, BuildInfo build) {
        this.board = board;
        this.build = build;
    }

    /** Every monitor with its series, in brief. */
    byte[] monitors() {
        return json(out -> {
            out.writeStartObject();
            out.writeStringField("version", build.version());
            out.writeStringField("config_hash", build.configHash());
            out.writeArrayFieldStart("monitors");
            for (MonitorDescription monitor : board.monitors()) {
                monitor(monitor, out);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private void monitor(MonitorDescription monitor, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", monitor.name());
        out.writeStringField("topic", monitor.topic());
        out.writeStringField("window", monitor.windowText());
        out.writeNumberField("window_seconds", monitor.window().size().toMillis() / 1e3);
        out.writeNumberField("advance_seconds", monitor.window().advance().toMillis() / 1e3);
        if (board.sourcePartitions(monitor.name()).isPresent()) {
            out.writeNumberField(
                    "source_partitions", board.sourcePartitions(monitor.name()).getAsInt());
        }
        if (board.progress(monitor.name()).isPresent()) {
            progress(board.progress(monitor.name()).get(), out);
        }
        if (board.reference(monitor.name()).isPresent()) {
            out.writeObjectFieldStart("reference");
            out.writeStringField("id", board.reference(monitor.name()).get().id());
            out.writeStringField("origin", board.reference(monitor.name()).get().origin());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("series");
        // In the order of the configuration: what its owner thought of first comes first.
        for (FeatureDescription feature : monitor.features()) {
            for (Map.Entry<SeriesId, SeriesHistory> entry : board.series().entrySet()) {
                SeriesId id = entry.getKey();
                if (id.monitor().equals(monitor.name()) && id.feature().equals(feature.name())) {
                    out.writeStartObject();
                    brief(id, entry.getValue(), out);
                    out.writeEndObject();
                }
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void progress(MonitorProgress progress, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("progress");
        out.writeNumberField("records", progress.records());
        out.writeNumberField("counted", progress.counted());
        out.writeNumberField("late", progress.late());
        out.writeNumberField("future", progress.future());
        out.writeObjectFieldStart("rejected");
        for (Map.Entry<String, Long> reason : progress.rejected().entrySet()) {
            if (reason.getValue() > 0) {
                out.writeNumberField(reason.getKey(), reason.getValue());
            }
        }
        out.writeEndObject();
        out.writeNumberField("series_limit", progress.ceilings().series());
        out.writeNumberField("series_overflow", progress.ceilings().seriesOverflow());
        out.writeNumberField("categories_overflow", progress.ceilings().categoriesOverflow());
        time("latest_event", progress.latestEvent(), out);
        time("watermark", progress.watermark(), out);
        out.writeNumberField("partitions", progress.partitions().size());
        out.writeNumberField(
                "idle_partitions",
                progress.partitions().stream()
                        .filter(MonitorProgress.SourcePartition::idle)
                        .count());
        out.writeEndObject();
    }

    private static void time(String name, OptionalLong time, JsonGenerator out) throws IOException {
        if (time.isPresent()) {
            out.writeStringField(name, Instant.ofEpochMilli(time.getAsLong()).toString());
        }
    }

    private void brief(SeriesId id, SeriesHistory history, JsonGenerator out) throws IOException {
        out.writeStringField("monitor", id.monitor());
        out.writeStringField("segment", id.segment());
        out.writeStringField("feature", id.feature());
        Optional<FeatureDescription> feature =
                board.monitor(id.monitor()).flatMap(monitor -> monitor.feature(id.feature()));
        if (feature.isPresent()) {
            out.writeNumberField("min_kl", feature.get().minKl());
            out.writeNumberField("min_events", feature.get().minEvents());
        }
        out.writeStringField("state", history.state().label());
        out.writeBooleanField("stale", history.isStale());
        if (history.last().isPresent()) {
            WindowJson.alert(history.last().get().alert(), out);
        }
        out.writeArrayFieldStart("windows");
        for (SeriesHistory.Point point : history.points()) {
            point(point, out);
        }
        out.writeEndArray();
    }

    private static void point(SeriesHistory.Point point, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("start", point.start().toString());
        out.writeStringField("end", point.end().toString());
        out.writeNumberField("records", point.records());
        out.writeStringField("verdict", point.verdict().name());
        out.writeStringField("alert", point.alert().label());
        if (!(point.verdict() instanceof Verdict.Stable) && !point.explanation().isEmpty()) {
            out.writeStringField("explanation", point.explanation());
        }
        if (point.kl().isPresent()) {
            WindowJson.estimate(point.kl().get(), out);
        }
        out.writeEndObject();
    }

    /**
     * One series with the bins of one window.
     *
     * @param window start of the window; the newest one where empty
     * @return empty when there is no such series here
     */
    Optional<byte[]> series(SeriesId id, Optional<Instant> window) {
        SeriesHistory history = board.series().get(id);
        if (history == null) {
            return Optional.empty();
        }
        Optional<WindowResult> full = window.flatMap(history::window).or(history::last);
        return Optional.of(json(out -> {
            out.writeStartObject();
            brief(id, history, out);
            if (full.isPresent()) {
                out.writeObjectFieldStart("window");
                WindowJson.window(full.get(), out);
                out.writeEndObject();
            }
            out.writeEndObject();
        }));
    }

    /** A server-sent event: {@code changed} with the names of the monitors, or {@code alive} where there are none. */
    static byte[] event(Set<String> monitors) {
        byte[] data = json(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("monitors");
            for (String monitor : monitors) {
                out.writeString(monitor);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
        String name = monitors.isEmpty() ? "alive" : "changed";
        return ("event: " + name + "\ndata: " + new String(data, StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @FunctionalInterface
    private interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    private static byte[] json(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

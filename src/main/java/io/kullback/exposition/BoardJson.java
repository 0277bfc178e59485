package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The board as the API gives it. */
final class BoardJson {

    private final Board board;
    private final BuildInfo build;
    private final Whereabouts whereabouts;

    BoardJson(Board board, BuildInfo build, Whereabouts whereabouts) {
        this.board = board;
        this.build = build;
        this.whereabouts = whereabouts;
    }

    /**
     * Every monitor with its series, in brief.
     *
     * @param points most windows of each series, the newest
     */
    byte[] monitors(int points) {
        return JsonText.object(out -> {
            out.writeStringField("version", build.version());
            out.writeStringField("config_hash", build.configHash());
            out.writeArrayFieldStart("monitors");
            for (MonitorDescription monitor : board.monitors()) {
                out.writeStartObject();
                monitor(monitor, points, out);
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /** One monitor with its series, in brief. */
    byte[] monitor(MonitorDescription monitor, int points) {
        return JsonText.object(out -> monitor(monitor, points, out));
    }

    /** Where another instance answers for a monitor; empty if it is here, or nobody knows. */
    Optional<URI> elsewhere(String monitor) {
        return board.progress(monitor).isPresent() ? Optional.empty() : whereabouts.elsewhere(monitor);
    }

    private void monitor(MonitorDescription monitor, int points, JsonGenerator out) throws IOException {
        out.writeStringField("name", monitor.name());
        out.writeStringField("topic", monitor.topic());
        out.writeStringField("window", monitor.windowText());
        out.writeNumberField("window_seconds", monitor.window().size().toMillis() / 1e3);
        out.writeNumberField("advance_seconds", monitor.window().advance().toMillis() / 1e3);
        if (elsewhere(monitor.name()).isPresent()) {
            out.writeStringField("instance", elsewhere(monitor.name()).get().toString());
        }
        if (board.sourcePartitions(monitor.name()).isPresent()) {
            out.writeNumberField(
                    "source_partitions", board.sourcePartitions(monitor.name()).getAsInt());
        }
        if (board.progress(monitor.name()).isPresent()) {
            progress(board.progress(monitor.name()).get(), out);
        }
        Optional<Reference> reference = board.reference(monitor.name());
        if (reference.isPresent()) {
            out.writeObjectFieldStart("reference");
            out.writeStringField("id", reference.get().id());
            out.writeStringField("origin", reference.get().origin());
            JsonText.time("to", reference.get().period().map(Window::end), out);
            out.writeEndObject();
        }
        Map<SeriesId, SeriesHistory> series = board.seriesOf(monitor.name());
        out.writeArrayFieldStart("series");
        // In the order of the configuration: what its owner thought of first comes first.
        for (FeatureDescription feature : monitor.features()) {
            for (Map.Entry<SeriesId, SeriesHistory> entry : series.entrySet()) {
                SeriesId id = entry.getKey();
                if (id.feature().equals(feature.name())) {
                    out.writeStartObject();
                    brief(id, entry.getValue(), points, out);
                    out.writeEndObject();
                }
            }
        }
        out.writeEndArray();
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
        JsonText.time("latest_event", progress.latestEvent(), out);
        JsonText.time("watermark", progress.watermark(), out);
        out.writeNumberField("partitions", progress.partitions().size());
        out.writeNumberField(
                "idle_partitions",
                progress.partitions().stream()
                        .filter(MonitorProgress.SourcePartition::idle)
                        .count());
        out.writeEndObject();
    }

    private void brief(SeriesId id, SeriesHistory history, int most, JsonGenerator out) throws IOException {
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
        List<SeriesHistory.Point> points = history.points();
        int first = Math.max(0, points.size() - most);
        for (SeriesHistory.Point point : points.subList(first, points.size())) {
            point(point, out);
        }
        out.writeEndArray();
        if (points.subList(first, points.size()).stream().noneMatch(BoardJson::isDrifted)) {
            lastDrifted(points.subList(0, first), out);
        }
    }

    /** What moved last, where the windows that are given do not say it: an alert may stand on an older one. */
    private static void lastDrifted(List<SeriesHistory.Point> older, JsonGenerator out) throws IOException {
        for (int i = older.size() - 1; i >= 0; i--) {
            if (isDrifted(older.get(i))) {
                out.writeFieldName("last_drifted");
                point(older.get(i), out);
                return;
            }
        }
    }

    private static boolean isDrifted(SeriesHistory.Point point) {
        return point.verdict() instanceof Verdict.Drifted;
    }

    private static void point(SeriesHistory.Point point, JsonGenerator out) throws IOException {
        point(point, !(point.verdict() instanceof Verdict.Stable), out);
    }

    /** @param explained whether it is said what moved */
    static void point(SeriesHistory.Point point, boolean explained, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("start", point.start().toString());
        out.writeStringField("end", point.end().toString());
        out.writeNumberField("records", point.records());
        out.writeStringField("verdict", point.verdict().name());
        out.writeStringField("alert", point.alert().label());
        if (explained && !point.explanation().isEmpty()) {
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
     * @param full the window; none before the first has closed
     */
    byte[] series(SeriesId id, SeriesHistory history, Optional<WindowResult> full) {
        return JsonText.object(out -> {
            brief(id, history, SeriesHistory.POINTS, out);
            out.writeArrayFieldStart("kept");
            for (Instant start : history.kept()) {
                out.writeString(start.toString());
            }
            out.writeEndArray();
            if (full.isPresent()) {
                out.writeObjectFieldStart("window");
                WindowJson.window(full.get(), out);
                out.writeEndObject();
            }
        });
    }

    /** A server-sent event: {@code changed} with the names of the monitors, or {@code alive} where there are none. */
    static byte[] event(Set<String> monitors) {
        byte[] data = JsonText.object(out -> {
            out.writeArrayFieldStart("monitors");
            for (String monitor : monitors) {
                out.writeString(monitor);
            }
            out.writeEndArray();
        });
        String name = monitors.isEmpty() ? "alive" : "changed";
        return ("event: " + name + "\ndata: " + new String(data, StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}

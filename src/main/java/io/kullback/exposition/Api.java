package io.kullback.exposition;

import io.kullback.detection.AlertStatus;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The read-only API: which path gives what. {@code openapi.json} describes it, and a test holds the two together.
 *
 * <p>What another instance has is not fetched from there, nor redirected to: a browser that shows this page may not follow, and a client would take its
 * password to an address that it has never chosen. It is told where to ask instead, by 421 Misdirected Request.
 */
final class Api {

    static final String ROOT = "/api/v1";
    private static final String MONITOR = ROOT + "/monitors/{monitor}";
    private static final String SERIES = MONITOR + "/features/{feature}";

    /** Half a day of windows of ten minutes: what a small picture shows. */
    private static final int DEFAULT_POINTS = 80;

    private final Board board;
    private final BuildInfo build;
    private final Health health;
    private final Surroundings surroundings;
    private final BoardJson monitors;
    private final List<ApiPath> paths = List.of(
            new ApiPath(ROOT, "what there is", this::index),
            new ApiPath(ROOT + "/monitors", "all monitors with the newest windows of their series", this::monitors),
            new ApiPath(MONITOR, "one monitor with the newest windows of its series", this::monitor),
            new ApiPath(MONITOR + "/reference", "what the windows of a monitor are compared with", this::reference),
            new ApiPath(SERIES, "one series with the bins of one window", this::series),
            new ApiPath(SERIES + "/windows", "the windows of a series in a range of time", this::windows),
            new ApiPath(SERIES + "/histogram", "the counts of a window and of its reference", this::histogram),
            new ApiPath(SERIES + "/explanation", "what is said of a window, and on what evidence", this::explanation),
            new ApiPath(ROOT + "/alerts", "the alerts that stand, and the last steps of alerts", this::alerts),
            new ApiPath(ROOT + "/references", "the references of all monitors, in brief", this::references),
            new ApiPath(ROOT + "/config", "the configuration in force, without its secrets", this::configuration),
            new ApiPath(ROOT + "/doctor", "why each monitor is silent", this::doctor),
            // To a GET over HTTP the stream itself is the answer, so that of these only the headers are seen.
            new ApiPath(
                    Events.PATH,
                    "that something changed, as server-sent events",
                    question -> new Answer(200, Events.TYPE, new byte[0])),
            new ApiPath(ROOT + "/openapi.json", "this API as OpenAPI describes it", question -> openApi()));

    Api(Board board, BuildInfo build, Health health, Surroundings surroundings) {
        this.board = board;
        this.build = build;
        this.health = health;
        this.surroundings = surroundings;
        this.monitors = new BoardJson(board, build, surroundings.whereabouts());
    }

    /** Whether a path is one of the API, be there anything at it or not. */
    static boolean has(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    /** Every path that is answered. */
    List<ApiPath> paths() {
        return paths;
    }

    /**
     * The answer to a GET.
     *
     * @param path as it stands in the request, percent-encoded
     * @param query decoded, one value of each name
     */
    Answer get(String path, Map<String, String> query) {
        try {
            for (ApiPath known : paths) {
                Optional<ApiQuestion> question = known.match(path, query);
                if (question.isPresent()) {
                    requireHere(question.get(), path, known);
                    return known.handler().apply(question.get());
                }
            }
            throw new RefusedException(Refusal.NOTHING_HERE, "See " + ROOT + " for what there is.");
        } catch (RefusedException e) {
            return e.answer();
        }
    }

    /** Refuses what only another instance could answer; of a monitor as such it is only said where that is. */
    private void requireHere(ApiQuestion question, String path, ApiPath known) {
        if (question.monitor().isEmpty()) {
            return;
        }
        described(question);
        Optional<URI> elsewhere = monitors.elsewhere(question.monitor());
        if (elsewhere.isPresent() && !known.template().equals(MONITOR)) {
            throw new RefusedException(
                    Refusal.RUNS_ELSEWHERE,
                    "Ask the instance at " + elsewhere.get() + "; it has the monitor now.",
                    Map.of("url", elsewhere.get() + path));
        }
    }

    private MonitorDescription described(ApiQuestion question) {
        return board.monitor(question.monitor())
                .orElseThrow(() -> new RefusedException(
                        Refusal.NO_SUCH_MONITOR, "See " + ROOT + "/monitors for those that there are."));
    }

    private Answer index(ApiQuestion question) {
        return Answer.json(JsonText.object(out -> {
            out.writeStringField("version", build.version());
            out.writeStringField("config_hash", build.configHash());
            out.writeArrayFieldStart("paths");
            for (ApiPath path : paths) {
                out.writeStartObject();
                out.writeStringField("path", path.template());
                out.writeStringField("gives", path.summary());
                out.writeEndObject();
            }
            out.writeEndArray();
        }));
    }

    private Answer monitors(ApiQuestion question) {
        return Answer.json(monitors.monitors(points(question)));
    }

    private Answer monitor(ApiQuestion question) {
        return Answer.json(monitors.monitor(described(question), points(question)));
    }

    private static int points(ApiQuestion question) {
        return question.count("points", DEFAULT_POINTS, SeriesHistory.POINTS);
    }

    private Answer reference(ApiQuestion question) {
        MonitorDescription monitor = described(question);
        Reference reference = board.reference(monitor.name())
                .orElseThrow(() -> new RefusedException(
                        Refusal.NO_REFERENCE,
                        monitor.referenceDue()
                                .map(due -> "It is built once events of " + due + " have been read; " + ROOT
                                        + "/doctor says how far that is.")
                                .orElse("The monitor may be on its way to this instance; ask again in a moment.")));
        return Answer.json(new ReferencesJson(board, monitors).full(monitor, reference, question.text("segment")));
    }

    private SeriesHistory history(SeriesId id) {
        return Optional.ofNullable(board.series().get(id))
                .orElseThrow(() -> new RefusedException(
                        Refusal.NO_SUCH_SERIES,
                        "Its first window may not have closed yet; " + MONITOR.replace("{monitor}", id.monitor())
                                + " lists the series, and a 'segment' is part of a series' name."));
    }

    private Answer series(ApiQuestion question) {
        SeriesId id = question.series();
        SeriesHistory history = history(id);
        return Answer.json(monitors.series(id, history, window(question, history)));
    }

    /** The window that is asked for, else the newest one. */
    private static Optional<WindowResult> window(ApiQuestion question, SeriesHistory history) {
        Optional<Instant> start = question.instant("window");
        if (start.isEmpty()) {
            return history.last();
        }
        Optional<WindowResult> kept = history.window(start.get());
        if (kept.isEmpty()) {
            String nearest =
                    history.nearestKept(start.get()).map(Instant::toString).orElse("");
            throw new RefusedException(
                    Refusal.WINDOW_NOT_KEPT,
                    "The newest window and the last " + SeriesHistory.FULL_RESULTS
                            + " drifted ones are; the nearest to this one starts at " + nearest
                            + ". The results topic has all of them.",
                    Map.of("nearest", nearest));
        }
        return kept;
    }

    private Answer windows(ApiQuestion question) {
        SeriesId id = question.series();
        return Answer.json(SeriesJson.windows(
                id,
                history(id),
                question.instant("from"),
                question.instant("to"),
                question.count("limit", SeriesHistory.POINTS, SeriesHistory.POINTS)));
    }

    private Answer histogram(ApiQuestion question) {
        return Answer.json(SeriesJson.histogram(question.series(), required(question)));
    }

    private Answer explanation(ApiQuestion question) {
        return Answer.json(SeriesJson.explanation(question.series(), required(question)));
    }

    private WindowResult required(ApiQuestion question) {
        return window(question, history(question.series()))
                .orElseThrow(() -> new RefusedException(
                        Refusal.WINDOW_NOT_KEPT, "No window of this series has closed yet; ask again later."));
    }

    private Answer alerts(ApiQuestion question) {
        Set<AlertStatus> statuses = EnumSet.of(AlertStatus.PENDING, AlertStatus.FIRING);
        if (question.text("status").isPresent()) {
            statuses = EnumSet.of(status(question.text("status").get()));
        }
        Optional<String> monitor = question.text("monitor");
        return Answer.json(new AlertsJson(board, monitors)
                .alerts(statuses, name -> monitor.map(name::equals).orElse(true)));
    }

    private static AlertStatus status(String text) {
        return EnumSet.of(AlertStatus.PENDING, AlertStatus.FIRING, AlertStatus.RESOLVED).stream()
                .filter(status -> status.label().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Refusal.ILLEGAL_PARAMETER, "'status' is one of pending, firing and resolved."));
    }

    private Answer references(ApiQuestion question) {
        return Answer.json(new ReferencesJson(board, monitors).all());
    }

    private Answer configuration(ApiQuestion question) {
        return Answer.json(JsonText.object(out -> {
            out.writeStringField("config_hash", build.configHash());
            out.writeFieldName("config");
            JsonText.tree(surroundings.configuration().get(), out);
        }));
    }

    private Answer doctor(ApiQuestion question) {
        return Answer.json(new DoctorJson(board, monitors).all(health));
    }

    private static Answer openApi() {
        try (InputStream file = Api.class.getResourceAsStream("/api/openapi.json")) {
            if (file == null) {
                throw new IllegalStateException("the description of the API is not in the jar");
            }
            return Answer.json(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

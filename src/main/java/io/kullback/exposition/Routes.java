package io.kullback.exposition;

import io.kullback.detection.SeriesId;
import io.kullback.histogram.Reference;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which path gives what, but for the metrics. */
final class Routes {

    private static final String SERIES = "/api/v1/monitors/";

    private final BoardJson json;
    private final Health health;

    Routes(BoardJson json, Health health) {
        this.json = json;
        this.health = health;
    }

    /**
     * The answer to a GET.
     *
     * @param path as it stands in the request, percent-encoded
     * @param query decoded, first value of each name
     */
    Answer get(String path, Map<String, String> query) {
        return switch (path) {
            case "/" -> Assets.named("index.html").orElseThrow();
            case "/api/v1/monitors" -> Answer.json(json.monitors());
            // To a GET the stream itself is the answer.
            case Events.PATH -> new Answer(200, Events.TYPE, new byte[0]);
            case "/-/healthy", "/livez" ->
                health.alive().getAsBoolean()
                        ? Answer.text(200, "alive")
                        : Answer.text(503, "the pipeline has ended by an error, or fails again and again; see the log");
            case "/-/ready", "/readyz" ->
                health.ready().getAsBoolean()
                        ? Answer.text(200, "ready")
                        : Answer.text(503, "not ready: partitions are being assigned or state is being restored");
            default -> other(path, query);
        };
    }

    private Answer other(String path, Map<String, String> query) {
        if (path.startsWith("/assets/")) {
            return Assets.named(path.substring("/assets/".length())).orElseGet(Routes::nothingHere);
        }
        if (path.startsWith(SERIES)) {
            // Split before decoding: a name may hold a slash.
            List<String> steps = Arrays.stream(path.substring(SERIES.length()).split("/", -1))
                    .map(Routes::decoded)
                    .toList();
            if (steps.size() == 3 && steps.get(1).equals("features")) {
                return series(steps.get(0), steps.get(2), query);
            }
        }
        return nothingHere();
    }

    private static String decoded(String step) {
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A broken escape names nothing.
            return step;
        }
    }

    private Answer series(String monitor, String feature, Map<String, String> query) {
        Optional<Instant> window;
        try {
            window = Optional.ofNullable(query.get("window")).map(Instant::parse);
        } catch (DateTimeException e) {
            return Answer.text(400, "'window' is the start of a window, such as 2001-03-05T00:00:00Z");
        }
        SeriesId id = new SeriesId(monitor, query.getOrDefault("segment", Reference.WHOLE), feature);
        return json.series(id, window).map(Answer::json).orElseGet(Routes::nothingHere);
    }

    private static Answer nothingHere() {
        return Answer.text(404, "there is nothing here; start at /");
    }
}

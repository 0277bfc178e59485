package io.kullback.exposition;

import java.util.Map;

/** Which path gives what, but for the metrics. */
final class Routes {

    private final Api api;
    private final Health health;

    Routes(Api api, Health health) {
        this.api = api;
        this.health = health;
    }

    /**
     * The answer to a GET.
     *
     * @param path as it stands in the request, percent-encoded
     * @param query decoded, one value of each name
     */
    Answer get(String path, Map<String, String> query) {
        return switch (path) {
            case "/" -> Assets.named("index.html").orElseThrow();
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
        if (Api.has(path)) {
            return api.get(path, query);
        }
        if (path.startsWith("/assets/")) {
            return Assets.named(path.substring("/assets/".length())).orElseGet(Routes::nothingHere);
        }
        return nothingHere();
    }

    private static Answer nothingHere() {
        return Answer.text(404, "there is nothing here; start at /");
    }
}

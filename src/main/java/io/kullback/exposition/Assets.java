package io.kullback.exposition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the status page. Only these are served, whatever path is asked for. */
final class Assets {

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "charts.js", "text/javascript; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private Assets() {}

    /** A file by its name. */
    static Optional<Answer> named(String name) {
        String type = TYPES.get(name);
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream file = Assets.class.getResourceAsStream("/web/" + name)) {
            if (file == null) {
                throw new IllegalStateException("the page's file " + name + " is not in the jar");
            }
            return Optional.of(new Answer(200, type, file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.kullback.exposition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the status page. Only these are served, whatever path is asked for. */
final class Assets {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Where the chart library's archive has its files; the version is that of the build. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    /** A file on the class path. */
    private record Asset(String type, String resource) {}

    private static final Map<String, Asset> ASSETS = Map.ofEntries(
            own("index.html", HTML),
            own("page.js", SCRIPT),
            own("live.js", SCRIPT),
            own("dom.js", SCRIPT),
            own("overview.js", SCRIPT),
            own("monitor.js", SCRIPT),
            own("feature.js", SCRIPT),
            own("table.js", SCRIPT),
            own("sparkline.js", SCRIPT),
            own("timeline.js", SCRIPT),
            own("bins.js", SCRIPT),
            own("page.css", STYLE),
            own("icon.svg", "image/svg+xml"),
            Map.entry("uplot.js", new Asset(SCRIPT, UPLOT + "dist/uPlot.iife.min.js")),
            Map.entry("uplot.css", new Asset(STYLE, UPLOT + "dist/uPlot.min.css")),
            Map.entry("uplot-licence.txt", new Asset(TEXT, UPLOT + "LICENSE")));

    private Assets() {}

    private static Map.Entry<String, Asset> own(String name, String type) {
        return Map.entry(name, new Asset(type, "/web/" + name));
    }

    /** A file by its name. */
    static Optional<Answer> named(String name) {
        return Optional.ofNullable(ASSETS.get(name)).map(Assets::read);
    }

    private static Answer read(Asset asset) {
        try (InputStream file = Assets.class.getResourceAsStream(asset.resource())) {
            if (file == null) {
                throw new IllegalStateException("the page's file " + asset.resource() + " is not on the class path");
            }
            return new Answer(200, asset.type(), file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

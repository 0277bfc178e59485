package io.kullback.app;

import java.nio.file.Path;
import java.util.Map;

/** The user's own folder for files that may be deleted at any time. */
public final class CacheFolder {

    private CacheFolder() {}

    /** {@code $XDG_CACHE_HOME/kullback}, else {@code ~/.cache/kullback}. */
    public static Path path() {
        return of(System.getenv(), System.getProperty("user.home"));
    }

    static Path of(Map<String, String> environment, String home) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache)).resolve("kullback");
    }
}

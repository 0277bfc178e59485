package io.kullback.config;

import io.kullback.alert.NotifySettings;
import io.kullback.exposition.HttpSettings;
import io.kullback.stream.StreamSettings;
import java.util.List;

/**
 * Everything that a configuration file says.
 *
 * @param notifications whom to tell of alerts
 * @param series most series that all monitors may have together
 * @param hash changes with any byte of the file
 * @param warnings what is probably not meant, in the order of the file
 * @param places where in the file it is said
 */
public record Settings(
        StreamSettings stream,
        HttpSettings http,
        NotifySettings notifications,
        long series,
        String hash,
        List<Problem> warnings,
        Places places) {

    public Settings {
        warnings = List.copyOf(warnings);
    }

    /** The same, but for where the service listens. */
    public Settings withHttp(HttpSettings other) {
        return new Settings(stream, other, notifications, series, hash, warnings, places);
    }
}

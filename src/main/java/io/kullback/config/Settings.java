package io.kullback.config;

import io.kullback.alert.NotifySettings;
import io.kullback.exposition.HttpSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.StreamSettings;
import java.util.List;
import java.util.Set;

/**
 * Everything that a configuration file says.
 *
 * @param notifications whom to tell of alerts
 * @param series most series that all monitors may have together
 * @param binsOf names of the monitors whose bins the metrics show
 * @param hash changes with any byte of the file
 * @param warnings what is probably not meant, in the order of the file
 * @param places where in the file it is said
 * @param shown what it says, without its secrets
 */
public record Settings(
        StreamSettings stream,
        HttpSettings http,
        NotifySettings notifications,
        long series,
        Set<String> binsOf,
        String hash,
        List<Problem> warnings,
        Places places,
        ShownConfiguration shown) {

    public Settings {
        binsOf = Set.copyOf(binsOf);
        warnings = List.copyOf(warnings);
    }

    /** Most series that the bins add to the metrics. */
    public long mostBinSeries() {
        return stream.monitors().stream()
                .filter(monitor -> binsOf.contains(monitor.name()))
                .mapToLong(MonitorSettings::mostBinSeries)
                .sum();
    }

    /** Most series of all monitors, those of bins included. */
    public long mostSeries() {
        return stream.monitors().stream().mapToLong(MonitorSettings::mostSeries).sum() + mostBinSeries();
    }

    /** The same, but for where the service listens. */
    public Settings withHttp(HttpSettings other) {
        return new Settings(stream, other, notifications, series, binsOf, hash, warnings, places, shown);
    }
}

package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.exposition.HttpSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.StreamSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How one configuration differs from the one before it, in words that show no secret. */
record SettingsChange(Settings before, Settings after) {

    /**
     * What only a restart can change, as {@code key: from … to …}: who the application is to its group, what the partitions of its topics hang on, and the
     * port that is listened on. Everything else is exchanged while the service runs.
     */
    List<String> needingRestart() {
        List<String> keys = new ArrayList<>();
        StreamSettings was = before.stream();
        StreamSettings is = after.stream();
        compare(keys, "application-id", was.applicationId(), is.applicationId());
        compare(keys, "merge-partitions", was.mergePartitions(), is.mergePartitions());
        compare(keys, "topics.results", was.topics().results(), is.topics().results());
        compare(keys, "topics.alerts", was.topics().alerts(), is.topics().alerts());
        compare(keys, "topics.commands", was.topics().commands(), is.topics().commands());
        compare(
                keys,
                "topics.references",
                was.topics().references(),
                is.topics().references());
        compare(keys, "http.bind", before.http().toString(), after.http().toString());
        compare(keys, "http.tls", has(before.http().isTls()), has(after.http().isTls()));
        if (before.http().isTls() && after.http().isTls()) {
            compare(
                    keys,
                    "http.tls.client-authority",
                    has(before.http().asksClients()),
                    has(after.http().asksClients()));
        }
        return keys;
    }

    private static String has(boolean whether) {
        return whether ? "given" : "not given";
    }

    private static void compare(List<String> keys, String key, Object was, Object is) {
        if (!was.equals(is)) {
            keys.add(key + ": from " + was + " to " + is);
        }
    }

    /** Whether the pipeline has to be exchanged: if not, what the service's own port does is all that may differ. */
    boolean isOfThePipeline() {
        return !before.stream().equals(after.stream())
                || !before.notifications().equals(after.notifications())
                || !before.binsOf().equals(after.binsOf());
    }

    /** What differs; empty where nothing is seen to. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, MonitorSettings> was = byName(before);
        Map<String, MonitorSettings> is = byName(after);
        addNames(lines, "added", minus(is.keySet(), was.keySet()));
        addNames(lines, "removed", minus(was.keySet(), is.keySet()));
        addNames(
                lines,
                "changed",
                is.keySet().stream()
                        .filter(was::containsKey)
                        .filter(name -> !is.get(name).equals(was.get(name))
                                || before.binsOf().contains(name)
                                        != after.binsOf().contains(name))
                        .collect(Collectors.toCollection(TreeSet::new)));
        addKafka(lines);
        if (!before.stream().deadLetters().equals(after.stream().deadLetters())) {
            lines.add("dead-letters changed");
        }
        if (!before.notifications().equals(after.notifications())) {
            lines.add("notify changed");
        }
        if (before.series() != after.series()) {
            lines.add("limits.series: from " + before.series() + " to " + after.series());
        }
        addHttp(lines);
        return lines;
    }

    private void addKafka(List<String> lines) {
        Map<String, String> was = before.stream().kafka();
        Map<String, String> is = after.stream().kafka();
        Set<String> keys = new TreeSet<>(was.keySet());
        keys.addAll(is.keySet());
        keys.removeIf(key -> Objects.equals(was.get(key), is.get(key)));
        if (!keys.isEmpty()) {
            // Only their names: values may be secrets.
            lines.add("kafka changed: " + String.join(", ", keys));
        }
    }

    private void addHttp(List<String> lines) {
        HttpSettings was = before.http();
        HttpSettings is = after.http();
        if (!was.credentials().equals(is.credentials())) {
            lines.add("http.users or http.tokens changed: " + was.credentials() + ", now " + is.credentials());
        }
        if (was.reloads() != is.reloads()) {
            lines.add("http.reload: from " + was.reloads() + " to " + is.reloads());
        }
        if (!was.identity().equals(is.identity())) {
            lines.add("http.tls has another certificate");
        }
    }

    private static void addNames(List<String> lines, String what, Set<String> monitors) {
        if (!monitors.isEmpty()) {
            lines.add("monitors " + what + ": " + String.join(", ", monitors));
        }
    }

    private static Set<String> minus(Set<String> from, Set<String> what) {
        Set<String> rest = new TreeSet<>(from);
        rest.removeAll(what);
        return rest;
    }

    private static Map<String, MonitorSettings> byName(Settings settings) {
        Map<String, MonitorSettings> monitors = new LinkedHashMap<>();
        settings.stream().monitors().forEach(monitor -> monitors.put(monitor.name(), monitor));
        return monitors;
    }
}

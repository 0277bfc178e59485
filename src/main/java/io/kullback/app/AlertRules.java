package io.kullback.app;

import io.kullback.stream.MonitorSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The alert rules that come with Kullback, as the text of a rule file of Prometheus.
 *
 * <p>They hold for any configuration. What a configuration adds is a series for each of its monitors that says how late its windows may close, which the rules
 * prefer to their own guess.
 */
record AlertRules(String text) {

    /** Stands in the shipped file for the page that says what each alert means. */
    static final URI RUNBOOK = URI.create("https://kullback.example.org/docs/runbook.md");
    /** Stands in the shipped file for a site's Grafana. */
    static final URI DASHBOARDS = URI.create("https://grafana.example.org");

    /** Beyond grace and idle timeout: five seconds are promised, and an instance may be restarted meanwhile. */
    private static final Duration ALLOWANCE = Duration.ofMinutes(5);

    private static final String GROUPS = "groups:\n";

    /** The rules as they stand in {@code config/prometheus/rules/kullback.yml}. */
    static AlertRules shipped() {
        try (InputStream in = AlertRules.class.getResourceAsStream("/prometheus/kullback.yml")) {
            return new AlertRules(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with links to another runbook, whose sections are named after the alerts. */
    AlertRules withRunbook(URI page) {
        return new AlertRules(text.replace(RUNBOOK.toString(), page.toString()));
    }

    /** The same with links to another Grafana. */
    AlertRules withDashboards(URI grafana) {
        return new AlertRules(
                text.replace(DASHBOARDS.toString(), grafana.toString().replaceAll("/+$", "")));
    }

    /** The same for windows that close as late as these monitors let them. */
    AlertRules of(List<MonitorSettings> monitors) {
        return new AlertRules(text
                + """
                  # How late the windows of each monitor may close: its grace, its idle timeout and %d minutes.
                  - name: kullback-configuration
                    rules:
                """.formatted(ALLOWANCE.toMinutes())
                + monitors.stream().map(AlertRules::allowed).collect(Collectors.joining()));
    }

    private static String allowed(MonitorSettings monitor) {
        long seconds = monitor.window()
                .grace()
                .plus(monitor.idleTimeout())
                .plus(ALLOWANCE)
                .toSeconds();
        return """
                      - record: monitor:kullback_window_close_delay_seconds:allowed
                        labels:
                          monitor: "%s"
                        expr: vector(%d)
                """.formatted(monitor.name(), seconds);
    }

    /** The rules as the resource of the Prometheus operator. */
    String kubernetes() {
        int groups = text.indexOf(GROUPS);
        return text.substring(0, groups)
                + """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: kullback
                  labels:
                    app.kubernetes.io/name: kullback
                spec:
                """
                + text.substring(groups)
                        .lines()
                        .map(line -> line.isEmpty() ? line : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));
    }
}

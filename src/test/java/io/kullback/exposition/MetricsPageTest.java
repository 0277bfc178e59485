package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of metrics in the documents is made from the catalog; with {@code -Dkullback.write=true} this test writes it. */
class MetricsPageTest {

    private static final Path PAGE = Path.of("src/docs/metrics.md");
    private static final Set<String> RESERVED =
            Set.of("job", "instance", "le", "quantile", "type", "service", "env", "cluster", "region", "zone", "stage");
    private static final Set<String> UNITS = Set.of("seconds", "nats", "ratio", "records");

    /** A question, and what to ask Prometheus. */
    private record Example(String question, String query) {}

    private static final List<Example> EXAMPLES = List.of(
            new Example(
                    "The score of every feature over what no drift would give",
                    "kullback_divergence_nats{statistic=\"kl\"} / on (job, instance, monitor, feature, segment) kullback_divergence_noise_nats"),
            new Example(
                    "What is drifting now, by the service's own decision",
                    "max by (monitor, feature, segment, severity) (kullback_drift_state{state=\"firing\"}) == 1"),
            new Example(
                    "How old the newest window of each monitor is",
                    "time() - max by (monitor) (kullback_window_end_timestamp_seconds)"),
            new Example(
                    "Share of the records that are refused",
                    "sum by (monitor) (rate(kullback_records_rejected_total[5m])) / sum by (monitor) (rate(kullback_records_total[5m]))"),
            new Example(
                    "Where one in twenty observations of the lag is larger than so many seconds",
                    "histogram_quantile(0.95, sum by (monitor, le) (rate(kullback_record_lag_seconds_bucket[5m])))"),
            new Example(
                    "How late results are on average",
                    "sum by (monitor) (rate(kullback_window_close_delay_seconds_sum[1h])) / sum by (monitor) (rate(kullback_window_close_delay_seconds_count[1h]))"),
            new Example(
                    "Windows that closed without one of their partitions", "kullback_window_completeness_ratio < 1"),
            new Example(
                    "Instances with a task that hangs",
                    "time() - min by (job, instance) (kullback_heartbeat_timestamp_seconds) > 60"),
            new Example("Instances that are not running", "kullback_task_state{state=\"running\"} == 0"),
            new Example(
                    "References older than ninety days",
                    "time() - max by (monitor) (kullback_reference_created_timestamp_seconds) > 90 * 86400"),
            new Example(
                    "The ten bins that lost or won most",
                    "topk(10, abs(kullback_bin_ratio{side=\"current\"} - ignoring (side) kullback_bin_ratio{side=\"reference\"}))"));

    private static String unit(DriftMetric metric) {
        String name = metric.fullName().replaceAll("_total$", "");
        String last = name.substring(name.lastIndexOf('_') + 1);
        return UNITS.contains(last) ? last : "";
    }

    private static String page() {
        return Arrays.stream(DriftMetric.values())
                .map(metric -> "| `" + metric.fullName() + "` | "
                        + metric.type().name().toLowerCase(Locale.ROOT) + " | " + unit(metric) + " | "
                        + metric.labels().stream()
                                .map(label -> "`" + label + "`")
                                .collect(Collectors.joining(" "))
                        + " | " + metric.help() + " |\n")
                .collect(Collectors.joining(
                        "",
                        """
                        # Metrics

                        What `/metrics` offers, in Prometheus' text, OpenMetrics or protobuf form as the request's `Accept` header asks, packed with
                        gzip where that is accepted. The label `segment` is there only for monitors with segments. What is not known has no series: no
                        score is ever 0 because nothing was measured, and nothing is ever NaN or infinite. Series of a monitor that moves to another
                        instance leave with it, but for `kullback_source_partitions` and `kullback_record_lag_seconds`, which each instance has of what
                        it sees itself. What the last window measured is shown until three windows, and at least a quarter of an hour, have passed
                        without a new one.

                        Label values that data may have named are at most 128 characters long and hold no control characters and no lone surrogates.
                        Where a name is not so, what is fit of it stands there with `~` and the beginning of a hash behind it; an empty one is `(empty)`.
                        Histograms have classic buckets in all three forms, and native ones as well in protobuf. In OpenMetrics and protobuf,
                        `kullback_records_rejected_total` has an exemplar: topic, partition and offset of a record that the instance has refused.

                        | name | type | unit | labels | meaning |
                        |---|---|---|---|---|
                        """,
                        """

                        Beside them: `kullback_consumer_lag_records` (gauge, by `topic` and `partition`: records of a source partition that are still to
                        be read), some twenty meters of Kafka's clients (`kafka_…`), the JVM (`jvm_…`) and the process (`process_…`).

                        ## Examples
                        """
                                + EXAMPLES.stream()
                                        .map(example ->
                                                "\n" + example.question() + ":\n\n```\n" + example.query() + "\n```\n")
                                        .collect(Collectors.joining())));
    }

    /** Prometheus' own parser reads them, as rules; and what they name is in the catalog. */
    @Test
    void theExamplesAreQueriesOfMetricsThatThereAre(@TempDir Path folder) throws IOException, InterruptedException {
        Set<String> known =
                Arrays.stream(DriftMetric.values()).map(DriftMetric::fullName).collect(Collectors.toSet());
        Pattern name = Pattern.compile("kullback_[a-z_]*[a-z]");
        for (Example example : EXAMPLES) {
            assertThat(name.matcher(example.query()).results().map(MatchResult::group))
                    .as(example.question())
                    .isNotEmpty()
                    .allMatch(used ->
                            known.contains(used.replaceAll("_(bucket|sum|count)$", "")) || known.contains(used));
        }
        Requirement.PROMETHEUS.orSkip();
        String rules = EXAMPLES.stream()
                .map(example -> "      - {record: 'example:" + EXAMPLES.indexOf(example) + "', expr: '"
                        + example.query() + "'}\n")
                .collect(Collectors.joining("", "groups:\n  - name: examples\n    rules:\n", ""));
        Path file = Files.writeString(folder.resolve("rules.yml"), rules);
        Process promtool = new ProcessBuilder("promtool", "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).contains(EXAMPLES.size() + " rules found");
    }

    @Test
    void thePageIsTheCatalog() throws IOException {
        if (Boolean.getBoolean("kullback.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    @Test
    void namesFollowPrometheusConventions() {
        assertThat(DriftMetric.values()).allSatisfy(metric -> {
            assertThat(metric.fullName()).matches("kullback_[a-z][a-z_]*[a-z]");
            assertThat(metric.fullName().endsWith("_total")).isEqualTo(metric.type() == DriftMetric.Type.COUNTER);
            assertThat(metric.fullName())
                    .doesNotEndWith("_count")
                    .doesNotEndWith("_sum")
                    .doesNotEndWith("_bucket");
            assertThat(metric.help()).endsWith(".");
            assertThat(metric.labels())
                    .doesNotContainAnyElementsOf(RESERVED)
                    .allMatch(label -> label.matches("[a-z_]+"));
        });
        assertThat(Arrays.stream(DriftMetric.values()).map(DriftMetric::fullName))
                .doesNotHaveDuplicates();
    }
}

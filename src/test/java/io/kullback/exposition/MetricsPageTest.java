package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of metrics in the documents is made from the catalog; with {@code -Dkullback.write=true} this test writes it. */
class MetricsPageTest {

    private static final Path PAGE = Path.of("src/docs/metrics.md");
    private static final Set<String> RESERVED =
            Set.of("job", "instance", "le", "quantile", "type", "service", "env", "cluster", "region", "zone", "stage");

    private static String page() {
        return Arrays.stream(DriftMetric.values())
                .map(metric -> "| `" + metric.fullName() + "` | "
                        + metric.type().name().toLowerCase(Locale.ROOT) + " | "
                        + metric.labels().stream()
                                .map(label -> "`" + label + "`")
                                .collect(Collectors.joining(" "))
                        + " | " + metric.help() + " |\n")
                .collect(Collectors.joining("", """
                        # Metrics

                        What `/metrics` offers about drift, in Prometheus' text, OpenMetrics or protobuf form as the request's `Accept` header asks.
                        The label `segment` is there only for monitors with segments. What is not known has no series: no score is ever 0 because
                        nothing was measured. Series of a monitor that moves to another instance leave with it.

                        | name | type | labels | meaning |
                        |---|---|---|---|
                        """, """

                        Beside them: `kullback_consumer_lag_records` (gauge, by `topic` and `partition`), `kullback_stream_thread_failures_total`
                        (counter: threads that failed and were replaced; it should stand still), some twenty meters of Kafka's clients
                        (`kafka_…`), the JVM (`jvm_…`) and the process (`process_…`).

                        An example, the score of every feature over what no drift would give:

                        ```
                        kullback_divergence_nats{statistic="kl"} / on (monitor, feature, statistic) kullback_divergence_noise_nats
                        ```
                        """));
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

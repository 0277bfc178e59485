package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.PipelineMeter;
import io.kullback.histogram.Reference;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics.MetricFamily;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics.MetricType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a scrape shows of how the pipeline runs, and in which forms. */
class PipelineMetricsTest {

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private final GivenBoard given = new GivenBoard(Duration.ofHours(1), true, "m", "elsewhere");
    private final PipelineBoard pipeline = given.metrics.pipeline();

    @AfterEach
    void close() {
        given.close();
    }

    private String openMetrics() {
        return new String(given.scrapeBytes(OPEN_METRICS), StandardCharsets.UTF_8);
    }

    private Map<String, MetricFamily> protobuf() throws IOException {
        Map<String, MetricFamily> families = new HashMap<>();
        InputStream in = new ByteArrayInputStream(given.scrapeBytes(PROTOBUF));
        for (MetricFamily family = MetricFamily.parseDelimitedFrom(in);
                family != null;
                family = MetricFamily.parseDelimitedFrom(in)) {
            families.put(family.getName(), family);
        }
        return families;
    }

    @Test
    void whatIsKnownBeforeTheFirstRecordIsThereAtTheFirstScrape() {
        assertThat(given.samples())
                .contains(
                        "kullback_task_state{state=\"created\"} 1.0",
                        "kullback_task_state{state=\"running\"} 0.0",
                        "kullback_rebalances_total 0.0",
                        "kullback_restore_remaining_records 0.0",
                        "kullback_log_messages_total{level=\"warn\"} 0.0",
                        "kullback_log_messages_total{level=\"error\"} 0.0",
                        "kullback_record_lag_seconds_count{monitor=\"m\"} 0",
                        "kullback_record_lag_seconds_count{monitor=\"elsewhere\"} 0")
                .noneMatch(sample -> sample.startsWith("kullback_window_close_delay_seconds"));
        given.progress("m");
        assertThat(given.samples()).contains("kullback_window_close_delay_seconds_count{monitor=\"m\"} 0");
    }

    @Test
    void exactlyOneStateIsOneWhicheverItIs() {
        for (PipelineState state : PipelineState.values()) {
            pipeline.watch(() -> new PipelineStatus(state, 0, 0, 0, Map.of()));
            assertThat(given.samples().stream().filter(sample -> sample.startsWith("kullback_task_state")))
                    .hasSize(PipelineState.values().length)
                    .filteredOn(sample -> sample.endsWith(" 1.0"))
                    .containsExactly("kullback_task_state{state=\"" + state.label() + "\"} 1.0");
        }
    }

    @Test
    void everyMetricOfTheCatalogIsInAScrapeOfAMonitorThatHasEverything() {
        given.everything("m");
        List<String> samples = given.samples();
        assertThat(Arrays.stream(DriftMetric.values()).map(DriftMetric::fullName))
                .allSatisfy(name -> assertThat(samples).anyMatch(sample -> sample.matches(name + "(_bucket)?[{ ].*")));
    }

    @Test
    void delaysFallIntoTheBucketsThatAHandCountGivesThem() {
        given.progress("m");
        pipeline.counted("m", Duration.ofMillis(400));
        pipeline.counted("m", Duration.ofMillis(600));
        // Of an event dated ahead of the clock.
        pipeline.counted("m", Duration.ofSeconds(-30));
        pipeline.closed("m", Duration.ofDays(9_000), 1);
        assertThat(given.samples())
                .contains(
                        "kullback_record_lag_seconds_bucket{monitor=\"m\",le=\"0.1\"} 1",
                        "kullback_record_lag_seconds_bucket{monitor=\"m\",le=\"0.5\"} 2",
                        "kullback_record_lag_seconds_bucket{monitor=\"m\",le=\"1.0\"} 3",
                        "kullback_record_lag_seconds_sum{monitor=\"m\"} 1.0",
                        "kullback_window_close_delay_seconds_bucket{monitor=\"m\",le=\"604800.0\"} 0",
                        "kullback_window_close_delay_seconds_bucket{monitor=\"m\",le=\"+Inf\"} 1",
                        "kullback_window_close_delay_seconds_sum{monitor=\"m\"} 7.776E8");
    }

    @Test
    void inProtobufLatenciesHaveClassicAndNativeBuckets() throws IOException {
        given.everything("m");
        MetricFamily lag = protobuf().get("kullback_record_lag_seconds");
        assertThat(lag.getType()).isEqualTo(MetricType.HISTOGRAM);
        var ofM = lag.getMetricList().stream()
                .filter(metric -> metric.getLabel(0).getValue().equals("m"))
                .findFirst()
                .orElseThrow()
                .getHistogram();
        assertThat(ofM.getSampleCount()).isEqualTo(1);
        assertThat(ofM.getBucketList()).hasSizeGreaterThan(10);
        assertThat(ofM.getPositiveSpanList()).isNotEmpty();
        assertThat(ofM.getPositiveDeltaList()).containsExactly(1L);
    }

    @Test
    void allThreeFormsHaveTheSameSamplesAndNoneTellsWhenACounterBegan() throws IOException {
        given.everything("m");
        String text = given.scrape();
        String open = openMetrics();
        assertThat(text).doesNotContain("_created ").doesNotContain("_created{");
        assertThat(open).doesNotContain("_created ").doesNotContain("_created{").endsWith("# EOF\n");
        Map<String, MetricFamily> protobuf = protobuf();
        for (DriftMetric metric : DriftMetric.values()) {
            String start = "(?m)^" + metric.fullName() + (metric.type() == DriftMetric.Type.HISTOGRAM ? "_count" : "")
                    + "[{ ].*";
            assertThat(text.split(start, -1)).as("%s", metric).hasSameSizeAs(open.split(start, -1));
            assertThat(protobuf.get(metric.fullName()).getMetricCount())
                    .as("%s", metric)
                    .isEqualTo(text.split(start, -1).length - 1);
        }
    }

    @Test
    void aRejectedRecordIsTheExampleOfItsCounterAndOfNothingElse() {
        given.everything("m");
        assertThat(openMetrics().lines().filter(line -> line.contains(" # {")))
                .singleElement()
                .asString()
                .startsWith("kullback_records_rejected_total{monitor=\"m\",reason=\"decode\"} 7.0 # {")
                .contains("topic=\"events-of-m\"", "partition=\"2\"", "offset=\"4711\"")
                .contains("} 1.0 1767225600.000");
        assertThat(given.scrape()).doesNotContain("4711");
    }

    @Test
    void anExampleThatIsTooLongForTheFormIsLeftOut() {
        given.progress("m");
        pipeline.excluded("m", "decode", new PipelineMeter.Place("t".repeat(107), 0, 7), GivenBoard.NOW);
        assertThat(openMetrics()).doesNotContain(" # {");
        // 5 + 9 + 6 of the names, 1 + 1 of the numbers.
        pipeline.excluded("m", "decode", new PipelineMeter.Place("t".repeat(106), 0, 7), GivenBoard.NOW);
        assertThat(openMetrics()).contains(" # {");
    }

    @Test
    void whatIsOfAMonitorLeavesWithIt() {
        given.everything("m");
        given.board.released("m");
        pipeline.released("m");
        assertThat(given.samples().stream().filter(sample -> sample.contains("monitor=\"m\"")))
                .as("but for what every instance sees of a topic")
                .allMatch(sample -> sample.startsWith("kullback_source_partitions")
                        || sample.startsWith("kullback_record_lag_seconds"));
        given.progress("m");
        given.close("m", Reference.WHOLE, 2, 100, 300, 600);
        assertThat(given.samples())
                .contains("kullback_window_close_delay_seconds_count{monitor=\"m\"} 0")
                .noneMatch(sample -> sample.startsWith("kullback_window_completeness_ratio"));
    }

    @Test
    void aTaskThatIsGoneHasNoHeartbeat() {
        pipeline.taskAlive("0_0", GivenBoard.NOW);
        pipeline.taskAlive("1_3", GivenBoard.NOW.plusMillis(1_500));
        assertThat(given.samples())
                .contains(
                        "kullback_heartbeat_timestamp_seconds{task=\"0_0\"} 1.7672256E9",
                        "kullback_heartbeat_timestamp_seconds{task=\"1_3\"} 1.7672256015E9");
        pipeline.taskGone("0_0");
        assertThat(given.scrape()).doesNotContain("task=\"0_0\"").contains("task=\"1_3\"");
    }

    @Test
    void aReferenceTellsOfWhenItIsAndSinceWhenItIsInForce() {
        given.everything("m");
        assertThat(given.samples())
                .contains(
                        "kullback_reference_created_timestamp_seconds{monitor=\"m\"} 1.7657568E9",
                        "kullback_reference_loaded_timestamp_seconds{monitor=\"m\"} 1.7672256E9");
        given.board.referenceInForce("m", Reference.of("written by hand", Map.of()));
        assertThat(given.scrape())
                .doesNotContain("kullback_reference_created_timestamp_seconds{")
                .contains("kullback_reference_loaded_timestamp_seconds{");
    }

    @Test
    void theBinsOfEachSideAreSharesThatAddUpToOneAndAreThereOnlyWhereTheyAreAskedFor() {
        given.everything("m");
        assertThat(given.samples())
                .contains(
                        "kullback_bin_ratio{bin=\"[0, 10)\",feature=\"x\",monitor=\"m\",side=\"current\"} 0.3",
                        "kullback_bin_ratio{bin=\"[0, 10)\",feature=\"x\",monitor=\"m\",side=\"reference\"} 0.8");
        for (String side : List.of("current", "reference")) {
            assertThat(given.samples().stream()
                            .filter(sample ->
                                    sample.startsWith("kullback_bin_ratio") && sample.contains("side=\"" + side + "\""))
                            .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1)))
                            .sum())
                    .isBetween(1 - 1e-12, 1 + 1e-12);
        }
        try (GivenBoard plain = new GivenBoard(Duration.ofHours(1), false, "m")) {
            plain.everything("m");
            assertThat(plain.scrape()).doesNotContain("kullback_bin_ratio");
        }
    }

    @Test
    void whatIsNotFiniteHasNoSampleWhoeverMeasuredIt() {
        given.everything("m");
        given.close("m", "silent", 1, 0, 0, 0);
        Gauge.builder("odd.nan", () -> Double.NaN).register(given.metrics.meters());
        Gauge.builder("odd.infinite", () -> Double.NEGATIVE_INFINITY).register(given.metrics.meters());
        FunctionCounter.builder("odd.counter", this, test -> Double.NaN).register(given.metrics.meters());
        Gauge.builder("odd.finite", () -> 7).register(given.metrics.meters());
        assertThat(given.scrape())
                .contains("odd_finite 7.0")
                .doesNotContain("odd_nan")
                .doesNotContain("odd_infinite")
                .doesNotContain("odd_counter");
        assertThat(given.scrape().lines().filter(line -> !line.startsWith("#")))
                .noneMatch(line -> line.matches(".* (NaN|[-+]Inf)$"));
    }
}

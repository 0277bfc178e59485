package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.ChildProcess;
import io.kullback.testing.Identities;
import io.kullback.testing.Requirement;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer starts it, from the jar, and what it shows while it goes on to serve its page. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path cache;

    private static ChildProcess demo;
    private static URI page;

    @BeforeAll
    static void startTheDemoAndLetItReachTheLastDay() throws InterruptedException {
        demo = ChildProcess.kullback(cache, "demo", "--speed", "max", "--port", "0");
        page = URI.create(
                demo.await("page (http://127\\.0\\.0\\.1:\\d+/)", PATIENCE).group(1));
        demo.await("Still serving", PATIENCE);
    }

    @AfterAll
    static void end() {
        demo.close();
    }

    private static String day(String day) {
        return demo.lines().stream()
                .filter(line -> line.startsWith(day))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line for " + day + ":\n" + String.join("\n", demo.lines())));
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(page.resolve(path));
    }

    @Test
    void theStormOfFifthOfMarchDriftsTheOriginsAndTheAirportsThatClosedAreNamed() {
        assertThat(day("2001-03-05"))
                .contains("origin 0.0316 DRIFT")
                .contains("origin: LGA 2.0 % → 0.33 %, BOS 2.2 % → 0.71 %, JFK 1.0 % → 0.14 %")
                .contains("of the divergence");
    }

    @Test
    void allOfTheFourDaysWithClosedAirportsDriftAndNoOtherDay() {
        assertThat(demo.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("182 days, 1,000,000 flights: origin drifted on 4 days")
                        .contains("(2001-03-05, 2001-03-06, 2001-04-11, 2001-06-09)"));
    }

    @Test
    void theLastDayWithItsTwoFlightsIsNotCalledDrift() {
        assertThat(day("2001-07-01"))
                .contains("2 flights")
                .contains("too few events: 2 of 500 needed")
                .doesNotContain("DRIFT");
    }

    @Test
    void outputThatGoesNowhereNearATerminalHasNoEscapes() {
        assertThat(demo.lines()).allSatisfy(line -> assertThat(line).doesNotContain("\u001B"));
    }

    @Test
    void theMetricsShowTheScoresOfBothFeaturesAndKafkasAndTheJvmsMeters() throws Exception {
        String metrics = get("/metrics").body();
        assertThat(metrics)
                .contains("kullback_divergence_nats{feature=\"origin\",monitor=\"flights\",statistic=\"kl\"}")
                .contains("kullback_divergence_nats{feature=\"delay\",monitor=\"flights\",statistic=\"kl\"}")
                .contains("kullback_records_total{monitor=\"flights\"} 1000000.0")
                .contains("kullback_drift_state{")
                .contains("kullback_consumer_lag_records{")
                .contains("kullback_bin_ratio{bin=\"ATL\",feature=\"origin\",monitor=\"flights\",side=\"current\"}")
                .contains("kullback_task_state{state=\"running\"} 1.0")
                .contains("kullback_restore_remaining_records 0.0")
                .contains("kullback_heartbeat_timestamp_seconds{task=\"0_0\"}")
                .contains("kullback_heartbeat_timestamp_seconds{task=\"1_0\"}")
                .contains("kullback_window_completeness_ratio{monitor=\"flights\"}")
                .contains("kullback_reference_created_timestamp_seconds{monitor=\"flights\"} 9.79776E8")
                .contains("kullback_log_messages_total{level=\"error\"} 0.0")
                .containsPattern("kullback_rebalances_total [1-9]")
                .containsPattern("kullback_record_lag_seconds_count\\{monitor=\"flights\"} [1-9]")
                .containsPattern("kullback_window_close_delay_seconds_count\\{monitor=\"flights\"} [1-9]")
                .contains("kafka_stream_alive_stream_threads")
                .contains("jvm_memory_used_bytes{")
                .contains("process_cpu_seconds_total")
                .doesNotContain("NaN")
                .doesNotContain("Inf ");
        Identities.assertHoldOnPage(metrics);
    }

    @Test
    void prometheusOwnCheckerFindsNothingWrongWithTheMetrics() throws Exception {
        Requirement.PROMETHEUS.orSkip();
        Path metrics = cache.resolve("metrics.txt");
        Files.writeString(metrics, get("/metrics").body());
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(metrics.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    void aRealPrometheusScrapesTheScores() throws Exception {
        Requirement.PROMETHEUS.orSkip();
        Path config = cache.resolve("prometheus.yml");
        Files.writeString(
                config,
                "global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: kullback\n    static_configs:\n      - targets: ['"
                        + page.getAuthority() + "']\n");
        try (ChildProcess prometheus = ChildProcess.start(
                Map.of(),
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + cache.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0"))) {
            String address = prometheus
                    .await("Listening on.* address=\"?(127\\.0\\.0\\.1:\\d+)", Duration.ofSeconds(60))
                    .group(1);
            String query = URLEncoder.encode(
                    "sum by (feature) (kullback_divergence_nats{statistic=\"kl\"}) and on () up{job=\"kullback\"} == 1",
                    StandardCharsets.UTF_8);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                JsonNode result = MAPPER.readTree(get(URI.create("http://" + address + "/api/v1/query?query=" + query))
                        .body());
                assertThat(result.at("/data/result"))
                        .extracting(series -> series.at("/metric/feature").asText())
                        .containsExactlyInAnyOrder("delay", "origin");
            });
        }
    }

    @Test
    void theProbesTheApiAndThePageAnswer() throws Exception {
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(get("/-/ready").statusCode()).isEqualTo(200);
        assertThat(get("/").body()).contains("<title>Kullback");
        JsonNode monitors = MAPPER.readTree(get("/api/v1/monitors").body()).get("monitors");
        assertThat(monitors.get(0).get("series"))
                .extracting(series -> series.get("feature").asText())
                .containsExactly("origin", "delay");
        JsonNode storm = MAPPER.readTree(get("/api/v1/monitors/flights/features/origin?window=2001-03-05T00:00:00Z")
                .body());
        assertThat(storm.at("/window/verdict").asText()).isEqualTo("drifted");
    }

    @Test
    void controlCEndsADemoThatIsInFullSwingAndLeavesNoFileBehind(@TempDir Path own) throws Exception {
        try (ChildProcess other = ChildProcess.kullback(own, "demo", "--port", "0")) {
            other.await("2001-01-0[0-9]", PATIENCE);
            other.signal("INT");
            // What a shell reports of a program that Ctrl-C ended.
            assertThat(other.awaitExit(Duration.ofSeconds(60))).isEqualTo(130);
            assertThat(other.lines()).contains("stopping …").noneMatch(line -> line.contains("Exception"));
        }
        try (Stream<Path> left = Files.walk(own)) {
            assertThat(left.filter(Files::isRegularFile))
                    .as("what is left of the broker")
                    .noneMatch(path -> path.toString().contains("broker-"));
        }
    }
}

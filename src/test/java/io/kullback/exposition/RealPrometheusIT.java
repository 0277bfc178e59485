package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.ChildProcess;
import io.kullback.testing.Requirement;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Prometheus takes in of a scrape full of hostile names: every series, under the names that were given. */
class RealPrometheusIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> HOSTILE = Set.of(
            "\u0000",
            "a\u0000",
            "a\u0001",
            "\ud800",
            "\udbff",
            "\n",
            "\r\n",
            "\t",
            "\"} 1\nkullback_x{a=\"",
            "\\",
            "\\n",
            "\u0085",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\uffff",
            "\ud83d\ude00",
            "{",
            "}",
            "# HELP",
            " ",
            "  ",
            "FR",
            "fr",
            "(empty)",
            "\u05d0",
            "x".repeat(128),
            "x".repeat(129),
            "x".repeat(10_000));

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final GivenBoard given = new GivenBoard(Duration.ofHours(1), true, "m");
    private StatusServer server;

    @BeforeEach
    void serve() {
        Requirement.PROMETHEUS.orSkip();
        given.everything("m");
        HOSTILE.forEach(name -> given.close("m", name, 2, 100, 100, 800));
        server = given.serve();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        given.close();
    }

    private ChildProcess prometheus(String... options) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                "global: {scrape_interval: 1s}\nscrape_configs:\n  - job_name: kullback\n    static_configs:\n      - targets: ['127.0.0.1:"
                        + server.port() + "']\n");
        List<String> command = new ArrayList<>(List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:0"));
        command.addAll(List.of(options));
        return ChildProcess.start(Map.of(), command);
    }

    private JsonNode query(String address, String expression) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://" + address + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        return MAPPER.readTree(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body())
                .at("/data/result");
    }

    /** Of protobuf, which a Prometheus with native histograms asks for, and of OpenMetrics. */
    @ParameterizedTest(name = "native histograms: {0}")
    @ValueSource(booleans = {false, true})
    void asManySeriesComeOutAsWentInAndUnderTheirOwnNames(boolean natively) throws Exception {
        try (ChildProcess prometheus = natively ? prometheus("--enable-feature=native-histograms") : prometheus()) {
            String address = prometheus
                    .await("Listening on.* address=\"?(127\\.0\\.0\\.1:\\d+)", PATIENCE)
                    .group(1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(query(address, "up == 1")).hasSize(1));
            List<String> in = given.samples().stream()
                    .filter(sample -> !sample.startsWith("kullback_record_lag")
                            && !sample.startsWith("kullback_window_close_delay"))
                    .toList();
            assertThat(in).hasSizeGreaterThan(HOSTILE.size() * 20);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(query(
                                            address,
                                            "count({__name__=~\"kullback_.+\", __name__!~\"kullback_(record_lag|window_close_delay).*\"})")
                                    .at("/0/value/1")
                                    .asInt())
                            .isEqualTo(in.size()));
            Set<String> out = new TreeSet<>();
            query(address, "kullback_drift_state{state=\"firing\", segment!=\"\"} == 1")
                    .forEach(series -> out.add(series.at("/metric/segment").asText()));
            assertThat(out)
                    .isEqualTo(HOSTILE.stream().map(LabelValue::of).collect(Collectors.toCollection(TreeSet::new)));
            assertThat(out).hasSameSizeAs(HOSTILE);
            String observed = natively
                    ? "histogram_count(kullback_record_lag_seconds)"
                    : "kullback_record_lag_seconds_bucket{le=\"2.5\"}";
            assertThat(query(address, observed).at("/0/value/1").asText()).isEqualTo("1");
        }
    }

    @Test
    void prometheusOwnCheckerFindsNothingWrongWithAScrapeOfEverything() throws Exception {
        Path metrics = Files.writeString(folder.resolve("metrics.txt"), given.scrape());
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(metrics.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }
}

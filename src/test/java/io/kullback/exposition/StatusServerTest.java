package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.detection.AlertMachine;
import io.kullback.detection.AlertPolicy;
import io.kullback.detection.AlertState;
import io.kullback.detection.CloseCause;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.Judgement;
import io.kullback.detection.LevelRule;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service's port answers, over real HTTP. */
class StatusServerTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final CategoryBinning BINS = CategoryBinning.of(List.of("a", "b"));
    private static final Histogram REFERENCE = Histogram.ofValues(BINS, 5_000, 4_000, 1_000);
    private static final SeriesId SERIES = new SeriesId("payments", Reference.WHOLE, "bank");

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private long nanoTime;
    private final Board board = new Board(
            List.of(new MonitorDescription(
                    "payments",
                    "payments",
                    WindowPlan.tumbling(HOUR, Duration.ZERO, HOUR),
                    "1h",
                    List.of(new FeatureDescription("bank", 0.02, 50)))),
            () -> nanoTime,
            InstantSource.fixed(NOW));
    private final BuildInfo build = new BuildInfo("1", "17", "cafe");
    private final Metrics metrics = new Metrics(board, build);
    private final HttpClient client = HttpClient.newHttpClient();
    private boolean alive = true;
    private AlertState alert = AlertState.INITIAL;
    private StatusServer server;

    @BeforeEach
    void start() {
        server = StatusServer.start(
                new HttpSettings("127.0.0.1", 0), board, build, metrics, new Health(() -> alive, () -> false));
    }

    @AfterEach
    void stop() {
        server.close();
        metrics.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private void close(long hour, long... counts) {
        Histogram observed = Histogram.ofValues(BINS, counts);
        Optional<ScoreCard> scores = Scorer.score(observed, REFERENCE, ScoringSettings.DEFAULT);
        Window window = Window.ofEpochMillis(hour * HOUR.toMillis(), (hour + 1) * HOUR.toMillis());
        Verdict level =
                LevelRule.decide(observed.usable(), Optional.of(REFERENCE), scores, DecisionSettings.DEFAULT, HOUR);
        Verdict verdict = new Judgement(DecisionSettings.DEFAULT, List.of(), HOUR).of(level, Optional.empty(), scores);
        alert = new AlertMachine(SERIES, AlertPolicy.DEFAULT)
                .next(alert, window, verdict)
                .state();
        board.windowClosed(new WindowResult(
                SERIES,
                window,
                1,
                CloseCause.WATERMARK,
                observed.total(),
                Optional.of(observed),
                Optional.of(REFERENCE),
                Optional.of("r1"),
                scores,
                verdict,
                alert));
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(path).body());
    }

    @Test
    void aSeriesWithoutAnyWindowHasNoSampleInsteadOfAZero() throws Exception {
        assertThat(get("/metrics").body()).doesNotContain("kullback_divergence_nats{");
    }

    @Test
    void aWindowShowsUpInTheMetricsAtTheNextScrapeAndLeavesWithItsMonitor() throws Exception {
        close(1, 100, 700, 200);
        assertThat(get("/metrics").body())
                .contains("kullback_divergence_nats{feature=\"bank\",monitor=\"payments\",statistic=\"kl\"} 0.3")
                .contains(
                        "kullback_drift_state{feature=\"bank\",monitor=\"payments\",severity=\"warning\",state=\"firing\"} 1");
        board.released("payments");
        assertThat(get("/metrics").body())
                .doesNotContain("kullback_divergence_nats{")
                .doesNotContain("bank");
    }

    @Test
    void aWindowOfTwoEventsShowsItsSizeButItsScoreDoesNotReplaceTheLastThatMeantSomething() throws Exception {
        close(1, 500, 400, 100);
        String before = score();
        close(2, 0, 0, 2);
        assertThat(get("/metrics").body()).contains("kullback_window_records{monitor=\"payments\"} 2.0");
        assertThat(score()).isEqualTo(before);
    }

    private String score() throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("kullback_divergence_nats{") && line.contains("\"kl\""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutNewWindowsScoresEndAndOkTurnsUnknownButAnAlertGoesOn() throws Exception {
        close(1, 500, 400, 100);
        nanoTime += Duration.ofHours(3).toNanos();
        assertThat(get("/metrics").body()).contains("state=\"ok\"} 1");
        nanoTime += 1;
        assertThat(get("/metrics").body())
                .contains("state=\"unknown\"} 1")
                .doesNotContain("kullback_divergence_nats{")
                .doesNotContain("kullback_window_records{");
        assertThat(json("/api/v1/monitors").at("/monitors/0/series/0/stale").asBoolean())
                .isTrue();
        close(2, 100, 700, 200);
        nanoTime += Duration.ofDays(9).toNanos();
        assertThat(get("/metrics").body()).contains("state=\"firing\"} 1");
    }

    @Test
    void theMetricsComeInTheFormThatTheAcceptHeaderAsksFor() throws Exception {
        assertThat(get("/metrics").headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain");
        HttpResponse<String> open = get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
        assertThat(open.headers().firstValue("content-type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void theApiGivesTheWindowWithItsBinsAndWhatMoved() throws Exception {
        close(1, 100, 700, 200);
        close(2, 500, 400, 100);
        JsonNode series = json("/api/v1/monitors/payments/features/bank");
        assertThat(series.at("/windows/0/verdict").asText()).isEqualTo("drifted");
        assertThat(series.at("/window/verdict").asText()).isEqualTo("stable");
        JsonNode earlier = json("/api/v1/monitors/payments/features/bank?window=1970-01-01T01:00:00Z");
        assertThat(earlier.at("/window/verdict").asText()).isEqualTo("drifted");
        assertThat(earlier.at("/window/explanation").asText()).contains("a 50 % → 10 %");
        assertThat(earlier.at("/window/bins/0/label").asText()).isEqualTo("a");
    }

    @Test
    void theApiSaysByWhichRuleAWindowDriftedAndHowTheAlertStands() throws Exception {
        close(1, 500, 400, 100);
        close(2, 100, 700, 200);
        JsonNode series = json("/api/v1/monitors/payments/features/bank");
        assertThat(series.at("/state").asText()).isEqualTo("firing");
        assertThat(series.at("/alert/status").asText()).isEqualTo("firing");
        assertThat(series.at("/alert/id").asText())
                .isEqualTo(alert.alert().orElseThrow().id());
        assertThat(series.at("/alert/since").asText()).isEqualTo("1970-01-01T02:00:00Z");
        assertThat(series.at("/windows/0/alert").asText()).isEqualTo("inactive");
        assertThat(series.at("/windows/1/alert").asText()).isEqualTo("firing");
        JsonNode window = series.at("/window");
        assertThat(window.at("/since").asText()).isEqualTo("1970-01-01T02:00:00Z");
        assertThat(window.at("/evidence/0/rule").asText()).isEqualTo("level");
        assertThat(window.at("/evidence/0/measure").asText()).isEqualTo("kl");
        assertThat(window.at("/evidence/0/value").asDouble())
                .isEqualTo(window.at("/kl_corrected").asDouble());
        assertThat(window.at("/evidence/0/threshold").asDouble()).isEqualTo(DecisionSettings.DEFAULT.minKl());
    }

    @Test
    void theApiSaysOfAStableWindowWhatItCouldHide() throws Exception {
        close(1, 500, 400, 100);
        JsonNode series = json("/api/v1/monitors/payments/features/bank");
        assertThat(series.has("alert")).isFalse();
        JsonNode window = series.at("/window");
        assertThat(window.at("/smallest_shift").asDouble()).isBetween(0.2, 0.6);
        assertThat(window.at("/may_hide").asText())
                .startsWith("a shift below 0.")
                .endsWith("would not show");
    }

    @Test
    void theApiSaysWhyNothingCanBeToldOfAWindow() throws Exception {
        close(1, 0, 0, 2);
        JsonNode window = json("/api/v1/monitors/payments/features/bank").at("/window");
        assertThat(window.at("/reason").asText()).isEqualTo("too_few_events");
        assertThat(window.at("/usable").asInt()).isEqualTo(2);
        assertThat(window.at("/needed").asLong()).isEqualTo(DecisionSettings.DEFAULT.minEvents());
    }

    @Test
    void theLastWindowThatCouldBeJudgedIsThereInFullAfterOneOfWhichNothingCanBeTold() throws Exception {
        close(1, 500, 400, 100);
        close(2, 0, 0, 2);
        JsonNode judged = json("/api/v1/monitors/payments/features/bank?window=1970-01-01T01:00:00Z");
        assertThat(judged.at("/window/verdict").asText()).isEqualTo("stable");
        assertThat(judged.at("/window/bins")).hasSizeGreaterThan(1);
    }

    @Test
    void theProbesSpeakOfThisProcessNotOfTheBroker() throws Exception {
        assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
        assertThat(get("/-/ready").statusCode()).isEqualTo(503);
        alive = false;
        assertThat(get("/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void whatIsNotThereIsNotFoundAndNoPathLeadsOutOfThePagesFiles() throws Exception {
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/monitors/payments/features/none").statusCode()).isEqualTo(404);
        assertThat(get("/assets/..%2f..%2flogback.xml").statusCode()).isNotEqualTo(200);
        assertThat(get("/assets/logback.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void theApiPacksLongAnswersForThoseWhoCanUnpackThemAndSaysItsProblemsInJson() throws Exception {
        for (int hour = 1; hour < 200; hour++) {
            close(hour, 500, 400, 100);
        }
        String path = "/api/v1/monitors/payments/features/bank/windows";
        HttpResponse<byte[]> packed = client.send(
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path))
                        .header("Accept-Encoding", "gzip")
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(get(path).body().getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> refused = client.send(
                HttpRequest.newBuilder(URI.create(server.url()).resolve("/api/v1/alerts"))
                        .DELETE()
                        .build(),
                BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void nothingButReadingIsServed() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(server.url()))
                        .POST(BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void thePageMayRunOnlyItsOwnScripts() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContain("<script>")
                .doesNotContain("style=")
                .doesNotContain("http://");
    }

    @Test
    void aPortThatIsTakenIsSaidWithAWayOut() {
        HttpSettings taken = new HttpSettings("127.0.0.1", server.port());
        assertThatThrownBy(() -> StatusServer.start(taken, board, build, metrics, new Health(() -> true, () -> true)))
                .isInstanceOf(StatusServer.AddressInUseException.class)
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageContaining("--port");
    }

    @Test
    void namesFromDataArriveInTheMetricsAsTextAndNothingElse() throws Exception {
        SeriesId hostile = new SeriesId("payments", "\"} 1\nkullback_x{a=\"\\", "bank");
        close(1, 100, 700, 200);
        WindowResult seen = board.series().get(SERIES).last().orElseThrow();
        board.windowClosed(new WindowResult(
                hostile,
                seen.window(),
                1,
                seen.cause(),
                seen.records(),
                seen.observed(),
                seen.reference(),
                seen.referenceId(),
                seen.scores(),
                seen.verdict(),
                seen.alert()));
        assertThat(get("/metrics").body().lines()).noneMatch(line -> line.startsWith("kullback_x"));
        assertThat(json("/api/v1/monitors").at("/monitors/0/series")).hasSize(2);
    }
}

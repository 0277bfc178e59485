package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.config.ConfigurationFile;
import io.kullback.dashboards.Board;
import io.kullback.dashboards.Expression;
import io.kullback.dashboards.QueryRules;
import io.kullback.testing.ChildProcess;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes a running service, where drift is going on, has an answer to everything that the boards ask. */
class DashboardQueriesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final int PARTITIONS = 2;
    private static final long WINDOW = 2_000;
    private static final int WINDOWS_BEFORE = 60;
    private static final int WINDOWS_OF_REFERENCE = 12;
    private static final int FIRST_DRIFTED = 46;
    private static final int PER_WINDOW = 400;

    /** What Grafana makes of its own variables at one scrape in a second and a minute shown. */
    private static final Map<String, String> GRAFANAS =
            Map.of("__rate_interval", "4s", "__range", "60s", "__interval", "2s");
    /** What is looked at where a board shows one at a time: a feature of numbers has all that there is to be shown. */
    private static final Map<String, String> CHOSEN = Map.of("feature", "amount", "segment", "de");

    private final String topic = "events-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
    private final SplittableRandom random = new SplittableRandom(1);
    private final long start = Instant.now().toEpochMilli() / WINDOW * WINDOW - WINDOWS_BEFORE * WINDOW;
    private long sentUntil = start;

    @TempDir
    private Path folder;

    private Path configuration() throws Exception {
        return Files.writeString(folder.resolve("kullback.yaml"), """
                kafka: {bootstrap.servers: "%s"}
                application-id: %s
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                http: {bind: "127.0.0.1:0"}
                monitors:
                  - name: payments
                    topic: %s
                    event-time: /t
                    segment: /country
                    window: {size: 2s, idle-timeout: 1s, retention: 10m}
                    reference: {period: {from: %s, to: %s}}
                    alert: {baseline: 30}
                    metrics: {bins: true}
                    features:
                      - {name: amount, type: number, bins: {edges: [20, 40, 60, 80]}}
                      - {name: bank, type: category, categories: [a, b], other: true}
                """.formatted(
                        SharedBroker.bootstrapServers(),
                        topic,
                        topic,
                        topic,
                        topic,
                        topic,
                        Instant.ofEpochMilli(start),
                        Instant.ofEpochMilli(start + WINDOWS_OF_REFERENCE * WINDOW)));
    }

    /** Sends what has happened since the last time; one record in fifty cannot be read. */
    private void sendUntil(long end) {
        List<CsvEvents.Event> events = new ArrayList<>();
        for (; sentUntil < end; sentUntil += WINDOW / PER_WINDOW) {
            boolean isDrifted = sentUntil >= start + FIRST_DRIFTED * WINDOW;
            int amount = random.nextInt(100) + (isDrifted ? 30 : 0);
            String json = random.nextInt(50) == 0
                    ? "{\"t\": "
                    : "{\"t\":" + sentUntil + ",\"country\":\"" + (random.nextBoolean() ? "de" : "fr")
                            + "\",\"amount\":" + amount + ",\"bank\":\"" + "abc".charAt(random.nextInt(3)) + "\"}";
            events.add(new CsvEvents.Event(sentUntil, json));
        }
        topics.send(topic, PARTITIONS, events);
    }

    private ChildProcess prometheus(String target) throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yml"), """
                groups:
                  - name: kullback
                    rules:
                      - alert: KullbackDriftDetected
                        expr: max by (monitor, feature, severity) (kullback_drift_state{state="firing"}) == 1
                """);
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                  - job_name: kullback
                    static_configs:
                      - targets: ['%s']
                """.formatted(rules, target));
        return ChildProcess.start(
                Map.of(),
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0"));
    }

    private static JsonNode ask(String prometheus, String promQl) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + prometheus + "/api/v1/query"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("query=" + URLEncoder.encode(promQl, StandardCharsets.UTF_8)))
                    .build();
            return MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The values that a board's variables have when it is opened: all there are, or the one that is looked at. */
    private static Map<String, String> variables(String prometheus, Board board) {
        Map<String, String> values = new HashMap<>(GRAFANAS);
        board.variables()
                .forEach((name, variable) -> Board.VariableQuery.of(variable).ifPresent(query -> {
                    String series = new Expression(board.uid(), name, query.expression()).with(values);
                    Pattern part = Pattern.compile(variable.path("regex")
                            .asText()
                            .replaceAll("^$", "(.*)")
                            .replaceAll("^/|/$", ""));
                    List<String> found = StreamSupport.stream(
                                    ask(prometheus, "group by (" + query.label() + ") (" + series + ")")
                                            .at("/data/result")
                                            .spliterator(),
                                    false)
                            .map(each -> part.matcher(
                                    each.at("/metric/" + query.label()).asText()))
                            .filter(Matcher::find)
                            .map(match -> match.group(1))
                            .toList();
                    String all = variable.path("allValue")
                            .asText(found.stream()
                                    .map(Pattern::quote)
                                    .collect(Collectors.joining("|", "(", ")"))
                                    .replace("\\Q", "")
                                    .replace("\\E", ""));
                    values.put(
                            name,
                            variable.path("multi").asBoolean()
                                    ? all
                                    : CHOSEN.getOrDefault(name, found.isEmpty() ? "" : found.get(0)));
                }));
        return values;
    }

    /** What is missing of an answer: nothing if there is a series with a number. */
    private static Optional<String> missing(JsonNode answer) {
        if (!answer.path("status").asText().equals("success")) {
            return Optional.of(answer.path("error").asText());
        }
        boolean hasNumber = StreamSupport.stream(answer.at("/data/result").spliterator(), false)
                .anyMatch(series -> Double.isFinite(series.at("/value/1").asDouble(Double.NaN)));
        return hasNumber ? Optional.empty() : Optional.of("no series with a number");
    }

    /** Asks what has no answer yet, and keeps what has none still. */
    private static void askAgain(String prometheus, Map<Expression, String> unanswered) {
        for (Board board : Board.all()) {
            Map<String, String> values = variables(prometheus, board);
            for (Expression expression : board.expressions()) {
                if (unanswered.containsKey(expression)) {
                    String promQl = expression.with(values);
                    missing(ask(prometheus, promQl))
                            .ifPresentOrElse(
                                    why -> unanswered.put(expression, why + ": " + promQl),
                                    () -> unanswered.remove(expression));
                }
            }
        }
    }

    @Test
    void everyQuestionOfEveryBoardIsAnswered() throws Exception {
        Requirement.PROMETHEUS.orSkip();
        topics.create(topic, PARTITIONS);
        sendUntil(start + WINDOWS_BEFORE * WINDOW);
        Map<Expression, String> unanswered = new LinkedHashMap<>();
        Board.all().forEach(board -> board.expressions().forEach(each -> unanswered.put(each, "never asked")));
        int questions = unanswered.size();
        try (Service service = Service.start(
                        ConfigurationFile.read(configuration(), Map.of()), List.of(), folder.resolve("state"));
                ChildProcess prometheus = prometheus(URI.create(service.url()).getAuthority())) {
            String address = prometheus
                    .await("Listening on.* address=\"?(127\\.0\\.0\\.1:\\d+)", Duration.ofSeconds(60))
                    .group(1);
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .untilAsserted(() -> {
                        sendUntil(Instant.now().toEpochMilli());
                        askAgain(address, unanswered);
                        assertThat(unanswered)
                                .as("questions of the boards without an answer, of " + questions)
                                .isEmpty();
                    });
            System.out.println(questions + " questions of the boards answered by Prometheus");

            String scrape = HTTP.send(
                            HttpRequest.newBuilder(URI.create(service.url()).resolve("/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(Arrays.stream(scrape.split("\n")).map(line -> line.split("[ {]", 2)[0]))
                    .as("metrics that boards may use")
                    .containsAll(QueryRules.scraped());
        }
    }
}

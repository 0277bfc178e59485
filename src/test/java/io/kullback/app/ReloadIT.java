package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kullback.testing.ChildProcess;
import io.kullback.testing.Identities;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration is exchanged while events flow: thresholds change and monitors come and go, no window is lost or doubled, the process answers all the while,
 * and a file that is wrong or asks for too much changes nothing.
 */
class ReloadIT {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadIT.class);
    private static final long SEED = 20_260_808;
    private static final int PER_SECOND = 15_000;
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;
    private static final Pattern SECONDS = Pattern.compile("seconds=\"?([0-9.]+)");

    private final KillLoad load = new KillLoad(SEED);
    private final String id = "reload-" + UUID.randomUUID();
    private final String late = id + "-late";
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private String monitor(String name, String topic, String minKl) {
        return "  - name: " + name + "\n    topic: " + topic + "\n    "
                + KillLoad.MONITOR.replace("baseline: 30", "baseline: 30, min-kl: " + minKl);
    }

    private void configure(String applicationId, String... monitors) throws IOException {
        Files.writeString(folder.resolve(id + ".yaml"), """
                kafka: {bootstrap.servers: "%s", commit.interval.ms: 100}
                application-id: %s
                merge-partitions: 2
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                http: {bind: "127.0.0.1:0", reload: true}
                monitors:
                %s""".formatted(
                        SharedBroker.bootstrapServers(), applicationId, id, id, id, String.join("", monitors)));
    }

    private HttpResponse<String> post(String page) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(page).resolve("/-/reload"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private String metrics(String page) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(page).resolve("/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static Set<String> scores(Instances instances, String page) {
        return instances.scrape(page).keySet().stream()
                .filter(series ->
                        series.startsWith("kullback_divergence_nats{") && series.contains("monitor=\"payments\""))
                .collect(Collectors.toSet());
    }

    private void awaitRecords(Instances instances, String page, long atLeast) {
        await(atLeast + " records of payments")
                .atMost(Instances.PATIENCE)
                .until(() -> instances.total(List.of(page), "kullback_records_total", "payments") >= atLeast);
    }

    private static List<String> took(ChildProcess child) {
        return child.lines().stream()
                .filter(line -> line.contains("read anew and is in force"))
                .map(SECONDS::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toList());
    }

    @Test
    void thresholdsChangeAndMonitorsComeAndGoWhileEventsFlowAndNoWindowIsLostOrDoubled() throws Exception {
        TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
        topics.create(id, KillLoad.PARTITIONS);
        topics.create(late, KillLoad.PARTITIONS);
        Instances instances = new Instances(id, folder, "", "");
        configure(id, monitor("payments", id, "0.02"));
        int part = load.events().size() / 6;
        try (KillFeed feed = new KillFeed(SharedBroker.bootstrapServers(), id, load.events(), PER_SECOND);
                KillFeed other = new KillFeed(SharedBroker.bootstrapServers(), late, load.events(), PER_SECOND);
                ChildProcess child = instances.startChild("0")) {
            String page = child.await("page=\"?(http://[^\" \\]]+)", Instances.PATIENCE)
                    .group(1);
            assertThat(metrics(page)).contains("kullback_config_last_reload_successful 1");
            try (Liveness liveness = new Liveness(URI.create(page));
                    KeptSeries scores = new KeptSeries(() -> scores(instances, page))) {
                other.allowAll();
                feed.allow(part);
                awaitRecords(instances, page, part / 2);

                // While the events of a window come in.
                configure(id, monitor("payments", id, "0.05"), monitor("late", late, "0.02"));
                feed.allow(part);
                child.signal("HUP");
                child.await("monitors added: late; monitors changed: payments", Instances.PATIENCE);
                awaitRecords(instances, page, 2L * part);

                Files.writeString(
                        folder.resolve(id + ".yaml"),
                        Files.readString(folder.resolve(id + ".yaml")).replace("segment:", "segmnet:"));
                feed.allow(part);
                HttpResponse<String> wrong = post(page);
                assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(422);
                assertThat(wrong.body().lines().filter(line -> line.contains("Did you mean 'segment'?")))
                        .hasSize(2)
                        .allMatch(line -> line.matches(".*\\.yaml:\\d+:\\d+ monitors\\[[01]]\\.segmnet: .*"));
                assertThat(metrics(page)).contains("kullback_config_last_reload_successful 0");
                child.await("Did you mean 'segment'", Instances.PATIENCE);

                configure(id + "-other", monitor("payments", id, "0.02"));
                HttpResponse<String> tooMuch = post(page);
                assertThat(tooMuch.statusCode()).isEqualTo(422);
                assertThat(tooMuch.body()).contains("application-id: from " + id + " to " + id + "-other");
                awaitRecords(instances, page, 3L * part);

                feed.allow(part);
                configure(id, monitor("payments", id, "0.03"), monitor("late", late, "0.02"));
                HttpResponse<String> right = post(page);
                assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
                assertThat(right.body()).isEqualTo("monitors changed: payments\n");
                assertThat(metrics(page)).contains("kullback_config_last_reload_successful 1");
                feed.allowAll();

                for (String name : List.of("payments", "late")) {
                    KillOutcome outcome = instances.awaitOutcome(name, RESULTS, List.of(page), load.totals());
                    assertThat(outcome.counts()).as(name).isEqualTo(load.counts());
                    assertThat(outcome.issuedTwice()).as(name).isEmpty();
                    assertThat(outcome.totals()).as(name).isEqualTo(load.totals());
                }
                String last = metrics(page);
                Identities.assertHoldOnPage(last);
                assertThat(last).contains("kafka_stream_alive_stream_threads{").contains("monitor=\"late\"");

                configure(id, monitor("payments", id, "0.03"));
                assertThat(post(page).body()).isEqualTo("monitors removed: late\n");
                Map<String, Double> left = instances.scrape(page);
                assertThat(left.keySet())
                        .noneMatch(series -> series.contains("monitor=\"late\""))
                        .anyMatch(series -> series.startsWith("kullback_divergence_nats{"));
                assertThat(scores.seen()).isNotEmpty();
                assertThat(scores.missed())
                        .as("scores that were not exported while the configuration was exchanged")
                        .isEmpty();
                assertThat(liveness.asked()).isPositive();
                assertThat(liveness.doubts()).isEmpty();
            }
            LOG.atInfo().addKeyValue("seconds", took(child)).log("exchanged");
            assertThat(took(child)).hasSize(3);
        }
    }

    @Test
    void whereHangUpsAreIgnoredAsUnderNohupThatIsSaidAtTheStart() throws Exception {
        configure(id, monitor("payments", id, "0.02"));
        try (ChildProcess child = ChildProcess.start(
                Map.of("XDG_CACHE_HOME", folder.toString()),
                List.of(
                        "sh",
                        "-c",
                        "trap '' HUP; exec \"$0\" -jar target/kullback.jar run \"$1\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        folder.resolve(id + ".yaml").toString()))) {
            child.await("the signal HUP does not come here, as under nohup .* POST /-/reload", Instances.PATIENCE);
        }
    }
}

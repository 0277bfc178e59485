package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kullback.testing.ChildProcess;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From an event to a person: a real service, Prometheus and Alertmanager on the shipped files, minutes turned to seconds, and a webhook at the end. A drift is
 * told of and, though the service is killed meanwhile, is not called over until a newer window says so.
 */
class AlertDeliveryIT {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDeliveryIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String DRIFT = "KullbackDriftDetected";
    private static final String ABSENT = "KullbackAbsent";

    private final String topic = "alerted-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());

    @TempDir
    private Path folder;

    private void send(int from, int to, int percentOfA) {
        topics.send(topic, 2, Banks.hours(from, to, percentOfA));
    }

    private ChildProcess service(String bind) throws IOException {
        return ChildProcess.kullback(
                folder,
                Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                "run",
                Banks.configuration(folder, topic, bind, "").toString(),
                "--state-dir",
                folder.resolve("state").toString());
    }

    private ChildProcess alertmanager(AlertReceiver receiver) throws IOException {
        Path file = folder.resolve("alertmanager.yml");
        Files.writeString(
                file,
                Files.readString(AlertmanagerFilesTest.DEFAULT)
                        .replace("http://localhost:9095/alerts", receiver.url())
                        .replaceAll("(group_wait|group_interval): \\w+", "$1: 1s"));
        return ChildProcess.start(
                Map.of(),
                List.of(
                        Requirement.onPath("alertmanager") ? "alertmanager" : "prometheus-alertmanager",
                        "--config.file=" + file,
                        "--storage.path=" + folder.resolve("alertmanager"),
                        "--web.listen-address=127.0.0.1:0",
                        "--cluster.listen-address="));
    }

    private ChildProcess prometheus(String service, String alertmanager) throws IOException {
        Path file = folder.resolve("prometheus.yml");
        Files.writeString(
                file,
                Files.readString(Path.of("config/prometheus/prometheus.yml"))
                        // Not less: a scrape that takes longer, as on a busy machine, is a failed one.
                        .replace("scrape_interval: 15s", "scrape_interval: 3s")
                        .replace("evaluation_interval: 15s", "evaluation_interval: 1s")
                        .replace("targets: [alertmanager:9093]", "targets: [\"" + alertmanager + "\"]")
                        .replace("targets: [kullback:8080]", "targets: [\"" + service + "\"]"));
        Files.createDirectories(folder.resolve("rules"));
        Files.writeString(
                folder.resolve("rules/kullback.yml"),
                AlertRules.shipped().text().replaceAll("for: (\\d+)[mhd]\n", "for: $1s\n"));
        return ChildProcess.start(
                Map.of(),
                List.of(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:0"));
    }

    @Test
    void aDriftIsToldOfAndNotCalledOverWhileTheServiceIsKilledButByANewerWindow() throws Exception {
        Requirement.PROMETHEUS.orSkip();
        Requirement.ALERTMANAGER.orSkip();
        topics.create(topic, 2);
        send(0, 24, 50);
        try (AlertReceiver receiver = new AlertReceiver();
                ChildProcess alertmanager = alertmanager(receiver)) {
            String address;
            try (ChildProcess service = service("127.0.0.1:0")) {
                address =
                        service.await("page=\"?http://([^/\" \\]]+)", PATIENCE).group(1);
                service.await("RunCommand: running", PATIENCE);
                topics.awaitResults(topic + ".results", 24, PATIENCE);
                try (ChildProcess prometheus = prometheus(
                        address,
                        alertmanager
                                .await("Listening on.*address=\"?([0-9.:]+)", PATIENCE)
                                .group(1))) {
                    drift(receiver);
                    assertThat(scrape(address)).contains("kafka_producer_record_error_total{");
                    kill(service, receiver);
                    resolve(address, receiver);
                    assertThat(prometheus.isAlive()).isTrue();
                }
            }
        }
    }

    private void drift(AlertReceiver receiver) {
        long sent = System.nanoTime();
        send(24, 30, 80);
        await().atMost(PATIENCE).until(() -> receiver.wasTold("firing " + DRIFT, sent));
        assertThat(receiver.all()).doesNotContain("resolved " + DRIFT);
        LOG.atInfo()
                .addKeyValue("seconds", receiver.after(sent, "firing " + DRIFT).toMillis() / 1e3)
                .log("from the events to the webhook");
    }

    private static void kill(ChildProcess service, AlertReceiver receiver) throws InterruptedException {
        long killed = System.nanoTime();
        service.close();
        service.awaitExit(PATIENCE);
        await().atMost(PATIENCE).until(() -> receiver.wasTold("firing " + ABSENT, killed));
        LOG.atInfo()
                .addKeyValue(
                        "seconds", receiver.after(killed, "firing " + ABSENT).toMillis() / 1e3)
                .log("from the kill to the webhook, of which five are waited");
    }

    private void resolve(String address, AlertReceiver receiver) throws Exception {
        long again = System.nanoTime();
        try (ChildProcess service = service(address)) {
            service.await("RunCommand: running", PATIENCE);
            await().atMost(PATIENCE).until(() -> receiver.wasTold("resolved " + ABSENT, again));
            await().atMost(PATIENCE).until(() -> scrape(address).contains("state=\"firing\"} 1.0"));
            // What nobody knew for so long was not called over.
            assertThat(receiver.all()).doesNotContain("resolved " + DRIFT);
            long sent = System.nanoTime();
            send(30, 40, 50);
            await().atMost(PATIENCE).until(() -> receiver.wasTold("resolved " + DRIFT, sent));
            LOG.atInfo()
                    .addKeyValue(
                            "seconds", receiver.after(sent, "resolved " + DRIFT).toMillis() / 1e3)
                    .log("from the events that end the drift to the webhook");
        }
    }

    private static String scrape(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}

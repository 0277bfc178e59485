package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.config.ConfigurationFile;
import io.kullback.testing.Receiver;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An alert reaches a webhook and an Alertmanager that were unwell when it began, over a restart, and never holds up the counting. */
class NotificationsIT {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationsIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SECRET = "0123456789abcdef01234567";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final String topic = "notified-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
    private final Receiver webhook = Receiver.answering(UNAVAILABLE);
    private final Receiver alertmanager = Receiver.answering(Receiver.SILENCE);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        webhook.close();
        alertmanager.close();
    }

    private Path configuration() throws IOException {
        Files.writeString(folder.resolve("secret"), SECRET);
        return Banks.configuration(
                folder, topic, "127.0.0.1:0", """
                notify:
                  allow: [127.0.0.1]
                  webhooks: [{name: pager, url: "%s", secret: "${file:secret}"}]
                  alertmanagers: [{name: main, url: "%s", timeout: 1s, resend: 1s}]""".formatted(webhook.url("/hook"), alertmanager.url("")));
    }

    private Service start(Path file) throws InterruptedException {
        Service service = Service.start(ConfigurationFile.read(file, Map.of()), List.of(), folder.resolve("state"));
        assertThat(service.awaitRunning(PATIENCE)).isTrue();
        return service;
    }

    private List<String> kindsDelivered() {
        return webhook.accepted().stream()
                .map(NotificationsIT::json)
                .map(body -> body.at("/data/kind").asText())
                .toList();
    }

    private static JsonNode json(Receiver.Posted posted) {
        try {
            return new ObjectMapper().readTree(posted.body());
        } catch (IOException e) {
            throw new IllegalStateException(posted.body(), e);
        }
    }

    private boolean isTold(String kindOfEnd) {
        return alertmanager.accepted().stream()
                .map(NotificationsIT::json)
                .anyMatch(alerts -> alerts.size() == 1
                        && kindOfEnd.equals(
                                Instant.parse(alerts.at("/0/endsAt").asText()).isAfter(Instant.now())
                                        ? "firing"
                                        : "over"));
    }

    private static String metrics(Service service) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(service.url()).resolve("/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @Test
    void anAlertReachesReceiversThatWereUnwellOverARestartAndHoldsNothingUp() throws Exception {
        topics.create(topic, 2);
        topics.send(topic, 2, Banks.hours(0, 24, 50));
        topics.send(topic, 2, Banks.hours(24, 30, 80));
        Path file = configuration();
        try (Service service = start(file)) {
            topics.awaitValue(
                    topic + ".alerts", value -> value.get("kind").asText().equals("firing"), PATIENCE);
            // Neither takes anything, and all windows come out all the same.
            topics.awaitResults(topic + ".results", 30, PATIENCE);
            await().atMost(PATIENCE)
                    .until(() ->
                            webhook.posted().size() > 1 && alertmanager.posted().size() > 1);
            assertThat(metrics(service))
                    .containsPattern("kullback_notifications_failed_total\\{destination=\"pager\"} [1-9]")
                    .containsPattern("kullback_notifications_failed_total\\{destination=\"main\"} [1-9]")
                    .containsPattern("kullback_notifications_queue_length\\{destination=\"pager\"} [1-9]");
        }
        assertThat(webhook.accepted()).isEmpty();

        long back = System.nanoTime();
        webhook.answer(OK);
        alertmanager.answer(OK);
        try (Service service = start(file)) {
            await().atMost(PATIENCE).until(() -> kindsDelivered().contains("firing") && isTold("firing"));
            LOG.atInfo()
                    .addKeyValue("after", Duration.ofNanos(System.nanoTime() - back))
                    .log("delivered by the next one");

            int exit = Main.commandLine().execute("accept", file.toString(), "--monitor", "banks", "--by", "kim");
            assertThat(exit).isZero();
            await().atMost(PATIENCE).until(() -> kindsDelivered().contains("resolved") && isTold("over"));
            assertThat(metrics(service)).contains("kullback_notifications_queue_length{destination=\"pager\"} 0");
        }
        // What was delivered is remembered: nothing came twice, and the order is that of the topic.
        assertThat(kindsDelivered()).containsExactly("firing", "resolved");
        Receiver.Posted firing = webhook.accepted().get(0);
        assertThat(firing.headers().get("webhook-signature")).isEqualTo(signature(firing));
        assertThat(json(firing).at("/data/explanation").asText()).contains("a 50 % →");
        assertThat(json(firing).at("/data/evidence/0/rule").asText()).isEqualTo("level");

        // Nor does it come again from one that starts where all has been delivered, which the next step shows.
        try (Service service = start(file)) {
            // The new normal first has to be seen for ten windows.
            topics.send(topic, 2, Banks.hours(30, 42, 80));
            topics.send(topic, 2, Banks.hours(42, 48, 20));
            await().atMost(PATIENCE).until(() -> kindsDelivered().size() > 2);
            assertThat(kindsDelivered())
                    .startsWith("firing", "resolved")
                    .element(2)
                    .isEqualTo("firing");
            assertThat(webhook.accepted().stream()
                            .map(posted -> posted.headers().get("webhook-id")))
                    .doesNotHaveDuplicates();
            assertThat(metrics(service)).contains("kullback_notifications_failed_total{destination=\"pager\"} 0");
        }
    }

    /** As the receiver's own library would check it. */
    private static String signature(Receiver.Posted posted) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = posted.headers().get("webhook-id")
                + '.'
                + posted.headers().get("webhook-timestamp")
                + '.'
                + posted.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}

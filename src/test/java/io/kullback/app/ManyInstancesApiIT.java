package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances share eight monitors: whichever is asked, each monitor is either there or said to be at the other, and following that leads to it. */
class ManyInstancesApiIT {

    private static final int MONITORS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String id = "many-" + UUID.randomUUID().toString().substring(0, 8);

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private JsonNode json(String url) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(get(url).body());
    }

    @Test
    void everyInstanceAnswersForItsOwnMonitorsAndSaysWhoHasTheOthers() throws Exception {
        StringBuilder monitors = new StringBuilder();
        List<CsvEvents.Event> events = new ArrayList<>();
        Instant start = Instant.parse("2026-01-05T00:00:00Z");
        for (int minute = 0; minute < 300; minute++) {
            events.add(new CsvEvents.Event(start.plusSeconds(60L * minute).toEpochMilli(), "{\"bank\": \"a\"}"));
        }
        TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
        topics.create(id + ".events", 2);
        topics.send(id + ".events", 2, events);
        for (int number = 0; number < MONITORS; number++) {
            monitors.append("""
                      - name: monitor-%d
                        topic: %s.events
                        window: {size: 1h}
                        reference: {period: {from: 2026-01-05T00:00:00Z, to: 2026-01-05T02:00:00Z}}
                        features: [{name: bank, type: category, categories: [a, b]}]
                    """.formatted(number, id));
        }
        Instances instances = new Instances(id, folder, "", monitors.toString());
        try (Service first = instances.start("first");
                Service second = instances.start("second")) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertSharedOut(first, second));
            JsonNode listed = json(first.url() + "api/v1/monitors").get("monitors");
            int elsewhere = 0;
            for (JsonNode monitor : listed) {
                String path = "api/v1/monitors/" + monitor.get("name").asText() + "/features/bank/windows";
                HttpResponse<String> answer = get(first.url() + path);
                if (monitor.has("instance")) {
                    elsewhere++;
                    assertThat(answer.statusCode()).isEqualTo(421);
                    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
                    String there = new ObjectMapper()
                            .readTree(answer.body())
                            .get("url")
                            .asText();
                    assertThat(there).isEqualTo(second.url() + path);
                    assertThat(json(there).get("windows")).isNotEmpty();
                } else {
                    assertThat(answer.statusCode()).isEqualTo(200);
                }
            }
            assertThat(elsewhere).isBetween(1, MONITORS - 1);
        }
    }

    /** Every monitor has a series at exactly one instance, and the other names that one. */
    private void assertSharedOut(Service first, Service second) throws IOException, InterruptedException {
        JsonNode one = json(first.url() + "api/v1/monitors").get("monitors");
        JsonNode other = json(second.url() + "api/v1/monitors").get("monitors");
        for (int number = 0; number < MONITORS; number++) {
            boolean isFirst = !one.get(number).get("series").isEmpty();
            JsonNode here = isFirst ? one.get(number) : other.get(number);
            JsonNode there = isFirst ? other.get(number) : one.get(number);
            assertThat(here.get("series")).isNotEmpty();
            assertThat(here.has("instance")).isFalse();
            assertThat(there.get("series")).isEmpty();
            assertThat(there.path("instance").asText() + "/").isEqualTo((isFirst ? first : second).url());
        }
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.config.ConfigurationFile;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why is it silent? Six monitors on real brokers, each with another reason, asked by 'kullback doctor' while the service runs and after it has ended. */
class DoctorIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final String id = "doctor-" + UUID.randomUUID().toString().substring(0, 8);
    private final TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
    private final Instant midnight =
            Instant.ofEpochMilli(Math.floorDiv(System.currentTimeMillis(), DAY.toMillis()) * DAY.toMillis());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String topic(String monitor) {
        return id + "." + monitor;
    }

    private String monitor(String name, String more) {
        return """
                  - name: %s
                    topic: %s
                    window: {size: 1h, idle-timeout: 1h}
                    reference: {period: {from: %s, to: %s}}
                    features: [{name: bank, type: category, categories: [a, b]}]
                    alert: {min-events: 10}
                %s""".formatted(
                        name,
                        topic(name),
                        midnight.minus(Duration.ofHours(20)),
                        midnight.minus(Duration.ofHours(10)),
                        more.isEmpty() ? "" : more.indent(4));
    }

    private Path configuration(String servers) throws IOException {
        return Files.writeString(
                folder.resolve("doctor.yaml"),
                """
                kafka: {bootstrap.servers: "%s", commit.interval.ms: 100}
                application-id: %s
                merge-partitions: 1
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands, references: %s.references}
                http: {bind: "127.0.0.1:0"}
                monitors:
                """.formatted(servers, id, id, id, id, id)
                        + monitor("healthy", "")
                        + monitor("wrong-path", "event-time: /no/such/field")
                        + monitor("lagging", "")
                        + monitor("waiting", "")
                        + monitor("empty", "")
                        + monitor("absent", ""));
    }

    /** An event a minute, from hours before midnight to hours before midnight. */
    private List<CsvEvents.Event> events(int from, int to) {
        List<CsvEvents.Event> events = new ArrayList<>();
        for (int minute = -60 * from; minute < -60 * to; minute++) {
            events.add(new CsvEvents.Event(
                    midnight.plus(Duration.ofMinutes(minute)).toEpochMilli(),
                    "{\"bank\": \"" + (minute % 2 == 0 ? "a" : "b") + "\"}"));
        }
        return events;
    }

    private JsonNode doctor(Path file, ExitCode expected, String... more) throws IOException {
        out.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of("doctor", file.toString(), "--format", "json"));
        arguments.addAll(List.of(more));
        assertThat(run(arguments)).as(err.toString()).isEqualTo(expected.code());
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(List<String> arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static Map<String, String> causes(JsonNode doctor) {
        Map<String, String> causes = new TreeMap<>();
        doctor.get("monitors")
                .forEach(one ->
                        causes.put(one.get("monitor").asText(), one.get("cause").asText()));
        return causes;
    }

    private static JsonNode of(JsonNode doctor, String monitor) {
        for (JsonNode one : doctor.get("monitors")) {
            if (one.get("monitor").asText().equals(monitor)) {
                return one;
            }
        }
        throw new AssertionError("nothing is said of " + monitor);
    }

    @Test
    void eachReasonOfSilenceIsFoundWithTheServiceAndWhatTheBrokersShowWithoutIt() throws Exception {
        List.of("healthy", "wrong-path", "waiting", "empty").forEach(name -> topics.create(topic(name), 1));
        topics.create(topic("lagging"), 2);
        topics.send(topic("healthy"), 1, events(20, 0));
        topics.send(topic("wrong-path"), 1, events(20, 18));
        topics.send(topic("waiting"), 1, events(20, 15));
        // Partition 0 has the even minutes; what comes after is for it alone.
        topics.send(topic("lagging"), 2, events(20, 9));
        topics.send(topic("lagging"), 1, events(9, 0));
        Path file = configuration(SharedBroker.bootstrapServers());
        try (Service service =
                Service.start(ConfigurationFile.read(file, Map.of()), List.of(), folder.resolve("state"))) {
            Map<String, String> expected = Map.of(
                    "healthy", "stable",
                    "wrong-path", "records_rejected",
                    "lagging", "partition_lags",
                    "waiting", "waiting_for_reference",
                    "empty", "topic_empty",
                    "absent", "topic_absent");
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(causes(doctor(file, ExitCode.OK, "--url", service.url())))
                            .isEqualTo(expected));
            JsonNode said = doctor(file, ExitCode.OK, "--url", service.url());
            assertThat(of(said, "wrong-path").get("says").asText())
                    .isEqualTo("100 % of the records are refused, most of them as 'timestamp_missing' (120 of 120)");
            assertThat(of(said, "wrong-path").get("remedy").asText()).contains("event-time");
            assertThat(of(said, "lagging").get("says").asText()).startsWith("partition 1 holds the others up");
            assertThat(of(said, "lagging").at("/next_close/waits_for/0").asInt())
                    .isEqualTo(1);
            assertThat(of(said, "waiting").at("/reference/due").asText())
                    .isEqualTo(midnight.minus(Duration.ofHours(10)).toString());
            assertThat(of(said, "healthy").at("/series/0/verdict").asText()).isEqualTo("stable");
            out.getBuffer().setLength(0);
            assertThat(run(List.of("doctor", file.toString(), "--url", service.url(), "--monitor", "lagging")))
                    .isZero();
            assertThat(out.toString().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(out.toString().replaceAll("\\s+", " "))
                    .startsWith("lagging why partition 1 holds the others up")
                    .contains("partition 1 read to")
                    .contains("waited for");
        }
        JsonNode without = doctor(file, ExitCode.OK, "--url", "http://127.0.0.1:9");
        assertThat(of(without, "healthy").get("cause").asText()).isEqualTo("service_down");
        assertThat(of(without, "healthy").get("says").asText())
                .contains("holds about 1,200 records, 0 of them not read");
        assertThat(of(without, "absent").get("cause").asText()).isEqualTo("topic_absent");
        out.getBuffer().setLength(0);
        assertThat(run(List.of("doctor", configuration("127.0.0.1:9").toString(), "--url", "http://127.0.0.1:9")))
                .isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("nobody answers").doesNotContain("\tat ");
    }

    @Test
    void theTopicsAreListedWithWhatTheyAreForAndWhatTheyHold() throws IOException {
        topics.create(topic("healthy"), 1);
        topics.send(topic("healthy"), 1, events(20, 18));
        Path file = configuration(SharedBroker.bootstrapServers());
        assertThat(run(List.of("topics", file.toString(), "--format", "json")))
                .as(err.toString())
                .isZero();
        JsonNode listed = new ObjectMapper().readTree(out.toString()).get("topics");
        JsonNode events = listed.get(0);
        assertThat(events.get("topic").asText()).isEqualTo(topic("healthy"));
        assertThat(events.at("/monitors/0").asText()).isEqualTo("healthy");
        assertThat(events.get("records").asInt()).isEqualTo(120);
        assertThat(events.get("oldest").asText())
                .isEqualTo(midnight.minus(Duration.ofHours(20)).toString());
        assertThat(events.get("newest").asText())
                .isEqualTo(midnight.minus(Duration.ofHours(18)).minusSeconds(60).toString());
        assertThat(events.get("cleanup_policy").asText()).isEqualTo("delete");
        assertThat(listed.findValuesAsText("state"))
                .containsExactly(
                        "present", "absent", "absent", "absent", "absent", "absent", "absent", "absent", "absent",
                        "absent");
        out.getBuffer().setLength(0);
        assertThat(run(List.of("topics", file.toString()))).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("for events of healthy holds 1 partition, about 120 records")
                .contains(
                        id
                                + ".alerts for each step of each alert: the audit trail state not there; it is made when it is needed");
    }
}

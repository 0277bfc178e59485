package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.app.demo.EmbeddedBroker;
import io.kullback.app.demo.ReadyTopic;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'kullback check --live' finds on real brokers: the numbered kinds 18 to 20 and 31 of bad configuration, and what else only a topic can tell. */
class LiveCheckIT {

    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int MINUTES = 300;

    @TempDir
    private Path folder;

    private final String topic = "live-" + UUID.randomUUID();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String yaml(String servers, String more) {
        return """
                kafka: {bootstrap.servers: '%s'}
                monitors:
                  - name: payments
                    topic: %s
                    window: {size: 1h}
                    reference: {period: {from: 2026-01-05T00:00:00Z, to: 2026-01-06T00:00:00Z}}
                    %s
                    features:
                      - {name: amount, type: number}
                      - {name: bank, type: category}
                """.formatted(servers, topic, more);
    }

    private int check(String yaml, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        List<String> arguments = new ArrayList<>(List.of("check", file.toString(), "--live"));
        arguments.addAll(List.of(options));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private JsonNode json(String yaml, ExitCode expected) throws IOException {
        assertThat(check(yaml, "--format", "json")).as(out + " " + err).isEqualTo(expected.code());
        assertThat(out + " " + err).doesNotContain("\tat ");
        return new ObjectMapper().readTree(out.toString());
    }

    private static List<String> codes(JsonNode root) {
        return root.findValuesAsText("code");
    }

    /** One event a minute over five hours and two partitions: a window of an hour has sixty. */
    private void sendPayments(String servers, String bank) {
        List<CsvEvents.Event> events = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            events.add(new CsvEvents.Event(
                    START.plusSeconds(60L * minute).toEpochMilli(),
                    "{\"amount\": " + minute % 7 + (minute % 2 == 0 ? bank : "") + "}"));
        }
        TestTopics topics = new TestTopics(servers);
        topics.create(topic, 2);
        topics.send(topic, 2, events);
    }

    @Test
    void aTopicToCompareWithThatIsNotThereIsNamedWhereItIsWritten() throws IOException {
        sendPayments(SharedBroker.bootstrapServers(), ", \"bank\": \"north\"");
        JsonNode root = json(
                yaml(SharedBroker.bootstrapServers(), "alert: {min-events: 30}")
                        .replaceAll("reference: .*", "reference: {topic: " + topic + "-stable}"),
                ExitCode.CONFIGURATION);
        assertThat(codes(root)).containsExactly("topic-absent");
        assertThat(root.at("/problems/0").toString())
                .contains("monitors[0].reference.topic")
                .contains("there is no topic '" + topic + "-stable'");
    }

    @Test
    void aTopicThatSuitsIsDescribedByItsSample() throws IOException {
        sendPayments(SharedBroker.bootstrapServers(), ", \"bank\": \"north\"");
        JsonNode root = json(yaml(SharedBroker.bootstrapServers(), "alert: {min-events: 30}"), ExitCode.OK);
        assertThat(codes(root)).isEmpty();
        assertThat(root.get("valid").asBoolean()).isTrue();
        JsonNode live = root.get("live").get(0);
        assertThat(live.get("partitions").asInt()).isEqualTo(2);
        assertThat(live.get("records_in_topic").asInt()).isEqualTo(MINUTES);
        assertThat(live.get("records_sampled").asInt()).isEqualTo(100);
        assertThat(live.get("records_read").asInt()).isEqualTo(100);
        assertThat(live.get("events_in_window").asInt()).isEqualTo(60);
        assertThat(live.get("series").asInt()).isEqualTo(2);
        assertThat(live.at("/features/0/usable").asInt()).isEqualTo(100);
        // Partition 0 has the even minutes, and these alone have the field.
        assertThat(live.at("/features/1/found").asInt()).isEqualTo(50);
    }

    @Test
    void peopleAreToldTheSameInWords() throws IOException {
        sendPayments(SharedBroker.bootstrapServers(), ", \"bank\": \"north\"");
        assertThat(check(yaml(SharedBroker.bootstrapServers(), "alert: {min-events: 30}")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("right (")
                .contains("payments, as the brokers have it:")
                .contains("topic 2 partitions, about 300 records, kept for ever")
                .contains("sampled 100 records, 100 % of them read")
                .contains("amount found in 100 % of these, usable in 100 %")
                .contains("bank found in 50 % of these, usable in 50 %")
                .contains("windows about 60 events in each")
                .contains("series 2 features in 1 segments seen: 2");
    }

    @Test
    void windowsThatWillBeTooSmallToBeJudgedAreWarnedOf() throws IOException {
        sendPayments(SharedBroker.bootstrapServers(), ", \"bank\": \"north\"");
        JsonNode root = json(yaml(SharedBroker.bootstrapServers(), "alert: {min-events: 61}"), ExitCode.OK);
        assertThat(codes(root)).containsExactly("windows-too-small", "windows-too-small");
        assertThat(root.at("/problems/0/severity").asText()).isEqualTo("warning");
        assertThat(root.at("/problems/0/line").asInt()).isEqualTo(9);
        assertThat(root.at("/problems/0/path").asText()).isEqualTo("monitors[0].features[0].alert.min-events");
        assertThat(root.at("/problems/0/reason").asText())
                .isEqualTo("a window has about 60 usable values of 'amount', but is judged only if it has 61");
        assertThat(root.at("/problems/0/remedy").asText()).contains("larger windows");
    }

    @Test
    void recordsThatCannotBeCountedAndFieldsThatNoneHasAreWarnedOf() throws IOException {
        TestTopics topics = new TestTopics(SharedBroker.bootstrapServers());
        topics.create(topic, 1);
        topics.send(
                topic,
                1,
                List.of(
                        new CsvEvents.Event(START.toEpochMilli(), "{\"amount\": \"much\"}"),
                        new CsvEvents.Event(START.toEpochMilli(), "{\"amount\": \"more\"}"),
                        new CsvEvents.Event(START.toEpochMilli(), "{\"amount\": "),
                        new CsvEvents.Event(START.toEpochMilli(), "[1]")));
        JsonNode root = json(yaml(SharedBroker.bootstrapServers(), ""), ExitCode.OK);
        assertThat(codes(root)).containsExactly("records-rejected", "field-not-found", "field-not-found");
        assertThat(root.at("/problems/0/reason").asText())
                .isEqualTo("2 of 4 sampled records cannot be counted: 1 decode, 1 not_object");
        assertThat(root.at("/problems/1/reason").asText())
                .isEqualTo("/amount is there in 2 of 2 sampled records, but never has a value that 'amount' can use");
        assertThat(root.at("/problems/2/reason").asText()).isEqualTo("none of 2 sampled records has /bank");
        assertThat(root.at("/live/0/rejected/decode").asInt()).isEqualTo(1);
    }

    @Test
    void aTopicThatForgetsOldEventsIsWarnedOf() throws IOException {
        NewTopic forgetful =
                new NewTopic(topic, Optional.of(1), Optional.empty()).configs(Map.of("retention.ms", "604800000"));
        ReadyTopic.create(SharedBroker.bootstrapServers(), forgetful);
        new TestTopics(SharedBroker.bootstrapServers())
                .send(
                        topic,
                        1,
                        List.of(new CsvEvents.Event(START.toEpochMilli(), "{\"amount\": 1, \"bank\": \"north\"}")));
        JsonNode root = json(yaml(SharedBroker.bootstrapServers(), ""), ExitCode.OK);
        assertThat(codes(root)).containsExactly("retention-too-short", "retention-too-short");
        assertThat(root.at("/problems/0/reason").asText())
                .isEqualTo("the topic keeps records for 1w, but has one of 2026-01-05T00:00:00Z, which the brokers may"
                        + " delete before it is counted");
        assertThat(root.at("/problems/1/path").asText()).isEqualTo("monitors[0].reference.period.from");
    }

    @Test
    void aTopicThatIsNotThereGivesThreeAndAnEmptyOneAWarning() throws IOException {
        JsonNode absent = json(yaml(SharedBroker.bootstrapServers(), ""), ExitCode.CONFIGURATION);
        assertThat(codes(absent)).containsExactly("topic-absent");
        assertThat(absent.at("/problems/0/line").asInt()).isEqualTo(4);
        assertThat(absent.at("/problems/0/column").asInt()).isEqualTo(12);
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, 1);
        out.getBuffer().setLength(0);
        assertThat(codes(json(yaml(SharedBroker.bootstrapServers(), ""), ExitCode.OK)))
                .containsExactly("topic-empty");
    }

    @Test
    void brokersThatDoNotAnswerGiveFiveAndPropertiesThatKafkaRefusesThree() throws IOException {
        // Port 9 of this machine: the discard service, which nothing serves.
        JsonNode nowhere = json(yaml("127.0.0.1:9", ""), ExitCode.KAFKA_UNREACHABLE);
        assertThat(codes(nowhere)).containsExactly("broker-unreachable");
        assertThat(nowhere.at("/problems/0/line").asInt()).isEqualTo(1);
        assertThat(nowhere.at("/problems/0/reason").asText()).contains("127.0.0.1:9");
        out.getBuffer().setLength(0);
        JsonNode refused = json(yaml("no port at all", ""), ExitCode.CONFIGURATION);
        assertThat(codes(refused)).containsExactly("refused-property");
    }

    @Test
    void whatAnAuthorizerRefusesAndOldTransactionsAreReported() throws Exception {
        Map<String, String> authorizing = Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "true");
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of("target", "kafka"), authorizing);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            sendPayments(broker.bootstrapServers(), ", \"bank\": \"north\"");
            String yaml = yaml(broker.bootstrapServers(), "alert: {min-events: 30}");
            assertThat(codes(json(yaml, ExitCode.OK))).isEmpty();

            deny(admin, AclOperation.READ);
            assertThat(refusal(yaml)).contains("do not let this client read the topic");
            deny(admin, AclOperation.DESCRIBE);
            assertThat(refusal(yaml)).contains("do not let this client describe the topic");

            admin.updateFeatures(
                            Map.of(
                                    "transaction.version",
                                    new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                            new UpdateFeaturesOptions())
                    .all()
                    .get(30, TimeUnit.SECONDS);
            out.getBuffer().setLength(0);
            JsonNode old = json(yaml, ExitCode.CONFIGURATION);
            assertThat(codes(old)).containsExactly("old-transactions", "no-permission");
            assertThat(old.at("/problems/0/reason").asText()).contains("transaction.version is 1");
        }
    }

    private String refusal(String yaml) throws Exception {
        // An access rule reaches the broker a moment after the controller has taken it.
        for (int attempt = 0; attempt < 100; attempt++) {
            out.getBuffer().setLength(0);
            check(yaml, "--format", "json");
            JsonNode root = new ObjectMapper().readTree(out.toString());
            if (codes(root).equals(List.of("no-permission"))) {
                assertThat(root.at("/problems/0/path").asText()).isEqualTo("monitors[0].topic");
                assertThat(root.at("/problems/0/remedy").asText()).contains("kafka-acls --add");
                return root.at("/problems/0/reason").asText();
            }
        }
        throw new AssertionError("the brokers' refusal was never reported: " + out);
    }

    private void deny(Admin admin, AclOperation operation) throws Exception {
        ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        // Whoever is not named by a rule would be refused once there is one.
        Set<AclBinding> rules = Set.of(
                new AclBinding(
                        resource,
                        new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.ALLOW)),
                new AclBinding(
                        resource, new AccessControlEntry("User:ANONYMOUS", "*", operation, AclPermissionType.DENY)));
        admin.createAcls(rules).all().get(30, TimeUnit.SECONDS);
    }
}

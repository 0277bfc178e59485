package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.Pipeline;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.QuietListener;
import io.kullback.testing.TestAuthority;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipeline on a real broker over each way of being secure, and what is said where the broker is not to be trusted or does not trust us. */
class KafkaSecurityIT {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String LOGIN = "sasl.jaas.config: 'org.apache.kafka.common.security.%s required"
            + " username=\"%s\" password=\"${file:%s}\";', sasl.mechanism: %s, security.protocol: SASL_SSL, %s";

    private static final SecureBroker BROKER = SecureBroker.shared();

    @TempDir
    private Path folder;

    private final String topic = "events-" + UUID.randomUUID();
    private final TestTopics topics = new TestTopics(BROKER.bootstrapServers());

    private static String trusting(TestAuthority authority) {
        return "ssl.truststore.type: PEM, ssl.truststore.location: '" + authority.file() + "'";
    }

    private static String login(String module, String mechanism, String user) {
        return LOGIN.formatted(module, user, "password", mechanism, trusting(BROKER.authority()));
    }

    private Path configuration(String listener, String properties) throws Exception {
        Files.writeString(folder.resolve("password"), SecureBroker.PASSWORD);
        Files.write(
                folder.resolve("reference.json"),
                ReferenceJson.write(Reference.of(
                        "by hand",
                        Map.of(
                                Reference.WHOLE,
                                Map.of(
                                        "bank",
                                        Histogram.ofValues(CategoryBinning.of(List.of("a", "b")), 500, 500, 1))))));
        return Files.writeString(folder.resolve("kullback.yaml"), """
                kafka: {bootstrap.servers: "%s", %s}
                application-id: %s
                merge-partitions: 1
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                dead-letters: {topic: %s.dead-letters}
                http: {bind: "127.0.0.1:0"}
                monitors:
                  - name: banks
                    topic: %s
                    event-time: /t
                    window: {size: 1h, idle-timeout: 1s}
                    reference: {file: reference.json}
                    features: [{name: bank, type: category, categories: [a, b]}]
                """.formatted(
                        BROKER.bootstrapServers(listener), properties, topic, topic, topic, topic, topic, topic));
    }

    /** Ten events and one that is none go in, and one result comes out; it would not if the dead letter could not be written in the same transaction. */
    private void assertRuns(String listener, String properties) throws Exception {
        topics.create(topic, 1);
        topics.send(
                topic,
                1,
                IntStream.rangeClosed(0, 10)
                        .mapToObj(i -> {
                            long time = START.plusSeconds(i).toEpochMilli();
                            return new CsvEvents.Event(
                                    time, i == 10 ? "no event" : "{\"t\":" + time + ",\"bank\":\"a\"}");
                        })
                        .toList());
        try (Pipeline pipeline = Pipeline.start(
                ConfigurationFile.read(configuration(listener, properties), Map.of()).stream(),
                new QuietListener(),
                folder.resolve("state"))) {
            assertThat(pipeline.awaitRunning(PATIENCE)).isTrue();
            JsonNode result = topics.awaitResults(topic + ".results", 1, PATIENCE)
                    .values()
                    .iterator()
                    .next();
            assertThat(result.get("records").asLong()).as(result.toString()).isEqualTo(10);
        }
    }

    @Test
    void countsOverTls() throws Exception {
        assertRuns("TLS", "security.protocol: SSL, " + trusting(BROKER.authority()));
    }

    @Test
    void countsOverTlsWithACertificateOfItsOwn() throws Exception {
        TestAuthority.Issued own = BROKER.authority().issue("client");
        assertRuns("MUTUAL", mutual(own));
    }

    private static String mutual(TestAuthority.Issued own) {
        return "security.protocol: SSL, ssl.keystore.type: PEM, ssl.keystore.location: '" + own.keyStore() + "', "
                + trusting(BROKER.authority());
    }

    @ParameterizedTest
    @CsvSource({
        "plain.PlainLoginModule, PLAIN",
        "scram.ScramLoginModule, SCRAM-SHA-256",
        "scram.ScramLoginModule, SCRAM-SHA-512"
    })
    void countsOverSasl(String module, String mechanism) throws Exception {
        assertRuns("SASL", login(module, mechanism, "super"));
    }

    /** The rights in the table of the page on security, for this test's own names. */
    private List<AclBinding> rights() throws IOException {
        return Files.readAllLines(Path.of("src", "docs", "security.md")).stream()
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(cells -> cells.length == 5 && cells[3].matches("LITERAL|PREFIXED"))
                .flatMap(cells -> Arrays.stream(cells[4].split(", "))
                        .map(operation -> new AclBinding(
                                new ResourcePattern(
                                        ResourceType.valueOf(cells[1]),
                                        cells[2].replaceFirst("each monitored topic|kullback", topic),
                                        PatternType.valueOf(cells[3])),
                                new AccessControlEntry(
                                        "User:kullback",
                                        "*",
                                        AclOperation.valueOf(operation),
                                        AclPermissionType.ALLOW))))
                .toList();
    }

    @Test
    void countsWithNoMoreRightsThanThePageOnSecurityLists() throws Exception {
        assertThat(rights()).hasSizeGreaterThan(10);
        BROKER.allow(rights());
        assertRuns("SASL", login("scram.ScramLoginModule", "SCRAM-SHA-512", "kullback"));
    }

    @Test
    void endsInsteadOfTryingForEverWhereARightIsMissingThatTheStartDoesNotNeed() throws Exception {
        topics.create(topic, 1);
        BROKER.allow(rights().stream()
                .filter(right -> right.pattern().resourceType() != ResourceType.GROUP)
                .toList());
        Path file = configuration("SASL", login("scram.ScramLoginModule", "SCRAM-SHA-512", "kullback"));
        try (Pipeline pipeline = Pipeline.start(
                ConfigurationFile.read(file, Map.of()).stream(), new QuietListener(), folder.resolve("state"))) {
            assertThat(pipeline.awaitEnded(PATIENCE)).isTrue();
            assertThat(pipeline.isHealthy()).isFalse();
        }
    }

    private String failure(String listener, String properties) throws Exception {
        topics.create(topic, 1);
        StringWriter err = new StringWriter();
        int exit = Main.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute("run", configuration(listener, properties).toString(), "--state-dir", folder.toString());
        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        assertThat(err.toString().lines()).as("one line, no stack trace").hasSize(1);
        assertThat(err.toString()).contains(BROKER.bootstrapServers(listener)).doesNotContain("wrong-password");
        return err.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.PlainLoginModule, PLAIN",
        "scram.ScramLoginModule, SCRAM-SHA-256",
        "scram.ScramLoginModule, SCRAM-SHA-512"
    })
    void aWrongPasswordIsSaidToBe(String module, String mechanism) throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong-password");
        assertThat(failure("SASL", LOGIN.formatted(module, "super", wrong, mechanism, trusting(BROKER.authority()))))
                .contains("the user or the password is wrong")
                .contains("sasl.jaas.config");
    }

    @Test
    void aMechanismThatTheListenerHasNotIsSaidToBe() throws Exception {
        assertThat(failure(
                        "SASL",
                        "security.protocol: SASL_SSL, sasl.mechanism: OAUTHBEARER, sasl.jaas.config: "
                                + "'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                                + " unsecuredLoginStringClaim_sub=\"kim\";', " + trusting(BROKER.authority())))
                .contains("SASL mechanism");
    }

    @Test
    void anExpiredCertificateIsSaidToBe() throws Exception {
        assertThat(failure("EXPIRED", "security.protocol: SSL, " + trusting(BROKER.authority())))
                .contains("has expired")
                .contains("Renew it");
    }

    @Test
    void aCertificateOfAnotherHostIsSaidToBe() throws Exception {
        assertThat(failure("ELSEWHERE", "security.protocol: SSL, " + trusting(BROKER.authority())))
                .contains("not made out to the address")
                .contains("bootstrap.servers");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsSaidToBe() throws Exception {
        assertThat(failure("TLS", "security.protocol: SSL, " + trusting(new TestAuthority(folder, "stranger"))))
                .contains("an authority that is not trusted")
                .contains("ssl.truststore.location");
    }

    @Test
    void thatTheBrokerAsksForACertificateIsSaid() throws Exception {
        assertThat(failure("MUTUAL", "security.protocol: SSL, " + trusting(BROKER.authority())))
                .contains("asks for a certificate")
                .contains("ssl.keystore.location");
    }

    @Test
    void aBrokerThatSpeaksTlsToAClientThatDoesNotIsNotReached() throws Exception {
        assertThat(failure("TLS", "client.id: x"))
                .contains("no Kafka broker answered")
                .contains("security settings");
    }

    @Test
    void aStoreThatHoldsNoCertificateIsSaidTo() throws Exception {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");
        assertThat(failure(
                        "TLS",
                        "security.protocol: SSL, ssl.truststore.type: PEM, ssl.truststore.location: '" + none + "'"))
                .contains("no client")
                .contains("start with ssl");
    }

    @Test
    void aRightThatIsMissingIsSaidToBe() throws Exception {
        assertThat(failure("SASL", login("scram.ScramLoginModule", "SCRAM-SHA-512", "kullback")))
                .contains("do not allow");
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.kullback.config.ConfigurationFile;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** U16: canaries in every key that takes a secret, everything as talkative as it can be, and none of them in anything that is written or answered. */
class SecretsIT {

    private static final String TOKEN = "canary-token-0123456789abcdef";
    private static final String HASH = BCrypt.withDefaults().hashToString(10, "canary-of-kim".toCharArray());
    private static final List<String> CANARIES = List.of("canary-", SecureBroker.PASSWORD, HASH);
    private static final String LOGIN =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"super\" password=\"${file:%s}\";";
    /** Those that logback.xml keeps quiet are the ones that print configurations. */
    private static final List<String> LOGGERS = List.of(
            "io.kullback",
            "org.apache.kafka",
            "org.apache.kafka.streams.StreamsConfig",
            "org.apache.kafka.clients.consumer.ConsumerConfig",
            "org.apache.kafka.clients.producer.ProducerConfig",
            "org.apache.kafka.clients.admin.AdminClientConfig");

    @TempDir
    private Path folder;

    private final SecureBroker broker = SecureBroker.shared();
    private final String topic = "events-" + UUID.randomUUID();
    private final Listening log = new Listening();
    private final Map<String, Level> levels = new HashMap<>();
    private final StringWriter written = new StringWriter();

    /** Looks at each event of the log as it would be printed, and keeps those with a canary. */
    private static final class Listening extends AppenderBase<ILoggingEvent> {
        private final Queue<String> found = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean sawHiddenLogin = new AtomicBoolean();

        @Override
        protected void append(ILoggingEvent event) {
            String text = event.getFormattedMessage()
                    + event.getKeyValuePairs()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy());
            if (CANARIES.stream().anyMatch(text::contains)) {
                found.add(event.getLoggerName() + ": " + text);
            }
            if (text.contains("sasl.jaas.config = [hidden]")) {
                sawHiddenLogin.set(true);
            }
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void talk() throws IOException {
        // Into this test's ear only: DEBUG of everything would drown the build's own output.
        Logger kafka = logger("org.apache.kafka");
        kafka.setAdditive(false);
        logger("io.kullback").setAdditive(false);
        log.start();
        for (String name : LOGGERS) {
            levels.put(name, logger(name).getLevel());
            logger(name).setLevel(Level.DEBUG);
        }
        kafka.addAppender(log);
        logger("io.kullback").addAppender(log);
        write("right", SecureBroker.PASSWORD);
        write("wrong", "canary-wrong-password");
        write("other", "canary-of-some-store");
        write("token", TOKEN);
    }

    @AfterEach
    void fallSilent() {
        for (String name : List.of("org.apache.kafka", "io.kullback")) {
            logger(name).detachAppender(log);
            logger(name).setAdditive(true);
        }
        levels.forEach((name, level) -> logger(name).setLevel(level));
    }

    private void write(String file, String secret) throws IOException {
        Files.writeString(folder.resolve(file), secret + "\n");
    }

    /** With canaries in every key that takes one, but for those of stores, which some of the failures have. */
    private Map<String, String> kafka() {
        Map<String, String> kafka = new LinkedHashMap<>();
        kafka.put("bootstrap.servers", broker.bootstrapServers("SASL"));
        kafka.put("security.protocol", "SASL_SSL");
        kafka.put("sasl.mechanism", "SCRAM-SHA-512");
        kafka.put("sasl.jaas.config", LOGIN.formatted("right"));
        kafka.put("main.consumer.sasl.jaas.config", LOGIN.formatted("right"));
        kafka.put("producer.sasl.jaas.config", LOGIN.formatted("right"));
        kafka.put("ssl.truststore.type", "PEM");
        kafka.put("ssl.truststore.location", broker.authority().file().toString());
        kafka.put("sasl.oauthbearer.client.credentials.client.secret", "${file:other}");
        kafka.put("somebodys.api.secret", "${file:other}");
        kafka.put("consumer.somebodys.api.secret", "${file:other}");
        return kafka;
    }

    private Path configuration(Map<String, String> kafka, String more) throws IOException {
        StringBuilder yaml = new StringBuilder("kafka:\n");
        kafka.forEach((key, value) ->
                yaml.append("  ").append(key).append(": '").append(value).append("'\n"));
        return Files.writeString(
                folder.resolve("kullback.yaml"), yaml + """
                application-id: %s
                merge-partitions: 1
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                http:
                  bind: 127.0.0.1:0
                  users: {kim: '%s'}
                  tokens: {prometheus: '${file:token}'}
                monitors:
                  - name: banks
                    topic: %s
                    window: {size: 1h}
                    reference: {period: {from: 2026-01-01T00:00:00Z, to: 2026-01-01T12:00:00Z}}
                    features: [{name: bank, type: category, categories: [a, b]}]
                %s
                """.formatted(topic, topic, topic, topic, HASH, topic, more));
    }

    private int execute(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(written, true))
                .setErr(new PrintWriter(written, true))
                .execute(arguments);
    }

    private int run(Map<String, String> kafka) throws IOException {
        return execute("run", configuration(kafka, "").toString(), "--state-dir", folder.toString());
    }

    private void assertSilent() {
        assertThat(log.sawHiddenLogin).as("the log was listened to").isTrue();
        assertThat(log.found).isEmpty();
        assertThat(written.toString()).doesNotContain(CANARIES);
    }

    @Test
    void aRunningServiceShowsNoSecretOnAnyEndpointOrInItsLog() throws Exception {
        new TestTopics(broker.bootstrapServers()).create(topic, 1);
        Path file = configuration(kafka(), "");
        assertThat(execute("check", file.toString())).isZero();
        assertThat(execute("config", "show", file.toString())).isZero();
        assertThat(execute("config", "show", file.toString(), "--format", "json"))
                .isZero();
        assertThat(written.toString()).contains("[hidden]");
        assertThat(execute("topics", file.toString())).isZero();
        try (Service service = Service.start(
                ConfigurationFile.read(file, Map.of()), List.of(new LoggingListener()), folder.resolve("state"))) {
            assertThat(service.awaitRunning(Duration.ofMinutes(1))).isTrue();
            for (String shown : List.of(TOKEN, "canary-that-is-none-1234")) {
                for (String path : List.of(
                        "/",
                        "/metrics",
                        "/api/v1/monitors",
                        "/api/v1/monitors/banks/features/bank?window=x",
                        "/api/v1/config",
                        "/api/v1/doctor",
                        "/api/v1/references",
                        "/livez",
                        "/x")) {
                    HttpResponse<String> answer = HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create(service.url()).resolve(path))
                                            .header("Authorization", "Bearer " + shown)
                                            .build(),
                                    BodyHandlers.ofString());
                    assertThat(answer.body() + answer.headers()).as(path).doesNotContain(CANARIES);
                }
            }
            assertThat(execute(
                            "doctor",
                            file.toString(),
                            "--url",
                            service.url(),
                            "--token-file",
                            folder.resolve("token").toString()))
                    .isZero();
            assertThat(written.toString()).contains("banks").doesNotContain("asks for a token");
        }
        assertSilent();
    }

    @Test
    void noWayOfFailingShowsASecret() throws Exception {
        new TestTopics(broker.bootstrapServers()).create(topic, 1);
        Map<String, String> wrongPassword = kafka();
        wrongPassword.put("sasl.jaas.config", LOGIN.formatted("wrong"));
        assertThat(run(wrongPassword)).isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        Map<String, String> passwordOfAStoreThatHasNone = kafka();
        passwordOfAStoreThatHasNone.put("ssl.truststore.password", "${file:other}");
        assertThat(run(passwordOfAStoreThatHasNone)).isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        Map<String, String> keyThatIsNone = kafka();
        keyThatIsNone.put("ssl.keystore.type", "PEM");
        keyThatIsNone.put("ssl.keystore.key", "${file:other}");
        keyThatIsNone.put("ssl.keystore.certificate.chain", "${file:other}");
        keyThatIsNone.put("ssl.key.password", "${file:other}");
        assertThat(run(keyThatIsNone)).isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        Map<String, String> secretWhereANumberBelongs = kafka();
        secretWhereANumberBelongs.put("request.timeout.ms", "${file:other}");
        assertThat(run(secretWhereANumberBelongs)).isNotZero();
        Map<String, String> brokenLogin = kafka();
        brokenLogin.put("sasl.jaas.config", "PlainLoginModule required ${file:other}");
        assertThat(run(brokenLogin)).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(execute("check", configuration(kafka(), "x: '${file:token}'").toString()))
                .isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(execute(
                        "check",
                        configuration(kafka(), "false-alarms: {at-most: '${file:token}'}")
                                .toString()))
                .isEqualTo(ExitCode.CONFIGURATION.code());
        assertSilent();
    }
}

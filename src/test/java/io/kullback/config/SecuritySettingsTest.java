package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kullback.exposition.HttpSettings;
import io.kullback.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which security settings are taken, and what is said of those that are not. */
class SecuritySettingsTest {

    private static final String CANARY = "canary-4f1d9c";
    private static final String HASH = "$2y$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir
    private Path folder;

    @BeforeEach
    void secrets() throws IOException {
        Files.writeString(folder.resolve("secret"), CANARY + "-and-long-enough\n");
    }

    private Settings parse(String kafka, String http) {
        return ConfigurationFile.parse(
                """
                kafka: {bootstrap.servers: "localhost:9092"%s}
                http: {%s}
                monitors:
                  - name: flights
                    topic: flights
                    window: {size: 1h}
                    reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                    features: [{name: delay, type: number}]
                """.formatted(kafka, http), "my.yaml", folder, Map.of("SECRET", CANARY, "NUMBER", CANARY));
    }

    private Settings kafka(String properties) {
        return parse(", " + properties, "");
    }

    private List<Problem> kafkaProblems(String properties) {
        return problems(", " + properties, "");
    }

    private List<Problem> httpProblems(String http) {
        return problems("", http);
    }

    private List<Problem> problems(String kafka, String http) {
        // The secrets of a test may be read by others, which is warned of.
        return catchThrowableOfType(ConfigurationException.class, () -> parse(kafka, http)).problems().stream()
                .filter(problem -> problem.code().severity() == Severity.ERROR)
                .toList();
    }

    private static void assertOnly(List<Problem> problems, ProblemCode code, String path) {
        assertThat(problems).extracting(Problem::code).containsExactly(code);
        assertThat(problems).extracting(Problem::path).containsExactly(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metric.reporters",
                "interceptor.classes",
                "config.providers",
                "config.providers.file.class",
                "security.providers",
                "partition.assignment.strategy",
                "partitioner.class",
                "key.deserializer",
                "default.key.serde",
                "ssl.engine.factory.class",
                "sasl.kerberos.kinit.cmd",
                "sasl.login.callback.handler.class",
                "deserialization.exception.handler",
                "rocksdb.config.setter",
                "someones.reporters",
                "someones.class"
            })
    void whatNamesCodeToRunIsForbiddenForAllClientsAndForEach(String property) {
        String sasl =
                "security.protocol: SASL_SSL, sasl.mechanism: PLAIN, sasl.jaas.config: '" + SCRAM + " required;', ";
        for (String prefix : List.of(
                "", "consumer.", "main.consumer.", "restore.consumer.", "global.consumer.", "producer.", "admin.")) {
            assertOnly(
                    kafkaProblems(sasl + prefix + property + ": org.somebody.Thing"),
                    ProblemCode.FORBIDDEN_PROPERTY,
                    "kafka." + prefix + property);
        }
    }

    @Test
    void kafkasOwnHandlersMayBeNamedSinceOauthNeedsThem() {
        String handler = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
        Settings settings = kafka("security.protocol: SASL_SSL, sasl.mechanism: OAUTHBEARER,"
                + " sasl.jaas.config: 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;',"
                + " sasl.login.callback.handler.class: " + handler);
        assertThat(settings.stream().kafka()).containsEntry("sasl.login.callback.handler.class", handler);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application.id",
                "group.id",
                "processing.guarantee",
                "group.protocol",
                "state.dir",
                "main.consumer.isolation.level",
                "consumer.enable.auto.commit",
                "producer.transactional.id",
                "producer.enable.idempotence",
                "producer.acks",
                "statestore.cache.max.bytes",
                "topic.cleanup.policy",
                "topic.retention.ms"
            })
    void whatThePromiseHangsOnIsReservedInsteadOfQuietlyOverridden(String property) {
        assertOnly(kafkaProblems(property + ": x"), ProblemCode.RESERVED_PROPERTY, "kafka." + property);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://x\";",
                "com.sun.security.auth.module.LdapLoginModule required;",
                "org.somebody.LoginModule required password=\"${file:secret}\";",
                "password=${file:secret}",
                "org.apache.kafka.common.security.plain.PlainLoginModule required ${file:secret} password=\"x\";",
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"${file:secret}"
            })
    void aLoginThatIsNotKafkasOwnOrNoneAtAllIsRefusedWithoutRepeatingIt(String jaas) {
        for (String prefix : List.of("", "main.consumer.")) {
            List<Problem> problems = kafkaProblems("security.protocol: SASL_SSL, sasl.mechanism: PLAIN, "
                    + (prefix.isEmpty() ? "" : "sasl.jaas.config: '" + SCRAM + " required;', ") + prefix
                    + "sasl.jaas.config: '" + jaas + "'");
            assertOnly(problems, ProblemCode.ILLEGAL_LOGIN, "kafka." + prefix + "sasl.jaas.config");
            assertThat(problems.toString()).doesNotContain(CANARY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl.key.password | in-the-open",
                "producer.ssl.keystore.password | ${env:ABSENT:-in-the-open}",
                "consumer.ssl.truststore.password | in-the-open",
                "admin.ssl.keystore.key | -----BEGIN"
            })
    void aSecretThatStandsInTheConfigurationItselfIsRefusedAndNotRepeated(String property, String value) {
        List<Problem> problems = kafkaProblems("security.protocol: SSL, " + property + ": '" + value + "'");
        assertOnly(problems, ProblemCode.PLAIN_SECRET, "kafka." + property);
        assertThat(problems.toString()).doesNotContain("in-the-open");
    }

    @Test
    void aLoginTakesItsPasswordFromElsewhereToo() {
        String login = "security.protocol: SASL_SSL, sasl.mechanism: PLAIN, sasl.jaas.config: '" + SCRAM
                + " required username=\"kim\" password=\"%s\";'";
        assertOnly(kafkaProblems(login.formatted("in-the-open")), ProblemCode.PLAIN_SECRET, "kafka.sasl.jaas.config");
        assertThat(kafka(login.formatted("${env:SECRET}")).stream().kafka().get("sasl.jaas.config"))
                .contains("password=\"" + CANARY + "\"");
    }

    @Test
    void securityThatIsHalfConfiguredIsSaidInsteadOfIgnored() {
        assertOnly(
                kafkaProblems("ssl.truststore.type: PEM"),
                ProblemCode.INCOMPLETE_SECURITY,
                "kafka.ssl.truststore.type");
        assertOnly(
                kafkaProblems("security.protocol: SSL, sasl.mechanism: PLAIN"),
                ProblemCode.INCOMPLETE_SECURITY,
                "kafka.sasl.mechanism");
        assertOnly(
                kafkaProblems("security.protocol: SASL_SSL, sasl.mechanism: PLAIN"),
                ProblemCode.INCOMPLETE_SECURITY,
                "kafka.security.protocol");
        assertOnly(httpProblems("tls: {certificate: a.crt}"), ProblemCode.INCOMPLETE_SECURITY, "http.tls");
        assertOnly(httpProblems("tls: {client-authority: a.crt}"), ProblemCode.INCOMPLETE_SECURITY, "http.tls");
    }

    @Test
    void aStoreThatIsNotThereIsSaidToBeBeforeKafkaStumblesOverIt() {
        assertOnly(
                kafkaProblems("security.protocol: SSL, ssl.truststore.location: /absent.pem"),
                ProblemCode.INCOMPLETE_SECURITY,
                "kafka.ssl.truststore.location");
    }

    @Test
    void certificatesUsersAndTokensOfThePortAreTaken() {
        TestAuthority.Issued server = new TestAuthority(folder, "authority").issue("server");
        HttpSettings http = parse(
                        "",
                        "tls: {certificate: server.crt, key: server.key, client-authority: authority.crt},"
                                + " users: {kim: '" + HASH + "'}, tokens: {prometheus: '${file:secret}'}")
                .http();
        assertThat(server.certificate()).hasFileName("server.crt");
        assertThat(http.identity().orElseThrow().asksClients()).isTrue();
        assertThat(http.credentials()).hasToString("1 users, 1 tokens");
        assertThat(http.credentials().toString() + http + http.identity()).doesNotContain(CANARY, HASH);
    }

    @Test
    void certificatesUsersAndTokensThatAreNoneAreRefusedWithoutRepeatingThem() throws IOException {
        Files.writeString(folder.resolve("no.crt"), CANARY);
        assertOnly(
                httpProblems("tls: {certificate: no.crt, key: no.crt}"),
                ProblemCode.ILLEGAL_CERTIFICATE,
                "http.tls.certificate");
        for (String hash : List.of("'${file:secret}'", "'plain'", "'" + HASH.replace("$12$", "$04$") + "'")) {
            assertOnly(httpProblems("users: {kim: " + hash + "}"), ProblemCode.ILLEGAL_CREDENTIAL, "http.users.kim");
        }
        assertOnly(httpProblems("tokens: {p: '${env:SECRET}'}"), ProblemCode.ILLEGAL_CREDENTIAL, "http.tokens.p");
        assertOnly(httpProblems("tokens: {p: 0123456789abcdef}"), ProblemCode.PLAIN_SECRET, "http.tokens.p");
        assertThat(httpProblems("tls: {certificate: no.crt, key: no.crt}, users: {kim: '${file:secret}'},"
                                + " tokens: {p: '${env:SECRET}'}")
                        .toString())
                .doesNotContain(CANARY);
    }

    @Test
    void whatWasFilledInIsNamedNotShownWhereverItIsWrong() {
        assertThat(kafkaProblems("client.id: x}\nmerge-partitions: '${file:secret}'\nx: {a: b")
                        .toString())
                .contains("a whole number is expected, but this is '${file:secret}'")
                .doesNotContain(CANARY);
        assertThat(httpProblems("bind: '${env:SECRET}'").toString())
                .contains("${env:SECRET}")
                .doesNotContain(CANARY);
    }

    @Test
    void settingsDoNotShowThePropertiesOfKafka() {
        assertThat(kafka("security.protocol: SSL, ssl.key.password: '${env:SECRET}'")
                        .toString())
                .contains("ssl.key.password")
                .doesNotContain(CANARY);
    }
}

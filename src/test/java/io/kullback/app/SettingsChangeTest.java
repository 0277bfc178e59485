package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be exchanged while the service runs, and what is said of it. */
class SettingsChangeTest {

    private static final String BEFORE = """
            application-id: drift
            kafka: {bootstrap.servers: localhost:9092}
            http: {bind: 127.0.0.1:8080, users: {kim: $2y$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW}}
            monitors:
              - name: flights
                topic: flights
                window: {size: 1h}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features:
                  - {name: delay, type: number, bins: {edges: [0, 15, 60]}}
                  - {name: carrier, type: category, categories: [AA, UA]}
                  - {name: embedding, type: vector, dimension: 4}
            """;

    @TempDir
    private Path folder;

    private Settings settings(String yaml) {
        return ConfigurationFile.parse(yaml, "my.yaml", folder, Map.of());
    }

    private SettingsChange change(String part, String by) {
        assertThat(BEFORE).contains(part);
        return new SettingsChange(settings(BEFORE), settings(BEFORE.replace(part, by)));
    }

    @Test
    void theSameFileReadAgainChangesNothing() {
        SettingsChange change = change("drift", "drift");
        assertThat(change.needingRestart()).isEmpty();
        assertThat(change.isOfThePipeline()).isFalse();
        assertThat(change.lines()).isEmpty();
    }

    @Test
    void everyKeyThatNeedsARestartIsNamedWithBothItsValues() {
        String after = BEFORE.replace("application-id: drift", """
                        application-id: other
                        merge-partitions: 8
                        topics: {results: r, alerts: a, commands: c, references: v}""").replace("8080", "9090");
        assertThat(new SettingsChange(settings(BEFORE), settings(after)).needingRestart())
                .containsExactly(
                        "application-id: from drift to other",
                        "merge-partitions: from 4 to 8",
                        "topics.results: from kullback.results to r",
                        "topics.alerts: from kullback.alerts to a",
                        "topics.commands: from kullback.commands to c",
                        "topics.references: from kullback.references to v",
                        "http.bind: from 127.0.0.1:8080 to 127.0.0.1:9090");
    }

    @Test
    void aCertificateMayBeRenewedButAPortCannotBeginToSpeakTlsOrToAskClients() throws Exception {
        TestAuthority authority = new TestAuthority(folder, "authority");
        TestAuthority.Issued one = authority.issue("one");
        TestAuthority.Issued two = authority.issue("two");
        String plain = "bind: 127.0.0.1:8080";
        String tls = plain + ", tls: {certificate: " + one.certificate() + ", key: " + one.key() + "}";
        String renewed = plain + ", tls: {certificate: " + two.certificate() + ", key: " + two.key() + "}";
        String asking = tls.replace("}", ", client-authority: " + one.certificate() + "}");
        assertThat(change(plain, tls).needingRestart()).containsExactly("http.tls: from not given to given");
        SettingsChange renewal =
                new SettingsChange(settings(BEFORE.replace(plain, tls)), settings(BEFORE.replace(plain, renewed)));
        assertThat(renewal.needingRestart()).isEmpty();
        assertThat(renewal.lines()).containsExactly("http.tls has another certificate");
        assertThat(new SettingsChange(settings(BEFORE.replace(plain, tls)), settings(BEFORE.replace(plain, asking)))
                        .needingRestart())
                .containsExactly("http.tls.client-authority: from not given to given");
    }

    @Test
    void monitorsAreNamedThatAreAddedRemovedOrChanged() {
        String second = BEFORE.substring(BEFORE.indexOf("  - name: flights"));
        Settings two = settings(BEFORE + second.replace("name: flights", "name: others"));
        Settings threshold = settings(BEFORE.replace("    window:", "    alert: {min-kl: 0.5}\n    window:"));
        assertThat(new SettingsChange(settings(BEFORE), two).lines()).containsExactly("monitors added: others");
        assertThat(new SettingsChange(two, threshold).lines())
                .containsExactly("monitors removed: others", "monitors changed: flights");
        assertThat(new SettingsChange(settings(BEFORE), threshold).needingRestart())
                .isEmpty();
    }

    @Test
    void ofKafkaOnlyTheNamesOfPropertiesAreShownAndPasswordsMayChange() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first-secret");
        String secured = BEFORE.replace(
                "{bootstrap.servers: localhost:9092}",
                "{bootstrap.servers: localhost:9092, security.protocol: SSL, ssl.key.password: '${file:password}'}");
        Settings before = settings(secured);
        Files.writeString(file, "second-secret");
        SettingsChange change = new SettingsChange(before, settings(secured));
        assertThat(change.needingRestart()).isEmpty();
        assertThat(change.isOfThePipeline()).isTrue();
        assertThat(change.lines()).containsExactly("kafka changed: ssl.key.password");
    }

    @Test
    void usersAreExchangedWithoutThePipeline() {
        SettingsChange change = change("kim:", "lee:");
        assertThat(change.isOfThePipeline()).isFalse();
        assertThat(change.lines())
                .isEqualTo(List.of("http.users or http.tokens changed: 1 users, 0 tokens, now 1 users, 0 tokens"));
    }
}

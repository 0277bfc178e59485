package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a configuration, and what is not. */
class ShownConfigurationTest {

    private static final String PASSWORD = "hunter2-and-more-of-it";

    @TempDir
    private Path folder;

    private ShownConfiguration shown(String more) throws IOException {
        Files.writeString(folder.resolve("secret"), PASSWORD + "\n");
        String yaml = """
                kafka:
                  bootstrap.servers: ${env:SERVERS:-localhost:9092}
                  client.id: ${env:NAME}
                  security.protocol: SASL_PLAINTEXT
                  sasl.mechanism: PLAIN
                  sasl.jaas.config: org.apache.kafka.common.security.plain.PlainLoginModule required username="kim" password="${file:secret}";
                  schema.registry.basic.auth.user.info: kim:plain-in-the-file
                  commit.interval.ms: 100
                monitors:
                  - name: payments
                    topic: payments
                    window: {size: 1h}
                    reference: {period: {from: 2026-01-05T00:00:00Z, to: 2026-01-19T00:00:00Z}}
                    features: [{name: amount, type: number, bins: {edges: [0, 1.5]}}]
                """ + more;
        return ConfigurationFile.parse(yaml, "a test", folder, Map.of("NAME", PASSWORD))
                .shown();
    }

    @Test
    void whatComesFromElsewhereOrMayBeASecretIsHiddenAndTheRestIsShown() throws IOException {
        assertThat(shown("").yaml()).isEqualTo("""
                config_hash: %s
                config:
                  kafka:
                    bootstrap.servers: localhost:9092
                    client.id: '[hidden]'
                    security.protocol: SASL_PLAINTEXT
                    sasl.mechanism: PLAIN
                    sasl.jaas.config: '[hidden]'
                    schema.registry.basic.auth.user.info: '[hidden]'
                    commit.interval.ms: 100
                  monitors:
                    - name: payments
                      topic: payments
                      window:
                        size: 1h
                      reference:
                        period:
                          from: 2026-01-05T00:00:00Z
                          to: 2026-01-19T00:00:00Z
                      features:
                        - name: amount
                          type: number
                          bins:
                            edges:
                              - 0
                              - '1.5'
                """.formatted(shown("").hash()));
    }

    @Test
    void ofAnAddressThatIsPostedToOnlyTheHostIsShown() throws IOException {
        String yaml = shown("""
                http:
                  bind: 127.0.0.1:8080
                  users: {kim: $2y$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW}
                notify:
                  webhooks: [{name: chat, url: 'https://hooks.example.org/T0/B1/the-key'}]
                """).yaml();
        assertThat(yaml)
                .contains("url: https://hooks.example.org/[hidden]")
                .contains("kim: '[hidden]'")
                .contains("bind: 127.0.0.1:8080")
                .doesNotContain("the-key", "R9h");
    }

    @Test
    void theHashIsThatOfTheFile() throws IOException {
        assertThat(shown("").hash()).isNotEqualTo(shown("# more\n").hash());
    }
}

package io.kullback.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.JaasUtils;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Notes security of Kafka's clients that is asked for but not set, or set but of no effect; Kafka itself says so late, or never. */
final class KafkaSecurity {

    private static final String PROTOCOL = CommonClientConfigs.SECURITY_PROTOCOL_CONFIG;
    private static final String PROTOCOL_REMEDY = "Use PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.";

    private final Section section;
    private final Map<String, String> properties;

    /** @param properties the section's, as far as they could be filled in */
    KafkaSecurity(Section section, Map<String, String> properties) {
        this.section = section;
        this.properties = properties;
    }

    void requireComplete() {
        String protocol = properties
                .getOrDefault(PROTOCOL, SecurityProtocol.PLAINTEXT.name)
                .toUpperCase(Locale.ROOT);
        if (!SecurityProtocol.names().contains(protocol)) {
            problem(PROTOCOL, "there is no security protocol '" + properties.get(PROTOCOL) + "'", PROTOCOL_REMEDY);
            return;
        }
        boolean isSasl = protocol.startsWith("SASL");
        boolean isTls = protocol.endsWith("SSL");
        if (isSasl) {
            requireSasl();
        } else {
            requireNone("sasl.", "SASL_SSL", protocol);
        }
        if (isTls) {
            requireStores();
        } else {
            requireNone("ssl.", isSasl ? "SASL_SSL" : "SSL", protocol);
        }
    }

    private void requireNone(String prefix, String needed, String protocol) {
        first(prefix)
                .ifPresent(key -> problem(
                        key,
                        "this has no effect, because " + PROTOCOL + " is " + protocol,
                        "Write '" + PROTOCOL + ": " + needed + "', or remove it."));
    }

    private Optional<String> first(String prefix) {
        return properties.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .findFirst();
    }

    private void requireSasl() {
        if (!section.has(SaslConfigs.SASL_MECHANISM)) {
            problem(
                    PROTOCOL,
                    "SASL needs '" + SaslConfigs.SASL_MECHANISM + "'; without it Kafka would take Kerberos",
                    "Write for example '" + SaslConfigs.SASL_MECHANISM + ": SCRAM-SHA-512'.");
        }
        boolean hasLogin = section.has(SaslConfigs.SASL_JAAS_CONFIG)
                || System.getProperty(JaasUtils.JAVA_LOGIN_CONFIG_PARAM) != null;
        if (!hasLogin) {
            problem(
                    PROTOCOL,
                    "SASL needs '" + SaslConfigs.SASL_JAAS_CONFIG + "', which says who logs in",
                    "Write the login module, the user and '${file:…}' for the password.");
        }
    }

    private void requireStores() {
        // PEM files need no password, and their private key may be encrypted or not.
        boolean isPem = "PEM".equalsIgnoreCase(properties.get(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG));
        if (!isPem) {
            requireBoth(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG);
        }
        requireBoth(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        requireBoth(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        requireBoth(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG);
        requireBoth(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, SslConfigs.SSL_KEYSTORE_KEY_CONFIG);
        Stream.of(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                .filter(properties::containsKey)
                .filter(key -> !isFile(properties.get(key)))
                .forEach(key -> problem(key, "there is no such file", "Correct the path, which Kafka takes as it is."));
    }

    private static boolean isFile(String name) {
        try {
            return Files.isRegularFile(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void requireBoth(String one, String other) {
        if (section.has(one) && !section.has(other)) {
            problem(one, "this needs '" + other + "' beside it", "Add it, or remove '" + one + "'.");
        }
    }

    private void problem(String key, String message, String remedy) {
        section.problem(ProblemCode.INCOMPLETE_SECURITY, key, message, remedy);
    }
}

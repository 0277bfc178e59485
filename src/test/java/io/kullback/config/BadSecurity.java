package io.kullback.config;

import static io.kullback.config.BadConfiguration.RIGHT;
import static io.kullback.config.BadConfiguration.SERVERS;
import static io.kullback.config.BadConfiguration.kafka;
import static io.kullback.config.BadConfiguration.kind;

import java.util.stream.Stream;

/** What is wrong with how others are let in, or how Kafka is to let us in. */
final class BadSecurity {

    private static final String LOGIN = "'org.apache.kafka.common.security.scram.ScramLoginModule required;'";

    private BadSecurity() {}

    static Stream<BadConfiguration> all() {
        return Stream.of(
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: TLS}",
                        "1:52 kafka.security.protocol",
                        "no security protocol 'TLS'",
                        "Use PLAINTEXT, SSL"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SASL_SSL, sasl.jaas.config: " + LOGIN + "}",
                        "1:52 kafka.security.protocol",
                        "needs 'sasl.mechanism'",
                        "SCRAM-SHA-512"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN}",
                        "1:52 kafka.security.protocol",
                        "needs 'sasl.jaas.config'",
                        "${file:…}"),
                kafka(
                        "{bootstrap.servers: a:1, sasl.mechanism: PLAIN}",
                        "1:49 kafka.sasl.mechanism",
                        "no effect, because security.protocol is PLAINTEXT",
                        "security.protocol: SASL_SSL"),
                kafka(
                        "{bootstrap.servers: a:1, ssl.truststore.location: /x}",
                        "1:58 kafka.ssl.truststore.location",
                        "no effect",
                        "security.protocol: SSL"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SSL, ssl.keystore.location: pom.xml}",
                        "1:80 kafka.ssl.keystore.location",
                        "needs 'ssl.keystore.password'",
                        "Add it"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SSL, ssl.truststore.password: '${file:password}'}",
                        "1:82 kafka.ssl.truststore.password",
                        "needs 'ssl.truststore.location'",
                        "Add it"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SSL, ssl.truststore.location: /absent}",
                        "1:82 kafka.ssl.truststore.location",
                        "there is no such file",
                        "Correct the path"),
                secure(
                        ProblemCode.INCOMPLETE_SECURITY,
                        "http: {tls: {certificate: a.crt}}",
                        "1:13 http.tls",
                        "'key' is missing",
                        "PKCS #8"),
                secure(
                        ProblemCode.ILLEGAL_CERTIFICATE,
                        "http: {tls: {certificate: password, key: password}}",
                        "1:27 http.tls.certificate",
                        "no PEM certificate",
                        "PEM files"),
                secure(
                        ProblemCode.ILLEGAL_CREDENTIAL,
                        "http: {users: {kim: '${file:password}'}}",
                        "1:21 http.users.kim",
                        "a bcrypt hash is expected",
                        "htpasswd"),
                secure(
                        ProblemCode.PLAIN_SECRET,
                        "http: {tokens: {prometheus: 0123456789abcdef}}",
                        "1:29 http.tokens.prometheus",
                        "does not stand in the configuration itself",
                        "${file:/path}"),
                kind(
                        0,
                        ProblemCode.FORBIDDEN_PROPERTY,
                        SERVERS,
                        "{bootstrap.servers: a:1, metric.reporters: some.Thing}",
                        "1:51 kafka.metric.reporters",
                        "code that is not its own",
                        "Remove it"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_LOGIN,
                        SERVERS,
                        "{bootstrap.servers: a:1, consumer.sasl.jaas.config: x}",
                        "1:60 kafka.consumer.sasl.jaas.config",
                        "this is no login",
                        "ScramLoginModule required"));
    }

    private static BadConfiguration secure(ProblemCode code, String http, String place, String reason, String remedy) {
        return new BadConfiguration(
                code == ProblemCode.INCOMPLETE_SECURITY ? 21 : 0, code, http + "\n" + RIGHT, place, reason, remedy);
    }
}

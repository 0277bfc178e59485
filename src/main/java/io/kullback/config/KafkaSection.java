package io.kullback.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The properties of Kafka's clients. They are passed on as they are, but for what would break a promise, run foreign code or show a secret. */
final class KafkaSection {

    /** What the exactly-once promise hangs on, and where to say what such a property says instead. */
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, "Write it as 'application-id' at the top level."),
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, "Write it as 'application-id' at the top level."),
            Map.entry(StreamsConfig.APPLICATION_SERVER_CONFIG, "Write it as 'http.advertise'."),
            Map.entry(StreamsConfig.STATE_DIR_CONFIG, "Remove it, and use the option --state-dir."),
            Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "Remove it: counting is always exactly once."),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "Remove it: only committed events are counted."),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "Remove it: offsets are committed with their counts."),
            Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "Remove it: transactions are named after the instance."),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "Remove it: transactions need it."),
            Map.entry(ProducerConfig.ACKS_CONFIG, "Remove it: transactions need all."),
            Map.entry(StreamsConfig.GROUP_PROTOCOL_CONFIG, "Remove it: static membership needs the classic protocol."),
            Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "Remove it: state is kept in heap already."),
            Map.entry(
                    StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, "Remove it: everything has a name."),
            Map.entry(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, "Remove it: there is nothing to optimize."),
            Map.entry(topic(TopicConfig.CLEANUP_POLICY_CONFIG), "Remove it: each internal topic has the one it needs."),
            Map.entry(topic(TopicConfig.RETENTION_MS_CONFIG), "Remove it: counts would be lost at a restart."),
            Map.entry(topic(TopicConfig.RETENTION_BYTES_CONFIG), "Remove it: counts would be lost at a restart."));

    private static final List<String> PREFIXES = List.of(
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX);

    /** Kafka takes these for secrets, but everybody is shown a certificate. */
    private static final Set<String> PUBLIC =
            Set.of(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG);

    private final Section section;

    private KafkaSection(Section section) {
        this.section = section;
    }

    /** The properties; without any if there is no such section, which is noted. */
    static Map<String, String> of(Section root) {
        if (!root.require("kafka", "Write 'kafka: {bootstrap.servers: localhost:9092}'.")) {
            return Map.of();
        }
        return new KafkaSection(root.section("kafka").orElseThrow()).properties();
    }

    private Map<String, String> properties() {
        section.require("bootstrap.servers", "Name at least one broker as host:port.");
        Map<String, String> properties = section.allTexts();
        properties.forEach((key, value) -> {
            // What holds for all clients holds for one of them.
            String property = withoutPrefix(key);
            if (RESERVED.containsKey(property)) {
                section.problem(
                        ProblemCode.RESERVED_PROPERTY,
                        key,
                        "this property is not the user's to set",
                        RESERVED.get(property));
            } else if (ForeignCode.isNamedBy(property, value)) {
                section.problem(
                        ProblemCode.FORBIDDEN_PROPERTY,
                        key,
                        "this property makes the service run code that is not its own",
                        "Remove it.");
            } else if (property.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
                login(key, value);
            } else if (isSecret(property)) {
                section.requireFromElsewhere(key);
            }
        });
        new KafkaSecurity(section, properties).requireComplete();
        return properties;
    }

    /** The property without the name of the client that it is for. */
    static String withoutPrefix(String key) {
        return PREFIXES.stream()
                .filter(key::startsWith)
                .findFirst()
                .map(prefix -> key.substring(prefix.length()))
                .orElse(key);
    }

    private static String topic(String property) {
        return StreamsConfig.topicPrefix(property);
    }

    private static boolean isSecret(String property) {
        return !PUBLIC.contains(property)
                && Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef())
                        .map(known -> known.configKeys().get(property))
                        .anyMatch(known -> known != null && known.type() == ConfigDef.Type.PASSWORD);
    }

    private void login(String key, String value) {
        section.parsed(
                        ProblemCode.ILLEGAL_LOGIN,
                        key,
                        () -> SaslLogin.parse(value),
                        "Write for example: org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"kullback\" password=\"${file:/path}\";")
                .filter(SaslLogin::hasSecret)
                .ifPresent(login -> section.requireFromElsewhere(key));
    }
}

package io.kullback.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SecurityConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Properties by which whoever writes a configuration would make Kafka's clients load a class or start a program. */
final class ForeignCode {

    /** Kafka's own, of which OAUTHBEARER needs some to be named. */
    private static final String OWN = "org.apache.kafka.common.security.";

    private static final Set<String> LISTS_OF_CLASSES = Set.of(
            CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            SecurityConfig.SECURITY_PROVIDERS_CONFIG,
            SaslConfigs.SASL_KERBEROS_KINIT_CMD);

    private static final List<ConfigDef> CLIENTS = List.of(
            StreamsConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef());

    private ForeignCode() {}

    /**
     * Whether it does.
     *
     * @param property without the prefix of a client
     */
    static boolean isNamedBy(String property, String value) {
        boolean isCode = LISTS_OF_CLASSES.contains(property)
                || property.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG)
                // Extensions of Kafka's clients have properties that these do not know.
                || Stream.of(".class", ".classes", ".reporters").anyMatch(property::endsWith)
                || CLIENTS.stream()
                        .map(client -> client.configKeys().get(property))
                        .anyMatch(known -> known != null && known.type() == ConfigDef.Type.CLASS);
        return isCode && !value.startsWith(OWN);
    }
}

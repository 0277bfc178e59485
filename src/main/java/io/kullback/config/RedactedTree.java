package io.kullback.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A configuration as it may be shown: defaults of variables filled in, and hidden what is or may be a secret.
 *
 * <p>Hidden is what came from a file or the environment, whatever key it stands at; what is named like a secret; users and tokens; and of Kafka's properties
 * all but those that Kafka knows and does not itself hide. Of addresses to post to only the host is shown: of many services the path is the secret.
 */
final class RedactedTree {

    static final String HIDDEN = "[hidden]";

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|credential|jaas|api.?key|private).*");
    private static final Pattern SECRET_PATH = Pattern.compile("http\\.(users|tokens)\\..*");
    private static final Pattern URL_PATH = Pattern.compile("notify\\..*url");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern KAFKA = Pattern.compile("kafka\\.(.*)");

    private final Variables variables;

    RedactedTree(Variables variables) {
        this.variables = variables;
    }

    /** The mapping at the root, as mappings, lists, texts, numbers and flags. */
    Map<String, Object> of(Node root) {
        return root instanceof MappingNode mapping ? mapping(mapping, "") : Map.of();
    }

    private Map<String, Object> mapping(MappingNode mapping, String path) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                String name = key.getValue();
                shown.put(name, value(entry.getValueNode(), path.isEmpty() ? name : path + "." + name));
            }
        }
        return Collections.unmodifiableMap(shown);
    }

    private Object value(Node value, String path) {
        if (value instanceof MappingNode mapping) {
            return mapping(mapping, path);
        }
        if (value instanceof SequenceNode sequence) {
            List<Object> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(value(item, path + "[]")));
            return Collections.unmodifiableList(items);
        }
        return scalar((ScalarNode) value, path);
    }

    private Object scalar(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        if (isSecret(path)) {
            return HIDDEN;
        }
        String filled;
        try {
            if (variables.takesFromElsewhere(text)) {
                return HIDDEN;
            }
            filled = variables.fill(text);
        } catch (Variables.UnresolvedException e) {
            // Noted already where the value is read; it is not shown either way.
            return HIDDEN;
        }
        if (URL_PATH.matcher(path).matches()) {
            return hostOf(filled);
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return Boolean.valueOf(filled);
        }
        if (scalar.getTag().equals(Tag.INT) && WHOLE.matcher(filled).matches()) {
            return Long.valueOf(filled);
        }
        return filled;
    }

    private static boolean isSecret(String path) {
        Matcher kafka = KAFKA.matcher(path);
        if (kafka.matches()) {
            return !isShownByKafka(KafkaSection.withoutPrefix(kafka.group(1)));
        }
        return SECRET_PATH.matcher(path).matches()
                || SECRET_NAME
                        .matcher(path.substring(path.lastIndexOf('.') + 1))
                        .matches();
    }

    /** Whether Kafka's own log shows the value of a property; of one that Kafka does not know, nobody can tell what it is. */
    private static boolean isShownByKafka(String property) {
        for (ConfigDef known :
                List.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), StreamsConfig.configDef())) {
            ConfigDef.ConfigKey key = known.configKeys().get(property);
            if (key != null) {
                return key.type() != ConfigDef.Type.PASSWORD;
            }
        }
        return false;
    }

    private static String hostOf(String url) {
        try {
            URI read = URI.create(url);
            return read.getHost() == null ? HIDDEN : read.getScheme() + "://" + read.getHost() + "/" + HIDDEN;
        } catch (IllegalArgumentException e) {
            // What is no URL is refused elsewhere.
            return HIDDEN;
        }
    }
}

package io.kullback.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Environment variables that win over the file: each key outside of lists has one, {@code KULLBACK_HTTP_BIND} for {@code http.bind}, and so has each property of Kafka's
 * clients, {@code KULLBACK_KAFKA_SECURITY_PROTOCOL} for {@code kafka.security.protocol}.
 *
 * <p>One that is set puts {@code ${env:…}} at its key, so that what holds of such a value holds of it: it is checked as any other, and named instead of shown.
 */
final class EnvironmentKeys {

    /** The keys, but for the properties of Kafka's clients; a test holds them to be those of the schema. */
    static final List<String> KEYS = List.of(
            "application-id",
            "topics.results",
            "topics.alerts",
            "topics.commands",
            "topics.references",
            "merge-partitions",
            "reference-dir",
            "limits.series",
            "http.bind",
            "http.advertise",
            "http.reload",
            "http.tls.certificate",
            "http.tls.key",
            "http.tls.client-authority",
            "false-alarms.at-most",
            "false-alarms.per",
            "dead-letters.topic",
            "dead-letters.payload",
            "dead-letters.at-most-per-second");

    private static final String PREFIX = "KULLBACK_";
    private static final String KAFKA = PREFIX + "KAFKA_";
    /** What is asked for before any file is read, and by commands themselves. */
    private static final Set<String> OF_NO_KEY =
            Set.of("KULLBACK_TOKEN", "KULLBACK_LOG_LEVEL", "KULLBACK_KAFKA_LOG_LEVEL");
    /** What Kubernetes, and Docker before it, tell every container of a service that is called kullback. */
    private static final Pattern OF_NEIGHBOURS =
            Pattern.compile("KULLBACK_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP)(_\\w+)?)?)");

    private final Map<String, String> environment;
    /** Keys by variable, of those that are set. */
    private final Map<String, String> set = new TreeMap<>();

    /** @param environment all variables; an empty value is none */
    EnvironmentKeys(Map<String, String> environment) {
        this.environment = environment;
        Map<String, String> keys = KEYS.stream().collect(Collectors.toMap(EnvironmentKeys::variable, key -> key));
        environment.forEach((name, value) -> {
            if (value.isEmpty() || isOfOthers(name)) {
                return;
            }
            if (keys.containsKey(name)) {
                set.put(name, keys.get(name));
            } else if (name.startsWith(KAFKA) && name.length() > KAFKA.length()) {
                set.put(
                        name,
                        "kafka."
                                + name.substring(KAFKA.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '.'));
            }
        });
    }

    private static boolean isOfOthers(String name) {
        return OF_NO_KEY.contains(name) || OF_NEIGHBOURS.matcher(name).matches();
    }

    /** The variable of a key. */
    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Names of those that are set, in order. */
    Collection<String> names() {
        return set.keySet();
    }

    /** The tree with the variables at their keys. */
    Node in(Node root) {
        Node with = root;
        for (Map.Entry<String, String> one : set.entrySet()) {
            int dot = one.getValue().indexOf('.');
            boolean isOfKafka = one.getValue().startsWith("kafka.");
            List<String> path = isOfKafka
                    ? List.of("kafka", one.getValue().substring(dot + 1))
                    : List.of(one.getValue().split("\\."));
            with = with(with, path, one.getKey());
        }
        return with;
    }

    private static Node with(Node node, List<String> path, String variable) {
        if (path.isEmpty()) {
            return new ScalarNode(Tag.STR, "${env:" + variable + "}", ScalarStyle.PLAIN);
        }
        // What stands in the place of a mapping is a mistake of the file, which is told when it is read.
        if (!(node instanceof MappingNode mapping)) {
            return node;
        }
        List<NodeTuple> entries = new ArrayList<>();
        Optional<NodeTuple> before = Optional.empty();
        for (NodeTuple entry : mapping.getValue()) {
            if (before.isEmpty()
                    && entry.getKeyNode() instanceof ScalarNode key
                    && key.getValue().equals(path.get(0))) {
                before = Optional.of(entry);
            } else {
                entries.add(entry);
            }
        }
        List<String> below = path.subList(1, path.size());
        Node key = before.map(NodeTuple::getKeyNode)
                .orElseGet(() -> new ScalarNode(Tag.STR, path.get(0), ScalarStyle.PLAIN));
        Node value = before.map(NodeTuple::getValueNode)
                .filter(known -> !Section.isNull(known))
                .orElseGet(() -> new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK));
        entries.add(new NodeTuple(key, with(value, below, variable)));
        return new MappingNode(
                mapping.getTag(), true, entries, mapping.getFlowStyle(), mapping.getStartMark(), mapping.getEndMark());
    }

    /**
     * Notes variables that look as if they were to change something, but stand for no key and are not named in the file.
     *
     * @param yaml text of the file
     */
    void noteOthers(String yaml, Report report) {
        Set<String> known = KEYS.stream().map(EnvironmentKeys::variable).collect(Collectors.toSet());
        known.add(variable("kafka.bootstrap.servers"));
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX)
                    && !known.contains(name)
                    && !set.containsKey(name)
                    && !isOfOthers(name)
                    && !yaml.contains("${env:" + name + "}")
                    && !yaml.contains("${env:" + name + ":-")) {
                report.add(
                        ProblemCode.UNKNOWN_VARIABLE,
                        Optional.empty(),
                        "",
                        "the environment variable " + name + " stands for no key, and the file does not name it",
                        NearestName.to(name, known)
                                .map(nearest -> "Did you mean " + nearest + "?")
                                .orElse("Keys outside of lists have one, such as KULLBACK_HTTP_BIND for http.bind."));
            }
        }
    }
}

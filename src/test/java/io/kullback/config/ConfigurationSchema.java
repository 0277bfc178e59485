package io.kullback.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.config.Shapes.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The JSON Schema of the configuration, for editors: what the code asked of the reference file while it read it, with that file's comments as descriptions. Draft 7
 * is what yaml-language-server knows.
 */
final class ConfigurationSchema {

    private static final String VARIABLE = "\\$\\{(env|file):[^}]+\\}";
    private static final String NAME = "^[a-z0-9_-]{1,63}$";
    private static final String TOPIC = "^[a-zA-Z0-9._-]{1,249}$";

    /** What the code says by its own rules, and not by what it asks for. */
    private static final Map<String, String> PATTERNS = Map.of(
            "monitors[].name", NAME,
            "notify.webhooks[].name", NAME,
            "notify.alertmanagers[].name", NAME,
            "application-id", TOPIC,
            "topics.results", TOPIC,
            "topics.alerts", TOPIC,
            "topics.commands", TOPIC,
            "dead-letters.topic", TOPIC,
            "monitors[].topic", TOPIC);

    /** Mappings of exactly one key, and lists that cannot be empty. */
    private static final Pattern ONE_OF = Pattern.compile(".*\\.bins|monitors\\[]\\.reference");

    private static final Set<String> NOT_EMPTY = Set.of("monitors", "monitors[].features");

    private final ObjectMapper mapper = new ObjectMapper();
    private final Shapes shapes;
    private final Map<String, String> comments = new HashMap<>();
    /** Keys in the order of the reference file, in which editors offer them. */
    private final Map<String, Integer> order = new LinkedHashMap<>();

    /**
     * A schema.
     *
     * @param shapes what was asked of the reference file
     * @param yaml the text of that file
     */
    ConfigurationSchema(Shapes shapes, String yaml) {
        this.shapes = shapes;
        Node root = new Compose(LoadSettings.builder().setParseComments(true).build())
                .composeString(yaml)
                .orElseThrow();
        describe("", root, List.of());
    }

    private void describe(String path, Node node, List<CommentLine> before) {
        if (node instanceof MappingNode mapping) {
            List<CommentLine> pending = new ArrayList<>(before);
            for (NodeTuple entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    continue;
                }
                pending.addAll(comments(entry.getKeyNode()));
                String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                order.putIfAbsent(child, order.size());
                text(pending).ifPresent(text -> comments.putIfAbsent(child, text));
                pending = new ArrayList<>();
                describe(child, entry.getValueNode(), List.of());
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                describe(path + "[]", item, comments(item));
            }
        }
    }

    private static List<CommentLine> comments(Node node) {
        return Optional.ofNullable(node.getBlockComments()).orElse(List.of());
    }

    /** The last paragraph of comments: those before it are of the file, or of the section that ends above. */
    private static Optional<String> text(List<CommentLine> lines) {
        List<String> paragraph = new ArrayList<>();
        for (CommentLine line : lines) {
            String text = line.getValue().strip();
            if (text.isEmpty()) {
                paragraph.clear();
            } else {
                paragraph.add(text);
            }
        }
        return paragraph.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", paragraph));
    }

    /** As it stands in the file. */
    String json() {
        ObjectNode root = mapper.createObjectNode();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "Configuration of Kullback");
        mapping("", root);
        ObjectNode definitions = root.putObject("definitions");
        definitions.putObject("variable").put("type", "string").put("pattern", VARIABLE);
        return root.toPrettyString() + "\n";
    }

    private void mapping(String path, ObjectNode schema) {
        schema.put("type", "object");
        boolean isOpen = shapes.kinds().get(path) == Kind.ANY_KEYS;
        Set<String> required = shapes.required(path);
        if (isOpen) {
            single(schema.putObject("additionalProperties"), Optional.empty());
        } else {
            schema.put("additionalProperties", false);
        }
        if (ONE_OF.matcher(path).matches()) {
            schema.put("minProperties", 1).put("maxProperties", 1);
        }
        ObjectNode properties = schema.putObject("properties");
        for (String key : keys(path)) {
            String child = path.isEmpty() ? key : path + "." + key;
            if (!isOpen || required.contains(key)) {
                value(child, properties.putObject(key));
            }
        }
        if (path.isEmpty() || path.equals("monitors[]")) {
            required = new TreeSet<>(required);
            required.add(path.isEmpty() ? "monitors" : "features");
        }
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
    }

    private List<String> keys(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return shapes.kinds().keySet().stream()
                .filter(child -> child.startsWith(prefix) && !child.equals(path))
                .map(child -> child.substring(prefix.length()))
                // Properties of Kafka have dots in their names, sections have none.
                .filter(key -> shapes.kinds().get(path) == Kind.ANY_KEYS || !key.contains(".") && !key.contains("["))
                .sorted((one, other) -> Integer.compare(
                        order.getOrDefault(prefix + one, Integer.MAX_VALUE),
                        order.getOrDefault(prefix + other, Integer.MAX_VALUE)))
                .collect(Collectors.toList());
    }

    private void value(String path, ObjectNode schema) {
        Optional.ofNullable(comments.get(path)).ifPresent(text -> schema.put("description", text));
        Kind kind = shapes.kinds().get(path);
        switch (kind) {
            case MAPPING, ANY_KEYS -> mapping(path, schema);
            case MAPPINGS -> {
                schema.put("type", "array");
                if (NOT_EMPTY.contains(path)) {
                    schema.put("minItems", 1);
                }
                mapping(path + "[]", schema.putObject("items"));
            }
            case TEXTS -> single(schema.put("type", "array").putObject("items"), Optional.empty());
            case NUMBERS ->
                variableOr(schema.put("type", "array").putObject("items"))
                        .addObject()
                        .put("type", "number");
            case TEXT -> single(schema, Optional.ofNullable(PATTERNS.get(path)));
            case NUMBER -> variableOr(schema).addObject().put("type", "number");
            case WHOLE -> variableOr(schema).addObject().put("type", "integer");
            case DURATION ->
                variableOr(schema).addObject().put("type", "string").put("pattern", "^\\d{1,15}(ms|s|m|h|d|w)$");
            case INSTANT ->
                variableOr(schema)
                        .addObject()
                        .put("type", "string")
                        .put(
                                "pattern",
                                "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$");
            case CHOICE -> {
                ArrayNode words = variableOr(schema).addObject().putArray("enum");
                shapes.choices(path).forEach(word -> add(words, word));
            }
        }
        shapes.defaultOf(path)
                .filter(value -> !isRequired(path))
                .ifPresent(value -> schema.set("default", constant(kind, value)));
    }

    private boolean isRequired(String path) {
        int dot = path.lastIndexOf('.');
        return shapes.required(dot < 0 ? "" : path.substring(0, dot)).contains(path.substring(dot + 1));
    }

    private JsonNode constant(Kind kind, String value) {
        return switch (kind) {
            case NUMBER -> mapper.getNodeFactory().numberNode(Double.parseDouble(value));
            case WHOLE -> mapper.getNodeFactory().numberNode(Long.parseLong(value));
            case CHOICE ->
                value.equals("true") || value.equals("false")
                        ? mapper.getNodeFactory().booleanNode(Boolean.parseBoolean(value))
                        : mapper.getNodeFactory().textNode(value);
            default -> mapper.getNodeFactory().textNode(value);
        };
    }

    private static void add(ArrayNode words, String word) {
        if (word.equals("true") || word.equals("false")) {
            words.add(Boolean.parseBoolean(word));
        } else {
            words.add(word);
        }
    }

    /** One value, which the code reads as text whatever YAML takes it for. */
    private void single(ObjectNode schema, Optional<String> pattern) {
        if (pattern.isEmpty()) {
            schema.putArray("type").add("string").add("number").add("boolean");
        } else {
            ArrayNode any = variableOr(schema);
            any.addObject().put("type", "string").put("pattern", pattern.get());
            any.addObject().put("type", "number");
        }
    }

    private static ArrayNode variableOr(ObjectNode schema) {
        ArrayNode any = schema.putArray("anyOf");
        any.addObject().put("$ref", "#/definitions/variable");
        return any;
    }
}

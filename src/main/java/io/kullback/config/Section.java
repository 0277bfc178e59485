package io.kullback.config;

import io.kullback.config.Shapes.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the document while it is read. Reading never throws: a mistake is noted and the default is given, so that all mistakes are found in one go.
 * Keys that nobody has asked for by {@link #finish} are unknown.
 */
final class Section {

    private final Report report;
    private final String path;
    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();
    private final Set<String> required;

    private Section(Report report, String path, Node node) {
        this.report = report;
        this.path = path;
        this.node = node;
        this.required = report.shapes().begin(path);
    }

    /** A mapping; one without any key if the node is something else, which is noted. */
    static Section of(Report report, String path, Node node) {
        Section section = new Section(report, path, node);
        report.found(path, node);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(section::add);
        } else {
            report.add(
                    ProblemCode.WRONG_TYPE,
                    node,
                    path,
                    "keys and values are expected here",
                    "Write 'key: value' lines.");
        }
        return section;
    }

    private void add(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            report.add(ProblemCode.WRONG_TYPE, entry.getKeyNode(), path, "a key must be a text", "Write 'key: value'.");
            return;
        }
        if (entries.putIfAbsent(key.getValue(), entry) != null) {
            report.add(
                    ProblemCode.DUPLICATE_KEY,
                    key,
                    child(key.getValue()),
                    "this key stands here twice",
                    "Remove one of the two.");
        }
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Whether there are keys at all; if not, that has been noted, and what is missing need not be. */
    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Notes a mistake of this section as a whole. */
    void problem(ProblemCode code, String message, String remedy) {
        report.add(code, node, path, message, remedy);
    }

    /** Notes a mistake in the value of a key. */
    void problem(ProblemCode code, String key, String message, String remedy) {
        Node at = entries.containsKey(key) ? entries.get(key).getValueNode() : node;
        report.add(code, at, child(key), message, remedy);
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    /** Whether the mapping of a key has a key of its own, as far as that can be seen without reading it; notes nothing. */
    boolean hasBelow(String key, String below) {
        return Optional.ofNullable(entries.get(key))
                .map(NodeTuple::getValueNode)
                .filter(MappingNode.class::isInstance)
                .stream()
                .flatMap(mapping -> ((MappingNode) mapping).getValue().stream())
                .anyMatch(entry -> entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(below)
                        && !isNull(entry.getValueNode()));
    }

    private Optional<Node> value(String key) {
        known.add(key);
        report.asked(child(key), entries.containsKey(key));
        Optional<Node> value = Optional.ofNullable(entries.get(key))
                .map(NodeTuple::getValueNode)
                .filter(given -> !isNull(given));
        value.ifPresent(given -> report.found(child(key), given));
        return value;
    }

    static boolean isNull(Node value) {
        return value instanceof ScalarNode && value.getTag().equals(Tag.NULL);
    }

    /** Notes that a required key is missing, if it is. */
    boolean require(String key, String remedy) {
        required.add(key);
        boolean present = has(key);
        if (!present && isMapping()) {
            report.add(ProblemCode.REQUIRED_KEY_MISSING, node, path, "the key '" + key + "' is missing", remedy);
        }
        return present;
    }

    Optional<Section> section(String key) {
        report.shapes().asks(child(key), Kind.MAPPING);
        return value(key).map(value -> Section.of(report, child(key), value));
    }

    /** The mappings of a list. */
    List<Section> sections(String key) {
        report.shapes().asks(child(key), Kind.MAPPINGS);
        List<Section> sections = new ArrayList<>();
        List<Node> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            sections.add(Section.of(report, child(key) + "[" + i + "]", items.get(i)));
        }
        return sections;
    }

    private List<Node> items(String key) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (value.get() instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(ProblemCode.WRONG_TYPE, key, "a list is expected here", "Write one '- ' line for each item.");
        return List.of();
    }

    List<String> texts(String key) {
        report.shapes().asks(child(key), Kind.TEXTS);
        List<String> texts = new ArrayList<>();
        items(key).forEach(item -> scalar(item, child(key)).ifPresent(texts::add));
        return texts;
    }

    List<Double> numbers(String key) {
        report.shapes().asks(child(key), Kind.NUMBERS);
        List<Double> numbers = new ArrayList<>();
        for (String text : texts(key)) {
            parsed(ProblemCode.WRONG_TYPE, key, () -> Scalar.number(text), "Write numbers such as 0.5.")
                    .ifPresent(numbers::add);
        }
        return numbers;
    }

    /** Every entry of this section as text, whatever its key. */
    Map<String, String> allTexts() {
        report.shapes().asks(path, Kind.ANY_KEYS);
        Map<String, String> texts = new LinkedHashMap<>();
        entries.keySet().forEach(key -> text(key).ifPresent(value -> texts.put(key, value)));
        return texts;
    }

    /** Notes a secret that stands in the file itself, where whoever reads the configuration reads it too. */
    void requireFromElsewhere(String key) {
        if (value(key).orElse(node) instanceof ScalarNode text && !Variables.isFilledIn(text.getValue())) {
            String message = "a secret does not stand in the configuration itself";
            problem(ProblemCode.PLAIN_SECRET, key, message, "Write ${file:/path} or ${env:NAME} in its place.");
        }
    }

    Optional<String> text(String key) {
        report.shapes().asks(child(key), Kind.TEXT);
        return value(key).flatMap(value -> scalar(value, child(key)));
    }

    private Optional<String> scalar(Node value, String where) {
        if (!(value instanceof ScalarNode scalar)) {
            report.add(ProblemCode.WRONG_TYPE, value, where, "a single value is expected here", "Write one value.");
            return Optional.empty();
        }
        try {
            String filled = report.variables().fill(scalar.getValue());
            for (String file : report.variables().exposed(scalar.getValue())) {
                report.add(
                        ProblemCode.SECRET_EXPOSED,
                        value,
                        where,
                        "every user of this machine may read the file " + file,
                        "Take that right away, as with 'chmod o-r'; in a container of its own it does no harm.");
            }
            return Optional.of(filled);
        } catch (Variables.UnresolvedException e) {
            report.add(e.code(), value, where, e.getMessage(), e.remedy());
            return Optional.empty();
        }
    }

    double number(String key, double otherwise) {
        report.shapes().asks(child(key), Kind.NUMBER, otherwise);
        return text(key)
                .flatMap(text ->
                        parsed(ProblemCode.WRONG_TYPE, key, () -> Scalar.number(text), "Write a number such as 0.5."))
                .orElse(otherwise);
    }

    long whole(String key, long otherwise) {
        report.shapes().asks(child(key), Kind.WHOLE, otherwise);
        return text(key)
                .flatMap(text -> parsed(
                        ProblemCode.WRONG_TYPE, key, () -> Scalar.whole(text), "Write a whole number such as 20."))
                .orElse(otherwise);
    }

    /** A whole number that is brought into the range of an int, where it is refused if it was too large or too small. */
    int count(String key, int otherwise) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(whole(key, otherwise), Integer.MAX_VALUE));
    }

    boolean flag(String key, boolean otherwise) {
        return choice(key, Map.of("true", true, "false", false), otherwise);
    }

    /** One of a few words. */
    <T> T choice(String key, Map<String, T> choices, T otherwise) {
        report.shapes()
                .asks(
                        child(key),
                        choices.keySet(),
                        choices.entrySet().stream()
                                .filter(choice -> choice.getValue().equals(otherwise))
                                .map(Map.Entry::getKey)
                                .findFirst());
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        T chosen = choices.get(text.get());
        if (chosen == null) {
            problem(
                    ProblemCode.WRONG_TYPE,
                    key,
                    "one of " + String.join(", ", new TreeSet<>(choices.keySet())) + " is expected, but this is '"
                            + text.get() + "'",
                    NearestName.to(text.get(), choices.keySet())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Choose one of them."));
            return otherwise;
        }
        return chosen;
    }

    Duration duration(String key, Duration otherwise) {
        report.shapes().asks(child(key), Kind.DURATION, DurationText.of(otherwise));
        return text(key)
                .flatMap(text -> parsed(
                        ProblemCode.ILLEGAL_DURATION,
                        key,
                        () -> DurationText.parse(text),
                        "Write for example 500ms, 10s, 5m, 2h or 1d."))
                .orElse(otherwise);
    }

    Optional<Instant> instant(String key) {
        report.shapes().asks(child(key), Kind.INSTANT);
        return text(key)
                .flatMap(text -> parsed(
                        ProblemCode.ILLEGAL_TIME,
                        key,
                        () -> Scalar.instant(text),
                        "Write for example 2001-01-04T00:00:00Z."));
    }

    /** A value that some room's own rules read; its refusal is noted. */
    <T> Optional<T> parsed(String key, ProblemCode code, Function<String, T> rule, String remedy) {
        return text(key).flatMap(text -> parsed(code, key, () -> rule.apply(text), remedy));
    }

    /** What the supplier gives; its refusal is noted at a key. */
    <T> Optional<T> parsed(ProblemCode code, String key, Supplier<T> rule, String remedy) {
        try {
            return Optional.of(rule.get());
        } catch (IllegalArgumentException e) {
            problem(code, key, e.getMessage(), remedy);
            return Optional.empty();
        }
    }

    /** Notes every key that nobody asked for. */
    void finish() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                Optional<String> near = NearestName.to(key, known);
                report.add(
                        near.isPresent() ? ProblemCode.MISSPELT_KEY : ProblemCode.UNKNOWN_KEY,
                        entry.getKeyNode(),
                        child(key),
                        "there is no key '" + key + "' here",
                        near.map(name -> "Did you mean '" + name + "'?")
                                .orElse("Known here: " + String.join(", ", known) + "."));
            }
        });
    }
}

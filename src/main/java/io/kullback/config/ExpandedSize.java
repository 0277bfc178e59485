package io.kullback.config;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * How large a tree is once every alias is replaced by what it stands for. A few hundred bytes of aliases to lists of aliases can stand for more than fits
 * into any memory; counting them takes no longer than reading the file.
 */
final class ExpandedSize {

    /** Nodes of a tree, aliases replaced: some hundred times those of a large configuration. */
    static final long MOST_NODES = 200_000;

    private final Report report;
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Integer> heights = new IdentityHashMap<>();

    ExpandedSize(Report report) {
        this.report = report;
    }

    /** Whether a tree is finite, not too large and not too deep; if not, that has been noted. */
    boolean isAcceptable(Node root) {
        return measure(root);
    }

    private boolean measure(Node node) {
        if (heights.containsKey(node)) {
            if (sizes.containsKey(node)) {
                return true;
            }
            // It is still being measured, so it is a part of itself.
            return refuse(ProblemCode.ALIAS_BOMB, node, "what this anchor names holds an alias to itself");
        }
        heights.put(node, 0);
        long size = 1;
        int height = 1;
        for (Node child : children(node)) {
            if (!measure(child)) {
                return false;
            }
            size += sizes.get(child);
            height = Math.max(height, heights.get(child) + 1);
            if (size > MOST_NODES) {
                return refuse(
                        ProblemCode.ALIAS_BOMB,
                        child,
                        "with its aliases replaced this holds more than " + MOST_NODES + " values");
            }
            if (height > YamlText.DEEPEST) {
                return refuse(
                        ProblemCode.TOO_DEEP,
                        node,
                        "with its aliases replaced this is nested deeper than " + YamlText.DEEPEST);
            }
        }
        sizes.put(node, size);
        heights.put(node, height);
        return true;
    }

    private boolean refuse(ProblemCode code, Node node, String message) {
        report.add(code, node, "", message, "Write out what the aliases stand for.");
        return false;
    }

    private static List<Node> children(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .flatMap(entry -> Stream.of(entry.getKeyNode(), entry.getValueNode()))
                    .toList();
        }
        return List.of();
    }
}

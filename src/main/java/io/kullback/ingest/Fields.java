package io.kullback.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The distinct fields that are read from a topic's records, each with a slot in {@link FieldValues}: asked for by several features and monitors, read once.
 */
public final class Fields {

    private final Map<FieldPath, Integer> slots = new LinkedHashMap<>();
    private final Set<FieldPath> lists = new HashSet<>();

    /** The slot of a field, a new one if it was not asked for before. */
    public int slotOf(FieldPath field) {
        return slots.computeIfAbsent(field, path -> slots.size());
    }

    /** The slot of a field that is wanted as a list of numbers, where it is one; lists in other fields are not read. */
    public int listSlotOf(FieldPath field) {
        lists.add(field);
        return slotOf(field);
    }

    /** Number of slots. */
    public int size() {
        return slots.size();
    }

    /** The fields in slot order. */
    public List<FieldPath> paths() {
        return new ArrayList<>(slots.keySet());
    }

    /** The fields as a tree of names, to be walked along with a document. */
    Node tree() {
        Node root = new Node();
        slots.forEach((path, slot) -> {
            Node node = root;
            for (String step : path.steps()) {
                node = node.children.computeIfAbsent(step, name -> new Node());
            }
            node.slot = OptionalInt.of(slot);
            node.isList = lists.contains(path);
        });
        return root;
    }

    /** One name on the way to the asked fields. */
    static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private OptionalInt slot = OptionalInt.empty();
        private boolean isList;

        /** The node of a member, or this class's {@link #NONE} where nothing below it is asked for. */
        Node child(String name) {
            return children.getOrDefault(name, NONE);
        }

        OptionalInt slot() {
            return slot;
        }

        /** Whether a list of numbers in this place is wanted. */
        boolean isList() {
            return isList;
        }

        boolean hasChildren() {
            return !children.isEmpty();
        }

        static final Node NONE = new Node();
    }
}

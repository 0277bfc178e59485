package io.kullback.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was asked of a document while it was read: at which paths, for what, with which default. Whoever reads a document that reaches every key knows afterwards
 * what a document may look like, and knows it from the code that reads. Items of lists have one path, which ends in {@code []}.
 */
final class Shapes {

    /** What a value is read as. */
    enum Kind {
        TEXT,
        NUMBER,
        WHOLE,
        DURATION,
        INSTANT,
        CHOICE,
        TEXTS,
        NUMBERS,
        MAPPING,
        MAPPINGS,
        /** Of this mapping every key is read, whatever its name. */
        ANY_KEYS
    }

    private final Map<String, Kind> kinds = new TreeMap<>();
    private final Map<String, Set<String>> choices = new TreeMap<>();
    private final Map<String, Set<String>> defaults = new TreeMap<>();
    private final Map<String, List<Set<String>>> required = new TreeMap<>();

    private static String general(String path) {
        return path.replaceAll("\\[\\d+]", "[]");
    }

    /** A mapping begins to be read; gives where to note which of its keys must be there. */
    Set<String> begin(String path) {
        Set<String> keys = new HashSet<>();
        required.computeIfAbsent(general(path), key -> new ArrayList<>()).add(keys);
        return keys;
    }

    /** A key is asked for; what is asked first as a plain text may turn out to be something more special. */
    void asks(String path, Kind kind) {
        kinds.merge(general(path), kind, Shapes::moreSpecial);
    }

    private static Kind moreSpecial(Kind before, Kind now) {
        return before == Kind.TEXT || now == Kind.ANY_KEYS ? now : before;
    }

    /** A key is asked for that has a default. */
    void asks(String path, Kind kind, Object otherwise) {
        asks(path, kind);
        defaults.computeIfAbsent(general(path), key -> new TreeSet<>()).add(String.valueOf(otherwise));
    }

    /** A key is asked for that has one of a few words. */
    void asks(String path, Collection<String> words, Optional<String> otherwise) {
        asks(path, Kind.CHOICE);
        choices.computeIfAbsent(general(path), key -> new TreeSet<>()).addAll(words);
        otherwise.ifPresent(word -> asks(path, Kind.CHOICE, word));
    }

    /** Kinds by path. */
    Map<String, Kind> kinds() {
        return kinds;
    }

    /** The words of a choice. */
    Set<String> choices(String path) {
        return choices.getOrDefault(path, Set.of());
    }

    /** The default of a key, if it has the same wherever it is asked for. */
    Optional<String> defaultOf(String path) {
        return Optional.ofNullable(defaults.get(path))
                .filter(values -> values.size() == 1)
                .map(values -> values.iterator().next());
    }

    /** Keys that each mapping at a path must have. */
    Set<String> required(String path) {
        List<Set<String>> each = required.getOrDefault(path, List.of());
        Set<String> inAll = new TreeSet<>(each.isEmpty() ? Set.of() : each.get(0));
        each.forEach(inAll::retainAll);
        return inAll;
    }
}

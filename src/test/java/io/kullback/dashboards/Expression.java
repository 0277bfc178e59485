package io.kullback.dashboards;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question to Prometheus, Grafana's variables in it.
 *
 * @param board uid of its board
 * @param place where on the board
 */
public record Expression(String board, String place, String promQl) {

    private static final Pattern STRING = Pattern.compile("\"(\\\\.|[^\"\\\\])*\"");
    private static final Pattern LABEL_LIST =
            Pattern.compile("\\b(by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern SELECTOR = Pattern.compile(
            "(?<![\\w:$.])([a-zA-Z_:][a-zA-Z0-9_:]*)\\b(?!\\s*\\()\\s*(\\{[^}]*\\})?\\s*(\\[[^\\]]*\\])?");
    private static final Pattern FUNCTION = Pattern.compile("([a-z_]+)\\s*\\($");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "by", "on");

    /**
     * Series that an expression reads.
     *
     * @param matchers what stands in braces, without them
     * @param range what stands in brackets after it, without them; empty for an instant
     * @param function the function that takes it as its first argument, or empty
     */
    record Selector(String metric, String matchers, String range, String function) {}

    /** The series that it reads. */
    List<Selector> selectors() {
        String masked = blank(promQl, STRING);
        masked = blank(masked, LABEL_LIST);
        List<Selector> selectors = new ArrayList<>();
        Matcher found = SELECTOR.matcher(masked);
        while (found.find()) {
            if (WORDS.contains(found.group(1))) {
                continue;
            }
            Matcher function = FUNCTION.matcher(masked.substring(0, found.start(1)));
            selectors.add(new Selector(
                    found.group(1),
                    found.group(2) == null ? "" : promQl.substring(found.start(2) + 1, found.end(2) - 1),
                    found.group(3) == null ? "" : promQl.substring(found.start(3) + 1, found.end(3) - 1),
                    function.find() ? function.group(1) : ""));
        }
        return selectors;
    }

    /** The same question with values for its variables, as {@code $name}. */
    public String with(Map<String, String> variables) {
        List<String> longestFirst = variables.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String filled = promQl;
        for (String name : longestFirst) {
            filled = filled.replace("$" + name, variables.get(name));
        }
        return filled;
    }

    /** Spaces instead of what matches, so that all else keeps its place. */
    private static String blank(String text, Pattern pattern) {
        return pattern.matcher(text)
                .replaceAll(match -> " ".repeat(match.group().length()));
    }

    @Override
    public String toString() {
        return board + " " + place + ": " + promQl;
    }
}

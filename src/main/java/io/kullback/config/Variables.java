package io.kullback.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:path}}, so that secrets need not stand in the configuration. */
final class Variables {

    private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    /** One that has no default, which would stand in the configuration. */
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("\\$\\{(env:(?![^}]*:-)|file:)[^}]+}");

    /** A shorter value is no secret, but would be found in many a word. */
    private static final int SHORTEST_SECRET = 4;

    private final Map<String, String> environment;
    private final Path folder;
    /** What was filled in, and where it came from. */
    private final Map<String, String> filled = new HashMap<>();

    /** @param folder relative file names start here */
    Variables(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /** All variables of the environment. */
    Map<String, String> environment() {
        return environment;
    }

    /** A variable that has no value. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final ProblemCode code;
        private final String remedy;

        UnresolvedException(ProblemCode code, String message, String remedy) {
            super(message);
            this.code = code;
            this.remedy = remedy;
        }

        ProblemCode code() {
            return code;
        }

        String remedy() {
            return remedy;
        }
    }

    /** Whether a text takes something from the environment or from another file. */
    static boolean isFilledIn(String text) {
        return FROM_ELSEWHERE.matcher(text).find();
    }

    /** Whether the text, filled in now, would hold anything that does not stand in it. */
    boolean takesFromElsewhere(String text) {
        return FORM.matcher(text)
                .results()
                .anyMatch(form -> form.group(1).equals("file") || environment.containsKey(nameIn(form.group(2))));
    }

    private static String nameIn(String reference) {
        int end = reference.indexOf(":-");
        return end < 0 ? reference : reference.substring(0, end);
    }

    String fill(String text) throws UnresolvedException {
        Matcher matcher = FORM.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1).equals("env")
                    ? ofEnvironment(matcher.group(2), matcher.group())
                    : ofFile(matcher.group(2), matcher.group());
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    /** A message with everything that was filled in named instead of shown: it may be a secret, whatever key it stands at. */
    String hide(String message) {
        String hidden = message;
        List<String> longestFirst = filled.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        for (String value : longestFirst) {
            hidden = value.length() < SHORTEST_SECRET
                    ? hidden.replace("'" + value + "'", "'" + filled.get(value) + "'")
                    : hidden.replace(value, filled.get(value));
        }
        return hidden;
    }

    private String ofEnvironment(String reference, String whole) throws UnresolvedException {
        int end = reference.indexOf(":-");
        String name = nameIn(reference);
        String value = environment.get(name);
        if (value != null) {
            filled.put(value, whole);
            return value;
        }
        if (end < 0) {
            throw new UnresolvedException(
                    ProblemCode.UNRESOLVED_VARIABLE,
                    "the environment variable " + name + " is not set",
                    "Set it, or give a default: ${env:NAME:-default}.");
        }
        return reference.substring(end + 2);
    }

    private String ofFile(String name, String whole) throws UnresolvedException {
        String value = file(name).read();
        filled.put(value, whole);
        return value;
    }

    private SecretFile file(String name) throws UnresolvedException {
        try {
            return new SecretFile(folder.resolve(name));
        } catch (InvalidPathException e) {
            throw new UnresolvedException(
                    ProblemCode.SECRET_MISSING, "this cannot be the name of a file", "Write ${file:path}.");
        }
    }

    /** The files among what a text was filled in from that every user of the machine may read. */
    List<String> exposed(String text) throws UnresolvedException {
        List<String> exposed = new ArrayList<>();
        Matcher matcher = FORM.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals("file") && file(matcher.group(2)).isWorldReadable()) {
                exposed.add(matcher.group(2));
            }
        }
        return exposed;
    }
}

package io.kullback.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final long LARGEST_FILE = 65_536;
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

    /** A variable that has no value. */
    static final class UnresolvedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnresolvedException(String message) {
            super(message);
        }
    }

    /** Whether a text takes something from the environment or from another file. */
    static boolean isFilledIn(String text) {
        return FROM_ELSEWHERE.matcher(text).find();
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

    String fill(String text) throws UnresolvedException {
        Matcher matcher = FORM.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1).equals("env") ? ofEnvironment(matcher.group(2)) : ofFile(matcher.group(2));
            if (isFilledIn(matcher.group())) {
                filled.put(value, matcher.group());
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(result).toString();
    }

    private String ofEnvironment(String reference) throws UnresolvedException {
        int end = reference.indexOf(":-");
        String name = end < 0 ? reference : reference.substring(0, end);
        String value = environment.get(name);
        if (value != null) {
            return value;
        }
        if (end < 0) {
            throw new UnresolvedException("the environment variable " + name + " is not set");
        }
        return reference.substring(end + 2);
    }

    private String ofFile(String name) throws UnresolvedException {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new UnresolvedException("the file " + file + " is larger than " + LARGEST_FILE + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UnresolvedException("the file " + file + " cannot be read");
        }
    }
}

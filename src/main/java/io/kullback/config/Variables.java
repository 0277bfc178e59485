package io.kullback.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in {@code ${env:NAME}}, {@code ${env:NAME:-default}} and {@code ${file:path}}, so that secrets need not stand in the configuration. */
final class Variables {

    private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final long LARGEST_FILE = 65_536;

    private final Map<String, String> environment;
    private final Path folder;

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

    String fill(String text) throws UnresolvedException {
        Matcher matcher = FORM.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(1).equals("env") ? ofEnvironment(matcher.group(2)) : ofFile(matcher.group(2));
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
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

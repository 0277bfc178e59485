package io.kullback.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The folder with real data sets and exact answers, beside the project where it is present. */
public final class SharedFolder {

    /** {@code ../shared}, or what the system property {@code kullback.shared} names. */
    public static final Path PATH = Path.of(System.getProperty("kullback.shared", "../shared"));

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SharedFolder() {}

    /** A file of the folder. */
    public static Path file(String name) {
        return PATH.resolve(name);
    }

    /** A JSON file of the folder. */
    public static JsonNode json(String name) {
        try {
            return MAPPER.readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

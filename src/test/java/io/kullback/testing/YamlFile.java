package io.kullback.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML that is not Kullback's own configuration: rule files, manifests. Keys that stand twice are errors. */
public final class YamlFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private YamlFile() {}

    /** The one document of a file. */
    public static JsonNode read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one document of a text. */
    public static JsonNode parse(String text) {
        return MAPPER.valueToTree(
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(text));
    }
}

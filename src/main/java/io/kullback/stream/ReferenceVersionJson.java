package io.kullback.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of the references topic. */
final class ReferenceVersionJson {

    private static final Logger LOG = LoggerFactory.getLogger(ReferenceVersionJson.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReferenceVersionJson() {}

    static byte[] write(ReferenceVersions.Version version) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("kind", "version");
        written.put("monitor", version.monitor());
        written.put("id", version.reference().id());
        written.put("origin", version.reference().origin());
        written.put("published_at", version.publishedAt().toString());
        written.put("by", version.by());
        written.put("note", version.note());
        written.put("reference", PackedReference.pack(version.reference()));
        return bytes(written);
    }

    static byte[] write(ReferenceVersions.Promoted promoted) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("kind", "promotion");
        written.put("monitor", promoted.monitor());
        written.put("id", promoted.id());
        written.put("from", promoted.from().toString());
        written.put("promoted_at", promoted.promotedAt().toString());
        written.put("by", promoted.by());
        return bytes(written);
    }

    private static byte[] bytes(Map<String, String> written) {
        try {
            return MAPPER.writeValueAsBytes(written);
        } catch (IOException e) {
            throw new IllegalStateException("texts can always be written as JSON", e);
        }
    }

    /** The version in a record; empty if it is something else, with a line in the log if it is broken. */
    static Optional<ReferenceVersions.Version> version(byte[] value) {
        return read(
                value,
                "version",
                node -> new ReferenceVersions.Version(
                        node.path("monitor").asText(),
                        PackedReference.unpack(node.path("reference").asText()),
                        Instant.parse(node.path("published_at").asText()),
                        node.path("by").asText(),
                        node.path("note").asText()));
    }

    /** The promotion in a record; empty if it is something else, with a line in the log if it is broken. */
    static Optional<ReferenceVersions.Promoted> promoted(byte[] value) {
        return read(
                value,
                "promotion",
                node -> new ReferenceVersions.Promoted(
                        node.path("monitor").asText(),
                        node.path("id").asText(),
                        Instant.parse(node.path("from").asText()),
                        Instant.parse(node.path("promoted_at").asText()),
                        node.path("by").asText()));
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(JsonNode node) throws IOException;
    }

    private static <T> Optional<T> read(byte[] value, String kind, Reader<T> reader) {
        try {
            JsonNode node = MAPPER.readTree(value);
            return node.path("kind").asText().equals(kind) ? Optional.of(reader.read(node)) : Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("a record of the references topic is passed over");
            return Optional.empty();
        }
    }
}

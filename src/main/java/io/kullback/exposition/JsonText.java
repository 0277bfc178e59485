package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes one JSON document, and the kinds of values that Jackson's generator does not know. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** Writes the members of an object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator out) throws IOException;
    }

    /** A document that is one object. */
    static byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** JSON has no infinity; the text is what the results topic has too. */
    static void number(String name, double value, JsonGenerator out) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField(name, value);
        } else {
            out.writeStringField(name, String.valueOf(value));
        }
    }

    /** A time, left out where it is not known. */
    static void time(String name, OptionalLong time, JsonGenerator out) throws IOException {
        if (time.isPresent()) {
            out.writeStringField(name, Instant.ofEpochMilli(time.getAsLong()).toString());
        }
    }

    /** A time, left out where it is not known. */
    static void time(String name, Optional<Instant> time, JsonGenerator out) throws IOException {
        if (time.isPresent()) {
            out.writeStringField(name, time.get().toString());
        }
    }

    /** A text, left out where there is none. */
    static void text(String name, String text, JsonGenerator out) throws IOException {
        if (!text.isEmpty()) {
            out.writeStringField(name, text);
        }
    }

    /** A tree of mappings, lists, texts, numbers and flags. */
    static void tree(Object node, JsonGenerator out) throws IOException {
        if (node instanceof Map<?, ?> mapping) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : mapping.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                tree(entry.getValue(), out);
            }
            out.writeEndObject();
        } else if (node instanceof List<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                tree(item, out);
            }
            out.writeEndArray();
        } else {
            // Texts, numbers, flags and nothing: the generator knows them.
            out.writePOJO(node);
        }
    }
}

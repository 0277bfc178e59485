package io.kullback.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads fields from one JSON object (RFC 8259, UTF-8, a byte order mark allowed) in one pass, without building a tree.
 *
 * <p>The whole document is checked, also behind the last asked field: a cut-off or doubled document is refused, not half counted. The bare
 * tokens NaN, Infinity and -Infinity are taken as numbers, so that they count as non-finite instead of refusing the record. An escape of half a surrogate pair
 * refuses it only in a field that is asked for: elsewhere nothing is made of it.
 */
public final class JsonDecoder implements ValueDecoder {

    /** Deepest nesting of objects and arrays. */
    public static final int MAX_DEPTH = 100;
    /** Largest value, in bytes. */
    public static final int MAX_BYTES = 5_000_000;
    /** Longest text, in characters. */
    public static final int MAX_TEXT = 500_000;
    /** Longest number, in characters. */
    public static final int MAX_NUMBER = 1_000;
    /** Most tokens in one document. */
    public static final int MAX_TOKENS = 100_000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(MAX_NUMBER)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // A topic's records have names of their own choosing; a shared table of them would be a way to fill the
            // heap.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // UTF-16 and UTF-32 are not JSON on the wire (RFC 8259 §8.1).
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final Fields.Node root;
    private final Utf8Check utf8 = new Utf8Check();
    private boolean measuring;

    public JsonDecoder(Fields fields) {
        root = fields.tree();
    }

    @Override
    public Optional<RejectReason> decode(byte[] buffer, int offset, int length, FieldValues values) {
        values.clear();
        if (length > MAX_BYTES) {
            return Optional.of(RejectReason.TOO_LARGE);
        }
        Optional<RejectReason> refusal = Preamble.refusal(buffer, offset, length);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!utf8.isUtf8(buffer, offset, length)) {
            return Optional.of(RejectReason.DECODE);
        }
        // Jackson checks the length of texts that it is asked for, not of those that it skips.
        measuring = length > MAX_TEXT;
        int start = Preamble.markLength(buffer, offset, length);
        try (JsonParser parser = FACTORY.createParser(buffer, offset + start, length - start)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Optional.of(RejectReason.DECODE);
            }
            boolean object = first == JsonToken.START_OBJECT;
            if (object) {
                readObject(parser, root, values);
            } else {
                skip(parser, first);
            }
            if (parser.nextToken() != null) {
                return Optional.of(RejectReason.DECODE);
            }
            return object ? Optional.empty() : Optional.of(RejectReason.NOT_OBJECT);
        } catch (StreamConstraintsException e) {
            return Optional.of(isDepth(e) ? RejectReason.TOO_DEEP : RejectReason.TOO_LARGE);
        } catch (JsonParseException e) {
            return Optional.of(isDuplicate(e) ? RejectReason.DUPLICATE_KEY : RejectReason.DECODE);
        } catch (IOException e) {
            return Optional.of(RejectReason.DECODE);
        }
    }

    private void readObject(JsonParser parser, Fields.Node node, FieldValues values) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Fields.Node child = node.child(parser.currentName());
            JsonToken token = parser.nextToken();
            if (child.slot().isPresent()) {
                int slot = child.slot().getAsInt();
                if (token == JsonToken.START_ARRAY && child.isList()) {
                    readList(parser, slot, values);
                    continue;
                }
                readValue(parser, token, slot, values);
            }
            if (token == JsonToken.START_OBJECT && child.hasChildren()) {
                readObject(parser, child, values);
            } else {
                skip(parser, token);
            }
        }
    }

    /** Goes to the end of a value that nobody asked for. */
    private void skip(JsonParser parser, JsonToken first) throws IOException {
        if (!measuring) {
            parser.skipChildren();
            return;
        }
        int depth = 0;
        for (JsonToken token = first; token != null; token = parser.nextToken()) {
            parser.finishToken();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
        }
    }

    /** Reads to the end of an array: a list if all its elements are numbers. */
    private void readList(JsonParser parser, int slot, FieldValues values) throws IOException {
        values.beginList(slot);
        boolean isOfNumbers = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
                values.addToList(slot, parser.getDoubleValue());
            } else {
                isOfNumbers = false;
                skip(parser, token);
            }
        }
        if (!isOfNumbers) {
            values.setCompound(slot);
        }
    }

    private static void readValue(JsonParser parser, JsonToken token, int slot, FieldValues values) throws IOException {
        switch (token) {
            case VALUE_STRING -> values.setText(slot, text(parser));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.setNumber(slot, parser.getDoubleValue());
            case VALUE_TRUE -> values.setBoolean(slot, true);
            case VALUE_FALSE -> values.setBoolean(slot, false);
            case START_OBJECT, START_ARRAY -> values.setCompound(slot);
            default -> {}
        }
    }

    /** A text that is one: half a surrogate pair, which only an escape can bring in, is no character and has no UTF-8. */
    private static String text(JsonParser parser) throws IOException {
        String text = parser.getText();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    throw new JsonParseException(parser, "half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    // Jackson has no types for these two; their messages are pinned by tests.
    private static boolean isDepth(StreamConstraintsException e) {
        return e.getOriginalMessage().toLowerCase(Locale.ROOT).contains("depth");
    }

    private static boolean isDuplicate(JsonParseException e) {
        return e.getOriginalMessage().startsWith("Duplicate field");
    }
}

package io.kullback.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/**
 * Bytes that nobody would think of, by a seeded mutation of good records: the decoders never throw, agree with a parser of another build on what is accepted and on
 * what stands there, and remember nothing of a record when they read the next.
 */
class DecoderFuzzTest {

    private static final long SEED = Long.getLong("kullback.seed", 20_260_101);
    private static final int CASES = Integer.getInteger("kullback.cases", 20_000);

    private static final List<String> JSON_SEEDS = List.of(
            "{\"t\":1000000000000,\"bank\":\"a\",\"amount\":10.5,\"list\":[1,-2.5e3,0]}",
            "{\"t\":\"2001-03-05T08:00:00.250+01:00\",\"bank\":\"\\u00e9\\ud83d\\ude00é😀\",\"amount\":-0.0}",
            "\uFEFF{\"x\":{\"bank\":[true,null,\"\\\\\\\"\\/\\b\"]},\"amount\":NaN,\"bank\":\"\",\"list\":[1,[2],{\"a\":3}]}",
            " {\"amount\":{\"bank\":1},\"bank\":null,\"list\":[],\"t\":1e400,\"y\":[[[{}]],\"z\"]} ");
    private static final List<String> CSV_SEEDS = List.of(
            "1000000000000,a,10.5,1;2;3",
            "2001-03-05T08:00:00Z,\"a,\"\"b\"\"\r\nc\",-0.0,\"[1, -2.5e3]\"\r\n",
            "\uFEFF,é😀,NaN,",
            "\"\",\"\",\"\",\"\"\n");
    /** What grammars turn on, and pieces that good records have. */
    private static final List<String> TOKENS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\n",
            "\r",
            "\t",
            " ",
            "\0",
            "\"\"",
            "\\u",
            "\\ud800",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "1e999",
            "00",
            "-",
            "+",
            ".",
            "e",
            "\uFEFF",
            "é",
            "😀",
            "\"bank\":1",
            "//",
            "'",
            ";");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Fields fields = new Fields();
    private final int time = fields.slotOf(FieldPath.parse("/t"));
    private final int bank = fields.slotOf(FieldPath.parse("/bank"));
    private final int amount = fields.slotOf(FieldPath.parse("/amount"));
    private final int list = fields.listSlotOf(FieldPath.parse("/list"));
    private final FieldValues values = new FieldValues(fields.size());

    private static final ObjectMapper STRICT = new ObjectMapper(new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonDecoder.MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private byte[] mutated(List<String> seeds) {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
        for (int change = random.nextInt(4); change > 0; change--) {
            int at = random.nextInt(bytes.length + 1);
            byte[] piece = switch (random.nextInt(5)) {
                case 0 -> new byte[] {(byte) random.nextInt(256)};
                case 1 -> new byte[0];
                case 2 -> {
                    byte[] other = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
                    int from = random.nextInt(other.length);
                    yield Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
                }
                case 3 ->
                    TOKENS.get(random.nextInt(TOKENS.size()))
                            .repeat(1 + random.nextInt(3))
                            .getBytes(StandardCharsets.UTF_8);
                default -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            };
            int behind = random.nextBoolean() ? at : Math.min(bytes.length, at + random.nextInt(6));
            byte[] next = new byte[at + piece.length + bytes.length - behind];
            System.arraycopy(bytes, 0, next, 0, at);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(bytes, behind, next, at + piece.length, bytes.length - behind);
            bytes = next;
        }
        return bytes;
    }

    /** Inside a larger buffer, whose other bytes would make a difference if they were read. */
    private Optional<RejectReason> decode(ValueDecoder decoder, byte[] bytes) {
        byte[] buffer = new byte[bytes.length + 8];
        Arrays.fill(buffer, (byte) '"');
        System.arraycopy(bytes, 0, buffer, 4, bytes.length);
        return decoder.decode(buffer, 4, bytes.length, values);
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> tree(byte[] bytes) {
        return text(bytes).flatMap(text -> {
            try {
                // From a text, which Jackson reads with another parser than bytes.
                return Optional.ofNullable(STRICT.readTree(text)).filter(JsonNode::isObject);
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        });
    }

    private String all() {
        List<String> shown = new ArrayList<>();
        for (int slot = 0; slot < fields.size(); slot++) {
            shown.add(
                    switch (values.kind(slot)) {
                        case NUMBER -> String.valueOf(values.number(slot));
                        case TEXT, CELL -> values.text(slot);
                        case BOOLEAN -> String.valueOf(values.isTrue(slot));
                        case MISSING, LIST, COMPOUND -> String.valueOf(values.kind(slot));
                    });
        }
        return shown + " at " + EventTime.read(values, time);
    }

    private static String where(int i, byte[] bytes) {
        return "case " + i + " of seed " + SEED + ": "
                + new String(bytes, StandardCharsets.UTF_8).replace("\n", "\\n").replace("\0", "\\0");
    }

    @Test
    void jsonIsAcceptedIfAStrictTreeOfItIsAnObjectAndThenHasTheSameValues() {
        JsonDecoder decoder = new JsonDecoder(fields);
        byte[] good = JSON_SEEDS.get(0).getBytes(StandardCharsets.UTF_8);
        decode(decoder, good);
        String ofGood = all();
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = mutated(JSON_SEEDS);
            String where = where(i, bytes);
            Optional<RejectReason> reason = decode(decoder, bytes);
            Optional<JsonNode> tree = tree(bytes);
            boolean hasHalfAPair = tree.isPresent() && reason.isPresent() && hasHalfAPair(tree.get());
            assertThat(reason.isEmpty() || hasHalfAPair).as(where).isEqualTo(tree.isPresent());
            if (reason.isEmpty()) {
                accepted++;
                assertSame(tree.orElseThrow(), where);
            }
            assertThat(decode(decoder, good)).as(where).isEmpty();
            assertThat(all()).as("behind " + where).isEqualTo(ofGood);
        }
        assertThat(accepted).isBetween(CASES / 10, CASES * 9 / 10);
    }

    /** Jackson's tree has halves of surrogate pairs; the decoder refuses them in names and in texts that are asked for. */
    private static boolean hasHalfAPair(JsonNode tree) {
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            if (!isEncodable(member.getKey()) || hasHalfAPair(member.getValue())) {
                return true;
            }
        }
        for (JsonNode element : tree) {
            if (hasHalfAPair(element)) {
                return true;
            }
        }
        return !isEncodable(tree.asText());
    }

    private static boolean isEncodable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private void assertSame(JsonNode tree, String where) {
        assertSame(tree.path("t"), time, where);
        assertSame(tree.path("bank"), bank, where);
        assertSame(tree.path("amount"), amount, where);
        JsonNode array = tree.path("list");
        boolean isList = array.isArray();
        for (JsonNode element : array) {
            isList &= element.isNumber();
        }
        if (array.isArray()) {
            assertThat(values.kind(list) == FieldValues.Kind.LIST).as(where).isEqualTo(isList);
        } else {
            assertSame(array, list, where);
        }
    }

    private void assertSame(JsonNode node, int slot, String where) {
        switch (values.kind(slot)) {
            case MISSING ->
                assertThat(node.isMissingNode() || node.isNull()).as(where).isTrue();
            case NUMBER -> {
                assertThat(node.isNumber()).as(where).isTrue();
                assertThat(Double.valueOf(values.number(slot))).as(where).isEqualTo(Double.valueOf(node.doubleValue()));
            }
            case TEXT -> assertThat(values.text(slot)).as(where).isEqualTo(node.textValue());
            case BOOLEAN -> assertThat(values.isTrue(slot)).as(where).isEqualTo(node.booleanValue());
            case COMPOUND -> assertThat(node.isContainerNode()).as(where).isTrue();
            case CELL, LIST -> throw new AssertionError(where);
        }
    }

    @Test
    void csvThatIsAcceptedHasTheCellsThatCommonsCsvFindsAndOfWhatIsRefusedThereIsASimpleReason() {
        ValueDecoder decoder = new ValueFormat.Csv(List.of("t", "bank", "amount", "list"), ',').decoder(fields);
        byte[] good = CSV_SEEDS.get(0).getBytes(StandardCharsets.UTF_8);
        decode(decoder, good);
        String ofGood = all();
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = mutated(CSV_SEEDS);
            String where = where(i, bytes);
            Optional<RejectReason> reason = decode(decoder, bytes);
            if (reason.isEmpty()) {
                accepted++;
                List<String> cells = cells(text(bytes).orElseThrow()).orElseThrow(() -> new AssertionError(where));
                assertThat(cells).as(where).hasSize(4);
                for (int slot : List.of(time, bank, amount, list)) {
                    boolean isMissing = values.kind(slot) == FieldValues.Kind.MISSING;
                    assertThat(isMissing ? "" : values.text(slot)).as(where).isEqualTo(cells.get(slot));
                }
            } else {
                assertThat(isPlain(bytes)).as("refused " + where).isFalse();
            }
            assertThat(decode(decoder, good)).as(where).isEmpty();
            assertThat(all()).as("behind " + where).isEqualTo(ofGood);
        }
        assertThat(accepted).isBetween(CASES / 10, CASES * 9 / 10);
    }

    /** Whether these are four cells without quotes or control characters, which must be accepted. */
    private static boolean isPlain(byte[] bytes) {
        return text(bytes)
                .filter(text -> text.chars().noneMatch(c -> c == '"' || c < ' ' && c != '\t'))
                .map(text -> text.split(",", -1).length == 4)
                .orElse(false);
    }

    private static Optional<List<String>> cells(String line) {
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(line))
                .setFormat(CSVFormat.RFC4180)
                .get()) {
            List<CSVRecord> records = parser.getRecords();
            return records.size() == 1 ? Optional.of(records.get(0).toList()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anyTextOrNumberIsATimeBetween1970And9999OrNone() {
        List<String> seeds = List.of(
                "2001-03-05T08:00Z",
                "2001-03-05T08:00:09Z",
                "2001-03-05T08:00:00.250+01:00",
                "+292278994-08-17T07:12:55Z",
                "9999-12-31T23:59:59.999999999Z",
                "1000000000000",
                "-1",
                "1e300");
        FieldValues one = new FieldValues(1);
        for (int i = 0; i < CASES; i++) {
            String text = new String(mutated(seeds), StandardCharsets.UTF_8);
            one.setText(0, text);
            assertTime(EventTime.read(one, 0), text);
            if (!text.isEmpty()) {
                one.setCell(0, text);
                assertTime(EventTime.read(one, 0), text);
            }
            double number = Double.longBitsToDouble(random.nextLong());
            one.setNumber(0, number);
            assertTime(EventTime.read(one, 0), String.valueOf(number));
        }
    }

    private static void assertTime(long read, String of) {
        assertThat(read).as(of).isBetween(EventTime.SECONDS, 253_402_300_799_999L);
    }
}

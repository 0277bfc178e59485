package io.kullback.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import io.kullback.histogram.Tally;
import io.kullback.histogram.VectorBinning;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonDecoderTest {

    private final Fields fields = new Fields();
    private final int amount = fields.slotOf(FieldPath.parse("/payload/amount"));
    private final int country = fields.slotOf(FieldPath.parse("/country"));
    private final JsonDecoder decoder = new JsonDecoder(fields);
    private final FieldValues values = new FieldValues(fields.size());

    private Optional<RejectReason> decode(String json) {
        return decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<RejectReason> decode(byte[] bytes) {
        // Inside a larger buffer, as in a frame: what stands around must not be read.
        byte[] buffer = new byte[bytes.length + 6];
        Arrays.fill(buffer, (byte) '"');
        System.arraycopy(bytes, 0, buffer, 3, bytes.length);
        return decoder.decode(buffer, 3, bytes.length, values);
    }

    @Test
    void readsNestedFieldsAndSkipsTheRest() {
        assertThat(decode(
                        "{\"id\":[1,{\"country\":\"XX\"}],\"payload\":{\"x\":{},\"amount\":10.5},\"country\":\"FR\"}"))
                .isEmpty();
        assertThat(values.number(amount)).isEqualTo(10.5);
        assertThat(values.text(country)).isEqualTo("FR");
    }

    @Test
    void anAbsentOrNullFieldIsMissingAndALaterRecordDoesNotSeeAnEarlierOne() {
        assertThat(decode("{\"country\":\"FR\"}")).isEmpty();
        assertThat(decode("{\"country\":null}")).isEmpty();
        assertThat(values.kind(country)).isEqualTo(FieldValues.Kind.MISSING);
        assertThat(values.kind(amount)).isEqualTo(FieldValues.Kind.MISSING);
    }

    @Test
    void aListOfNumbersIsReadWhereOneIsWantedAndOnlyThere() {
        int latent = fields.listSlotOf(FieldPath.parse("/latent"));
        JsonDecoder ofLists = new JsonDecoder(fields);
        FieldValues lists = new FieldValues(fields.size());
        VectorBinning three = new VectorBinning(3);
        Tally tally = three.newTally();
        for (String json : List.of(
                "{\"latent\":[1,-2.5,1e3],\"country\":[1,2,3]}",
                "{\"latent\":[1,2]}",
                "{\"latent\":[1,2,3,4]}",
                "{\"latent\":[1,\"2\",3]}",
                "{\"latent\":[1,null,3]}",
                "{\"latent\":[[1,2,3]]}",
                "{\"latent\":[1,{\"a\":[7]},3],\"country\":\"FR\"}",
                "{\"latent\":{\"a\":1}}",
                "{\"latent\":[1,NaN,3]}",
                "{\"latent\":null}",
                "{\"latent\":[" + "1,".repeat(500) + "1]}")) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertThat(ofLists.decode(bytes, 0, bytes.length, lists)).as(json).isEmpty();
            assertThat(lists.kind(country)).as(json).isNotEqualTo(FieldValues.Kind.LIST);
            lists.addTo(tally, latent, FeatureType.VECTOR);
        }
        Histogram histogram = tally.over(three);
        // (vector), (missing), (non-finite), (wrong-type).
        assertThat(histogram.counts()).containsExactly(1, 1, 1, 8);
        assertThat(histogram.moments()).contains(Moments.ofRecord(1, -2.5, 1000));
        byte[] cut = "{\"latent\":[1,2".getBytes(StandardCharsets.UTF_8);
        assertThat(ofLists.decode(cut, 0, cut.length, lists)).contains(RejectReason.DECODE);
    }

    @Test
    void numbersBeyondDoubleAreInfiniteAndIntegersBeyondLongAreNear() {
        assertThat(decode("{\"payload\":{\"amount\":1e400}}")).isEmpty();
        assertThat(values.number(amount)).isInfinite();
        assertThat(decode("{\"payload\":{\"amount\":123456789012345678901234567890}}"))
                .isEmpty();
        assertThat(values.number(amount)).isEqualTo(1.2345678901234568e29);
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertThat(decode("\uFEFF{\"country\":\"FR\"}")).isEmpty();
        assertThat(values.text(country)).isEqualTo("FR");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("nothing", "", RejectReason.DECODE),
                Arguments.of("only blanks", "  \n", RejectReason.DECODE),
                Arguments.of("cut off", "{\"country\":\"F", RejectReason.DECODE),
                Arguments.of("two documents", "{} {}", RejectReason.DECODE),
                Arguments.of("single quotes", "{'country':'FR'}", RejectReason.DECODE),
                Arguments.of("a comment", "{/* */}", RejectReason.DECODE),
                Arguments.of("XML", "<a/>", RejectReason.DECODE),
                Arguments.of("a control character", "{\"country\":\"F\nR\"}", RejectReason.DECODE),
                Arguments.of("an array", "[1]", RejectReason.NOT_OBJECT),
                Arguments.of("a number", "12", RejectReason.NOT_OBJECT),
                Arguments.of("null", "null", RejectReason.NOT_OBJECT),
                Arguments.of("a key twice", "{\"country\":1,\"country\":2}", RejectReason.DUPLICATE_KEY),
                Arguments.of(
                        "deep nesting", "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}", RejectReason.TOO_DEEP),
                Arguments.of(
                        "a long number",
                        "{\"payload\":{\"amount\":" + "9".repeat(5_000) + "}}",
                        RejectReason.TOO_LARGE),
                Arguments.of("a long text", "{\"country\":\"" + "x".repeat(600_000) + "\"}", RejectReason.TOO_LARGE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNoUsableDocumentIsRefusedForOneReason(String name, String json, RejectReason reason) {
        assertThat(decode(json)).as(name).contains(reason);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThat(decode(new byte[] {'{', '"', 'c', '"', ':', '"', (byte) 0xC3, '"', '}'}))
                .contains(RejectReason.DECODE);
        assertThat(decode("{\"country\":\"FR\"}".getBytes(StandardCharsets.UTF_16)))
                .isPresent();
    }

    @Test
    void compressedBytesAreCalledUnsupported() {
        assertThat(decode(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0})).contains(RejectReason.UNSUPPORTED);
    }

    @Test
    void noBytesWhateverMakeItThrow() {
        Random random = new Random(42);
        byte[] good = "{\"payload\":{\"amount\":10.5},\"country\":\"FR\",\"x\":[true,null,\"\\u00e9\"]}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100_000; i++) {
            byte[] mutated = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            decoder.decode(mutated, 0, random.nextInt(mutated.length + 1), values);
        }
    }
}

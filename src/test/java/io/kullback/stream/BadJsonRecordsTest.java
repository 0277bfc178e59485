package io.kullback.stream;

import static io.kullback.stream.BadRecord.bad;
import static io.kullback.stream.BadRecord.bytes;
import static io.kullback.stream.BadRecord.gzip;
import static io.kullback.stream.BadRecord.withRawBytes;

import io.kullback.ingest.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of bad records as JSON. */
class BadJsonRecordsTest extends BadRecordsSuite {

    private static String json(String time, String amount, String bank, String flag, String rest) {
        return "{\"t\":" + time + ",\"amount\":" + amount + ",\"bank\":" + bank + ",\"flag\":" + flag + rest + "}";
    }

    private static String amount(String amount) {
        return json(String.valueOf(Given.T0), amount, "\"a\"", "true", "");
    }

    private static String other(String rest) {
        return json(String.valueOf(Given.T0), "5", "\"a\"", "true", rest);
    }

    private static String ofBank(String bank) {
        return json(String.valueOf(Given.T0), "5", bank, "true", "");
    }

    @Override
    ValueFormat format() {
        return ValueFormat.JSON;
    }

    @Override
    String good() {
        return amount("5");
    }

    @Override
    String at(String time) {
        return json(time, "5", "\"a\"", "true", "");
    }

    @Override
    String bank(String bank) {
        return ofBank('"' + bank + '"');
    }

    @Override
    Set<Integer> impossible() {
        return Set.of();
    }

    @Override
    Stream<BadRecord> kinds() {
        return Stream.of(
                bad(1, "invalid UTF-8 in an asked text", () -> withRawBytes(ofBank("\"?\""), 0xC3), "decode"),
                bad(1, "invalid UTF-8 in a skipped text", () -> withRawBytes(other(",\"x\":\"?\""), 0xC3), "decode"),
                bad(1, "an overlong slash", () -> withRawBytes(other(",\"x\":\"?\""), 0xC0, 0xAF), "decode"),
                bad(1, "a surrogate in UTF-8", () -> withRawBytes(ofBank("\"?\""), 0xED, 0xA0, 0x80), "decode"),
                bad(2, "UTF-16 with a mark", () -> good().getBytes(StandardCharsets.UTF_16), "decode"),
                bad(2, "UTF-16, big end first", () -> good().getBytes(StandardCharsets.UTF_16BE), "decode"),
                bad(2, "UTF-16, little end first", () -> good().getBytes(StandardCharsets.UTF_16LE), "decode"),
                bad(3, "cut off in a text", good().substring(0, good().indexOf("\"a\"") + 2), "decode"),
                bad(3, "cut off behind the last asked field", good().substring(0, good().length() - 1), "decode"),
                bad(4, "no byte at all", "", "decode"),
                bad(5, "only blanks", " \t\r\n", "decode"),
                bad(6, "garbage behind the document", good() + "x", "decode"),
                bad(6, "two documents", good() + good(), "decode"),
                bad(7, "single quotes", "{'t':1}", "decode"),
                bad(7, "a comment", "/* x */" + good(), "decode"),
                bad(8, "XML", "<t>1000000000000</t>", "decode"),
                bad(9, "a control character in an asked text", ofBank("\"a\nb\""), "decode"),
                bad(9, "a control character in a skipped text", other(",\"x\":\"a\u0001b\""), "decode"),
                bad(10, "half a surrogate pair, escaped", ofBank("\"\\ud800\""), "decode"),
                bad(10, "the halves in the wrong order", ofBank("\"\\udc00\\ud800\""), "decode"),
                bad(10, "a whole pair is fine", ofBank("\"\\ud83d\\ude00\""), "bank (other)"),
                bad(12, "gzip", () -> gzip(good()), "unsupported"),
                bad(12, "Zstandard", () -> bytes(0x28, 0xB5, 0x2F, 0xFD, 0, 1), "unsupported"),
                bad(12, "OpenSSL's encryption", () -> withRawBytes("Salted__?", 0x93, 0x01), "unsupported"),
                bad(13, "the magic byte of a registry", () -> withRawBytes("?" + good(), 0, 0, 0, 0, 7), "unsupported"),
                bad(13, "an unknown magic byte", () -> withRawBytes("?" + good(), 5), "unsupported"),
                bad(16, "an array", "[" + good() + "]", "not_object"),
                bad(16, "a text", "\"t\"", "not_object"),
                bad(16, "a number", "12", "not_object"),
                bad(16, "null", "null", "not_object"),
                bad(17, "nesting of 10,000", other(",\"x\":" + "[".repeat(10_000) + "]".repeat(10_000)), "too_deep"),
                bad(18, "ten megabytes", () -> new byte[10_000_000], "too_large"),
                bad(
                        18,
                        "ten megabytes of good JSON",
                        () -> (other("") + " ".repeat(10_000_000)).getBytes(StandardCharsets.UTF_8),
                        "too_large"),
                bad(19, "100,000 keys", () -> keys(100_000), "too_large"),
                bad(20, "an asked text of a megabyte", ofBank("\"" + "x".repeat(1_000_000) + "\""), "too_large"),
                bad(20, "a skipped text of a megabyte", other(",\"x\":\"" + "x".repeat(1_000_000) + "\""), "too_large"),
                bad(
                        20,
                        "one deep in what is skipped",
                        other(",\"x\":[1,{\"y\":[\"" + "x".repeat(1_000_000) + "\"]}]"),
                        "too_large"),
                bad(20, "a name of a megabyte", other(",\"" + "x".repeat(1_000_000) + "\":1"), "too_large"),
                bad(21, "an asked number of 100,000 digits", amount("9".repeat(100_000)), "too_large"),
                bad(21, "a skipped one", other(",\"x\":0." + "9".repeat(100_000)), "too_large"),
                bad(23, "an asked key twice", other(",\"amount\":7"), "duplicate_key"),
                bad(23, "a skipped key twice", other(",\"x\":1,\"x\":1"), "duplicate_key"),
                bad(23, "a key twice in what is skipped", other(",\"x\":{\"y\":1,\"y\":1}"), "duplicate_key"),
                bad(24, "no event time", "{\"amount\":5}", "timestamp_missing"),
                bad(24, "a null event time", at("null"), "timestamp_missing"),
                bad(24, "an empty event time", at("\"\""), "timestamp_missing"),
                bad(26, "a word for a time", at("\"soon\""), "timestamp_invalid"),
                bad(26, "a date without a time", at("\"2001-09-09\""), "timestamp_invalid"),
                bad(26, "an object for a time", at("{}"), "timestamp_invalid"),
                bad(27, "a negative time", at("-1000000000000"), "timestamp_invalid"),
                bad(28, "seconds", at("1000000000"), "timestamp_invalid"),
                bad(29, "the year 292278994", at("9223372036854775807"), "timestamp_invalid"),
                bad(29, "the year 292278994 as text", at("\"+292278994-08-17T07:12:55Z\""), "timestamp_invalid"),
                bad(29, "a time beyond long", at("1e300"), "timestamp_invalid"),
                bad(33, "a time of the year 2100", at("4102444800000"), "future"),
                bad(34, "an absent field", "{\"t\":1000000000000}", "amount (missing), bank (missing), flag (missing)"),
                bad(35, "a null field", amount("null"), "amount (missing)"),
                bad(36, "an empty text for a number", amount("\"\""), "amount (missing)"),
                bad(36, "an empty text for a category", ofBank("\"\""), "bank (missing)"),
                bad(37, "a field in another case", "{\"t\":1000000000000,\"Amount\":5}", "amount (missing)"),
                bad(38, "a text for a number", amount("\"five\""), "amount (wrong-type)"),
                bad(39, "a number for a text", ofBank("7"), "bank (wrong-type)"),
                bad(40, "a comma in a number", amount("\"12,5\""), "amount (wrong-type)"),
                bad(40, "a number as a text", amount("\"1e3\""), "amount (wrong-type)"),
                bad(41, "a boolean for a number", amount("true"), "amount (wrong-type)"),
                bad(41, "an array for a number", amount("[1]"), "amount (wrong-type)"),
                bad(41, "an object for a text", ofBank("{\"b\":1}"), "bank (wrong-type)"),
                bad(42, "NaN", amount("NaN"), "amount (non-finite)"),
                bad(42, "Infinity", amount("-Infinity"), "amount (non-finite)"),
                bad(42, "a number beyond double", amount("1e400"), "amount (non-finite)"),
                bad(43, "a byte order mark", "\uFEFF" + good(), "amount [0, 10), bank a, flag true"),
                bad(44, "2^53 + 1", amount("9007199254740993"), "amount ≥ 10"),
                bad(44, "beyond long", amount("-123456789012345678901234567890"), "amount < 0"),
                bad(44, "minus zero", amount("-0.0"), "amount [0, 10)"),
                bad(44, "a subnormal", amount("4.9e-324"), "amount [0, 10)"),
                bad(44, "a negative subnormal", amount("-4.9e-324"), "amount < 0"),
                bad(44, "the largest double", amount("1.7976931348623157e308"), "amount ≥ 10"),
                bad(45, "a category never seen", ofBank("\"c\""), "bank (other)"),
                bad(46, "NUL, newline, quote and backslash", ofBank("\"\\u0000\\n\\\"\\\\\""), "bank (other)"),
                bad(46, "right to left", ofBank("\"\u202Ea\""), "bank (other)"));
    }

    private static byte[] keys(int count) {
        StringBuilder json = new StringBuilder("{\"t\":1000000000000");
        for (int i = 0; i < count; i++) {
            json.append(",\"k").append(i).append("\":1");
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}

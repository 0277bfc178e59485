package io.kullback.stream;

import static io.kullback.stream.BadRecord.bad;
import static io.kullback.stream.BadRecord.bytes;
import static io.kullback.stream.BadRecord.gzip;
import static io.kullback.stream.BadRecord.withRawBytes;

import io.kullback.ingest.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of bad records as lines of CSV. */
class BadCsvRecordsTest extends BadRecordsSuite {

    /** The column note is one that nobody asks for. */
    private static final ValueFormat FORMAT = new ValueFormat.Csv(List.of("t", "note", "amount", "bank", "flag"), ',');

    private static String line(String time, String note, String amount, String bank) {
        return String.join(",", time, note, amount, bank, "true");
    }

    private static String amount(String amount) {
        return line("1000000000000", "", amount, "a");
    }

    private static String note(String note) {
        return line("1000000000000", note, "5", "a");
    }

    @Override
    ValueFormat format() {
        return FORMAT;
    }

    @Override
    String good() {
        return amount("5");
    }

    @Override
    String at(String time) {
        return line(time, "", "5", "a");
    }

    @Override
    String bank(String bank) {
        return line("1000000000000", "", "5", bank);
    }

    /**
     * A line of CSV has no comments (7), no escapes (10), no arrays (16), no nesting (17), no names in the record (23, 37), no types (39: a number is a text where one is
     * wanted) and no null (35) of its own.
     */
    @Override
    Set<Integer> impossible() {
        return Set.of(10, 16, 17, 23, 35, 37, 39);
    }

    @Override
    Stream<BadRecord> kinds() {
        return Stream.of(
                bad(1, "invalid UTF-8 in an asked cell", () -> withRawBytes(bank("?"), 0xC3), "decode"),
                bad(1, "invalid UTF-8 in a skipped cell", () -> withRawBytes(note("?"), 0xC3), "decode"),
                bad(1, "a surrogate in UTF-8", () -> withRawBytes(bank("?"), 0xED, 0xA0, 0x80), "decode"),
                bad(1, "UTF-8 cut off at the end", () -> withRawBytes(bank("a") + "?", 0xE2, 0x82), "decode"),
                bad(2, "UTF-16 with a mark", () -> good().getBytes(StandardCharsets.UTF_16), "decode"),
                bad(2, "UTF-16, big end first", () -> good().getBytes(StandardCharsets.UTF_16BE), "decode"),
                bad(2, "UTF-16, little end first", () -> good().getBytes(StandardCharsets.UTF_16LE), "decode"),
                bad(3, "cut off before the last cell", "1000000000000,,5,a", "decode"),
                bad(3, "cut off in a quoted cell", "1000000000000,,5,a,\"tr", "decode"),
                bad(4, "no byte at all", "", "decode"),
                bad(5, "only blanks", " \t ", "decode"),
                bad(5, "an empty line", "\r\n", "decode"),
                bad(6, "one cell too many", good() + ",x", "decode"),
                bad(6, "an empty cell too many", good() + ",", "decode"),
                bad(6, "two lines", good() + "\n" + good(), "decode"),
                bad(6, "text behind a closing quote", bank("\"a\"x"), "decode"),
                bad(6, "a quote within a cell", bank("a\"b"), "decode"),
                bad(6, "a line break at the end is fine", good() + "\r\n", "amount [0, 10), bank a, flag true"),
                bad(7, "single quotes do not quote", bank("'a,b'"), "decode"),
                bad(8, "XML", "<t>1000000000000</t>", "decode"),
                bad(9, "a control character in an asked cell", bank("a\u0001"), "decode"),
                bad(9, "a NUL in a quoted cell that is skipped", note("\"\0\""), "decode"),
                bad(12, "gzip", () -> gzip(good()), "unsupported"),
                bad(12, "zlib", () -> bytes(0x78, 0x9C, 0x63, 0), "unsupported"),
                bad(12, "Snappy", () -> withRawBytes("?SNAPPY", 0x82), "unsupported"),
                bad(13, "the magic byte of a registry", () -> withRawBytes("?" + good(), 0, 0, 0, 0, 7), "unsupported"),
                bad(13, "an unknown magic byte", () -> withRawBytes("?" + good(), 5), "unsupported"),
                bad(18, "ten megabytes", () -> new byte[10_000_000], "too_large"),
                bad(19, "100,000 cells", good() + ",1".repeat(100_000), "decode"),
                bad(20, "an asked cell of a megabyte", bank("x".repeat(1_000_000)), "too_large"),
                bad(20, "a skipped cell of a megabyte", note("x".repeat(1_000_000)), "too_large"),
                bad(20, "a quoted cell of a megabyte", note("\"" + "\"\"".repeat(1_000_000) + "\""), "too_large"),
                bad(21, "a number of 100,000 digits", amount("9".repeat(100_000)), "amount (wrong-type)"),
                bad(24, "no event time", at(""), "timestamp_missing"),
                bad(24, "a quoted empty event time", at("\"\""), "timestamp_missing"),
                bad(26, "a word for a time", at("soon"), "timestamp_invalid"),
                bad(26, "a date without a time", at("2001-09-09"), "timestamp_invalid"),
                bad(27, "a negative time", at("-1000000000000"), "timestamp_invalid"),
                bad(28, "seconds", at("1000000000"), "timestamp_invalid"),
                bad(29, "the year 292278994", at("9223372036854775807"), "timestamp_invalid"),
                bad(29, "the year 292278994 as text", at("+292278994-08-17T07:12:55Z"), "timestamp_invalid"),
                bad(33, "a time of the year 2100", at("4102444800000"), "future"),
                bad(34, "empty cells", "1000000000000,,,,", "amount (missing), bank (missing), flag (missing)"),
                bad(36, "a quoted empty cell for a number", amount("\"\""), "amount (missing)"),
                bad(36, "a quoted empty cell for a category", bank("\"\""), "bank (missing)"),
                bad(38, "a text for a number", amount("five"), "amount (wrong-type)"),
                bad(38, "a blank before a number", amount(" 5"), "amount (wrong-type)"),
                bad(38, "a leading zero", amount("05"), "amount (wrong-type)"),
                bad(38, "what only Java calls a number", amount("0x1p3"), "amount (wrong-type)"),
                bad(38, "what only Java calls a number, again", amount("5d"), "amount (wrong-type)"),
                bad(40, "a comma in a number", amount("\"12,5\""), "amount (wrong-type)"),
                bad(40, "an exponent is one of JSON's", amount("1e3"), "amount ≥ 10"),
                bad(41, "a boolean for a number", amount("true"), "amount (wrong-type)"),
                bad(41, "a word for a boolean", good().replace("true", "yes"), "flag (wrong-type)"),
                bad(42, "NaN", amount("NaN"), "amount (non-finite)"),
                bad(42, "Infinity", amount("-Infinity"), "amount (non-finite)"),
                bad(42, "a number beyond double", amount("1e400"), "amount (non-finite)"),
                bad(43, "a byte order mark", "\uFEFF" + good(), "amount [0, 10), bank a, flag true"),
                bad(44, "2^53 + 1", amount("9007199254740993"), "amount ≥ 10"),
                bad(44, "beyond long", amount("-123456789012345678901234567890"), "amount < 0"),
                bad(44, "minus zero", amount("-0.0"), "amount [0, 10)"),
                bad(44, "a negative subnormal", amount("-4.9e-324"), "amount < 0"),
                bad(45, "a category never seen", bank("c"), "bank (other)"),
                bad(46, "newline, quote and comma", bank("\"a\n\"\",b\""), "bank (other)"),
                bad(46, "right to left", bank("\u202Ea"), "bank (other)"));
    }
}

package io.kullback.ingest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads fields from one line of CSV (RFC 4180, UTF-8, a byte order mark and one line break at the end allowed).
 *
 * <p>The whole line is checked, also the cells that nobody asks for. An empty cell is missing. What stands in a cell is given as it is; the reader of a field
 * knows whether it wants a number. A quote within an unquoted cell, text behind a closing quote, a control character other than a tab (and, in quotes, line
 * breaks) and another number of cells than of columns refuse the line.
 *
 * <p>Commons CSV, which reads whole files here, is too lenient for that: it takes a quote within a cell and any control character as they come.
 */
public final class CsvDecoder implements ValueDecoder {

    private static final int NOT_ASKED = -1;
    private static final int MALFORMED = -1;
    private static final int TOO_LONG = -2;
    private static final char QUOTE = '"';
    /** A longer buffer than this is given back after the record that needed it. */
    private static final int KEPT = 1 << 16;

    private final char delimiter;
    private final int[] slots;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final StringBuilder unquoted = new StringBuilder();
    private CharBuffer chars = CharBuffer.allocate(256);

    /** @throws IllegalArgumentException if a field is no column */
    CsvDecoder(ValueFormat.Csv format, Fields fields) {
        delimiter = format.delimiter();
        slots = new int[format.columns().size()];
        Arrays.fill(slots, NOT_ASKED);
        List<FieldPath> paths = fields.paths();
        for (int slot = 0; slot < paths.size(); slot++) {
            format.lacks(paths.get(slot)).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            slots[format.columns().indexOf(ValueFormat.Csv.column(paths.get(slot)))] = slot;
        }
    }

    @Override
    public Optional<RejectReason> decode(byte[] buffer, int offset, int length, FieldValues values) {
        values.clear();
        if (length > JsonDecoder.MAX_BYTES) {
            return Optional.of(RejectReason.TOO_LARGE);
        }
        Optional<RejectReason> refusal = Preamble.refusal(buffer, offset, length);
        if (refusal.isPresent()) {
            return refusal;
        }
        int mark = Preamble.markLength(buffer, offset, length);
        if (chars.capacity() < length) {
            chars = CharBuffer.allocate(Math.max(length, 2 * chars.capacity()));
        }
        chars.clear();
        // A buffer of as many characters as there are bytes cannot overflow.
        boolean isUtf8 = !utf8.reset()
                .decode(ByteBuffer.wrap(buffer, offset + mark, length - mark), chars, true)
                .isError();
        Optional<RejectReason> reason =
                isUtf8 ? readLine(chars.array(), chars.position(), values) : Optional.of(RejectReason.DECODE);
        if (chars.capacity() > KEPT) {
            chars = CharBuffer.allocate(KEPT);
        }
        return reason;
    }

    private Optional<RejectReason> readLine(char[] line, int length, FieldValues values) {
        int end = withoutLineBreak(line, length);
        if (isBlank(line, end)) {
            return Optional.of(RejectReason.DECODE);
        }
        int at = 0;
        for (int column = 0; column < slots.length; column++) {
            boolean isQuoted = at < end && line[at] == QUOTE;
            at = isQuoted
                    ? readQuoted(line, at + 1, end, slots[column], values)
                    : readPlain(line, at, end, slots[column], values);
            if (at < 0) {
                return Optional.of(at == TOO_LONG ? RejectReason.TOO_LARGE : RejectReason.DECODE);
            }
            boolean isLast = column == slots.length - 1;
            if (isLast != (at == end)) {
                return Optional.of(RejectReason.DECODE);
            }
            at++;
        }
        return Optional.empty();
    }

    private static int withoutLineBreak(char[] line, int length) {
        int end = length > 0 && line[length - 1] == '\n' ? length - 1 : length;
        return end > 0 && line[end - 1] == '\r' ? end - 1 : end;
    }

    private boolean isBlank(char[] line, int end) {
        for (int i = 0; i < end; i++) {
            if (line[i] == delimiter || !Character.isWhitespace(line[i])) {
                return false;
            }
        }
        return true;
    }

    /** Reads an unquoted cell; gives the place of the delimiter behind it or the end, or what is wrong with it. */
    private int readPlain(char[] line, int from, int end, int slot, FieldValues values) {
        int at = from;
        for (; at < end && line[at] != delimiter; at++) {
            if (line[at] == QUOTE || (line[at] < ' ' && line[at] != '\t')) {
                return MALFORMED;
            }
        }
        if (at - from > JsonDecoder.MAX_TEXT) {
            return TOO_LONG;
        }
        if (slot != NOT_ASKED && at > from) {
            values.setCell(slot, new String(line, from, at - from));
        }
        return at;
    }

    /** Reads a quoted cell from behind its first quote; gives the place behind its last one, or what is wrong with it. */
    private int readQuoted(char[] line, int from, int end, int slot, FieldValues values) {
        unquoted.setLength(0);
        for (int at = from; at < end; at++) {
            char c = line[at];
            if (c == QUOTE) {
                boolean isDoubled = at + 1 < end && line[at + 1] == QUOTE;
                if (!isDoubled) {
                    return endQuoted(line, at + 1, end, slot, values);
                }
                at++;
            } else if (c < ' ' && c != '\t' && c != '\r' && c != '\n') {
                return MALFORMED;
            }
            if (unquoted.length() == JsonDecoder.MAX_TEXT) {
                return TOO_LONG;
            }
            unquoted.append(c);
        }
        return MALFORMED;
    }

    private int endQuoted(char[] line, int at, int end, int slot, FieldValues values) {
        if (at < end && line[at] != delimiter) {
            return MALFORMED;
        }
        if (slot != NOT_ASKED && unquoted.length() > 0) {
            values.setCell(slot, unquoted.toString());
        }
        if (unquoted.capacity() > KEPT) {
            unquoted.setLength(0);
            unquoted.trimToSize();
        }
        return at;
    }
}

package io.kullback.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes are UTF-8 to the letter. Jackson takes longer forms of a character than the shortest, and surrogates, as they come.
 *
 * <p>Not thread-safe.
 */
final class Utf8Check {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer discarded = CharBuffer.allocate(512);

    /** Whether the bytes [offset, offset + length) of a buffer are UTF-8. */
    boolean isUtf8(byte[] buffer, int offset, int length) {
        int ascii = ascii(buffer, offset, offset + length);
        return ascii == offset + length || isUtf8(ByteBuffer.wrap(buffer, ascii, offset + length - ascii));
    }

    /** An end of the ASCII characters that a range begins with, most often that of the range. */
    private static int ascii(byte[] buffer, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) EIGHT.get(buffer, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && buffer[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean isUtf8(ByteBuffer bytes) {
        decoder.reset();
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            discarded.clear();
            result = decoder.decode(bytes, discarded, true);
        }
        return !result.isError();
    }
}

package io.kullback.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the first bytes of a value tell: that it is no text at all, or that it is text behind a byte order mark. */
final class Preamble {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** None of them begins a JSON object, nor, but for the last, any UTF-8 text. Gzip and LZ4 begin with control characters and need no place here. */
    private static final List<byte[]> SIGNATURES = List.of(
            // Zstandard.
            new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD},
            // zlib.
            new byte[] {0x78, (byte) 0x9C},
            // Snappy, as Java writes it.
            new byte[] {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y'},
            // OpenSSL.
            "Salted__".getBytes(StandardCharsets.US_ASCII));

    private Preamble() {}

    /**
     * Why a value cannot be text.
     *
     * @return {@link RejectReason#UNSUPPORTED} for what is compressed, encrypted or behind the magic byte of a schema registry, as far as its first bytes
     *     tell; {@link RejectReason#DECODE} for UTF-16; empty where it may be text
     */
    static Optional<RejectReason> refusal(byte[] buffer, int offset, int length) {
        if (length == 0 || buffer[offset] == '{') {
            return Optional.empty();
        }
        byte first = buffer[offset];
        if (first >= 0 && first < ' ' && first != '\t' && first != '\r' && first != '\n') {
            return Optional.of(isUtf16(buffer, offset, length) ? RejectReason.DECODE : RejectReason.UNSUPPORTED);
        }
        return SIGNATURES.stream().anyMatch(signature -> startsWith(signature, buffer, offset, length))
                ? Optional.of(RejectReason.UNSUPPORTED)
                : Optional.empty();
    }

    /** Whether zero bytes alternate with others, as where UTF-16 (big end first) writes Latin letters. */
    private static boolean isUtf16(byte[] buffer, int offset, int length) {
        return length >= 4
                && buffer[offset] == 0
                && buffer[offset + 1] != 0
                && buffer[offset + 2] == 0
                && buffer[offset + 3] != 0;
    }

    /** Number of bytes of a byte order mark. */
    static int markLength(byte[] buffer, int offset, int length) {
        return startsWith(BYTE_ORDER_MARK, buffer, offset, length) ? BYTE_ORDER_MARK.length : 0;
    }

    private static boolean startsWith(byte[] signature, byte[] buffer, int offset, int length) {
        return length >= signature.length
                && Arrays.equals(signature, 0, signature.length, buffer, offset, offset + signature.length);
    }
}

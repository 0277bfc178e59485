package io.kullback.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * One kind of record that senders get wrong, and what must become of it.
 *
 * @param kind its number in the list of 46 kinds
 * @param fate the reason why it is in no window; or, for one that is counted, its feature and bin, such as {@code amount (wrong-type)}
 */
record BadRecord(int kind, String sentence, Bytes value, String fate) {

    /** Bytes that are made when they are wanted; some are large. */
    interface Bytes {
        byte[] make();
    }

    static BadRecord bad(int kind, String sentence, String value, String fate) {
        return new BadRecord(kind, sentence, () -> value.getBytes(StandardCharsets.UTF_8), fate);
    }

    static BadRecord bad(int kind, String sentence, Bytes value, String fate) {
        return new BadRecord(kind, sentence, value, fate);
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** A text with one of its letters, {@code ?}, replaced by bytes that are no UTF-8. */
    static byte[] withRawBytes(String text, int... raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = text.indexOf('?');
        out.writeBytes(text.substring(0, at).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes(raw));
        out.writeBytes(text.substring(at + 1).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
            zipped.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return kind + " " + sentence + ": " + fate;
    }
}

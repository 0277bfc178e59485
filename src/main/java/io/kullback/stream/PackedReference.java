package io.kullback.stream;

import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A reference as a text that stands in a record: its JSON, gzipped, in Base64. A tenth of the JSON, which repeats itself. */
final class PackedReference {

    /** Longest JSON that is unpacked: a small record must not fill the heap. */
    private static final int LONGEST = 256 << 20;

    private PackedReference() {}

    static String pack(Reference reference) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(ReferenceJson.write(reference));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    /**
     * The reference of a text.
     *
     * @throws IOException if it is none
     */
    static Reference unpack(String text) throws IOException {
        try (GZIPInputStream zip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] json = zip.readNBytes(LONGEST);
            if (zip.read() >= 0) {
                throw new IOException("it is longer than " + LONGEST + " bytes");
            }
            return ReferenceJson.read(json);
        } catch (IllegalArgumentException | ReferenceJson.ReferenceFormatException e) {
            throw new IOException("it holds no reference: " + e.getMessage(), e);
        }
    }
}

package io.kullback.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A file that holds one value, mostly a secret: what it holds is never part of a message. */
final class SecretFile {

    static final int MOST_BYTES = 65_536;
    private static final String ABSENT_REMEDY = "Create it; relative names start at the folder of the configuration.";

    private final Path file;

    SecretFile(Path file) {
        this.file = file;
    }

    /** The text without the line end that editors leave behind it. */
    String read() throws Variables.UnresolvedException {
        if (!Files.exists(file)) {
            throw refused(ProblemCode.SECRET_MISSING, "does not exist", ABSENT_REMEDY);
        }
        if (Files.isDirectory(file)) {
            throw refused(ProblemCode.SECRET_UNREADABLE, "is a directory", "Name a file in it.");
        }
        String text = text().stripTrailing();
        if (text.isEmpty()) {
            throw refused(ProblemCode.SECRET_EMPTY, "is empty", "Write the value into it.");
        }
        return text;
    }

    private String text() throws Variables.UnresolvedException {
        // Not by its size: a pipe has none.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused(
                        ProblemCode.SECRET_UNREADABLE,
                        "is larger than " + MOST_BYTES + " bytes",
                        "Name a file that holds this one value.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(ProblemCode.SECRET_UNREADABLE, "is not UTF-8 text", "Write the value as text.");
        } catch (IOException e) {
            throw refused(
                    ProblemCode.SECRET_UNREADABLE,
                    "cannot be read (" + e.getClass().getSimpleName() + ")",
                    "Let the user that runs Kullback read it.");
        }
    }

    private Variables.UnresolvedException refused(ProblemCode code, String reason, String remedy) {
        return new Variables.UnresolvedException(code, "the file " + file + " " + reason, remedy);
    }

    /** Whether every user of the machine may read it; false where the file system does not know such permissions. */
    boolean isWorldReadable() {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

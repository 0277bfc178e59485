package io.kullback.app.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Where a report goes: standard output, or a file that is there in full or not at all. */
final class Destination implements AutoCloseable {

    private final Writer writer;
    private final Optional<Path> part;
    private final Path file;

    private Destination(Writer writer, Optional<Path> part, Path file) {
        this.writer = writer;
        this.part = part;
        this.file = file;
    }

    /** @param file null for standard output */
    static Destination of(Path file, PrintWriter out) throws IOException {
        if (file == null) {
            return new Destination(out, Optional.empty(), Path.of("."));
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        // Also where Ctrl-C ends the process.
        part.toFile().deleteOnExit();
        return new Destination(Files.newBufferedWriter(part), Optional.of(part), file);
    }

    Writer writer() {
        return writer;
    }

    /** All has been written. */
    void keep() throws IOException {
        writer.flush();
        if (part.isPresent()) {
            writer.close();
            Files.move(part.get(), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        if (part.isPresent()) {
            writer.close();
            Files.deleteIfExists(part.get());
        }
    }
}

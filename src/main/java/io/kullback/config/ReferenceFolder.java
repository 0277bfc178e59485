package io.kullback.config;

import io.kullback.histogram.Reference;
import io.kullback.ingest.CsvFile;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder that reference files are taken from, and no others, wherever a name or a symbolic link in the folder may point. */
final class ReferenceFolder {

    private static final String KEY = "reference-dir";
    private static final String INSIDE_REMEDY =
            "Move the file there, or name its folder as 'reference-dir' at the top level.";

    private final Path folder;
    private final boolean isRead;

    private ReferenceFolder(Path folder, boolean isRead) {
        this.folder = folder;
        this.isRead = isRead;
    }

    /**
     * The folder that a configuration names.
     *
     * @param standard the folder of the configuration, which is taken where it names none, and where relative names start
     * @param isRead whether reference files are read; if not, they need not exist
     */
    static ReferenceFolder of(Section root, Path standard, boolean isRead) {
        Path folder = root.parsed(
                        KEY, ProblemCode.REFERENCE_MISSING, standard::resolve, "Name a folder, such as /etc/kullback.")
                .orElse(standard);
        if (isRead && root.has(KEY) && !Files.isDirectory(folder)) {
            root.problem(
                    ProblemCode.REFERENCE_MISSING,
                    KEY,
                    "there is no folder " + folder,
                    "Create it, or correct the name; relative names start at the folder of the configuration.");
        }
        return new ReferenceFolder(folder, isRead);
    }

    /** Whether reference files are read. If not, they stand for references without any count. */
    boolean areRead() {
        return isRead;
    }

    /** The reference in the file that a key names; empty if there is none, which has been noted. */
    Optional<Reference> read(Section section, String key, String name) {
        try {
            Path file = inside(name);
            if (!isRead) {
                return Optional.of(Reference.of(file.toString(), Map.of()));
            }
            byte[] bytes = Files.readAllBytes(file);
            if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
                return refuse(section, key, ProblemCode.REFERENCE_EMPTY, "the file " + file + " is empty");
            }
            Reference reference = ReferenceJson.read(bytes);
            return reference.histograms().isEmpty()
                    ? refuse(section, key, ProblemCode.REFERENCE_EMPTY, "the file " + file + " holds no counts")
                    : Optional.of(reference);
        } catch (InvalidPathException e) {
            return refuse(section, key, ProblemCode.REFERENCE_MISSING, "this cannot be the name of a file");
        } catch (OutsideException e) {
            section.problem(ProblemCode.REFERENCE_OUTSIDE, key, e.getMessage(), INSIDE_REMEDY);
        } catch (NoSuchFileException e) {
            return refuse(section, key, ProblemCode.REFERENCE_MISSING, "there is no file " + folder.resolve(name));
        } catch (IOException e) {
            section.problem(
                    ProblemCode.REFERENCE_UNREADABLE,
                    key,
                    "the file " + folder.resolve(name) + " cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    "Check its permissions, and that it is a file.");
        } catch (ReferenceJson.ReferenceFormatException e) {
            return refuse(
                    section,
                    key,
                    ProblemCode.NOT_A_REFERENCE,
                    "the file " + folder.resolve(name) + " holds no reference: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The rows of a CSV file that a key names, counted as a monitor counts; empty if that cannot be, which has been noted. */
    Optional<Reference> count(Section section, String key, String name, MonitorSettings monitor) {
        try {
            Path file = inside(name);
            if (!isRead) {
                return Optional.of(Reference.of(file.toString(), Map.of()));
            }
            if (monitor.eventTime().isEmpty()) {
                section.problem(
                        ProblemCode.ILLEGAL_REFERENCE,
                        key,
                        "the event time is that of Kafka's record, and a row of a file has none",
                        "Name the column that has it, as the monitor's 'event-time'.");
                return Optional.empty();
            }
            ReferenceBuilder builder = new ReferenceBuilder(monitor, Optional.empty());
            CsvFile.read(file, builder.fields(), values -> builder.count(values, -1));
            return Optional.of(builder.build("file " + file.getFileName()));
        } catch (OutsideException e) {
            section.problem(ProblemCode.REFERENCE_OUTSIDE, key, e.getMessage(), INSIDE_REMEDY);
        } catch (NoSuchFileException e) {
            section.problem(
                    ProblemCode.REFERENCE_MISSING,
                    key,
                    "there is no file " + folder.resolve(name),
                    "Correct the name; relative names start at reference-dir.");
        } catch (IOException e) {
            section.problem(
                    ProblemCode.REFERENCE_UNREADABLE,
                    key,
                    "the file " + folder.resolve(name) + " cannot be read ("
                            + e.getClass().getSimpleName() + ")",
                    "Check its permissions, and that it is a file.");
        } catch (CsvFile.CsvFormatException | IllegalStateException | IllegalArgumentException e) {
            section.problem(
                    ProblemCode.NOT_A_REFERENCE,
                    key,
                    "the file " + folder.resolve(name) + " cannot be counted: " + e.getMessage(),
                    "It needs a header line with the fields' names, and rows whose event time can be read.");
        }
        return Optional.empty();
    }

    private static Optional<Reference> refuse(Section section, String key, ProblemCode code, String message) {
        section.problem(code, key, message, "Build it with 'kullback reference build'.");
        return Optional.empty();
    }

    private static final class OutsideException extends IOException {
        private static final long serialVersionUID = 1L;

        OutsideException(String message) {
            super(message);
        }
    }

    private Path inside(String name) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root)) {
            throw new OutsideException("'" + name + "' is outside of the folder of reference files, " + root);
        }
        if (!Files.exists(file)) {
            return file;
        }
        Path real = file.toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw new OutsideException("'" + name + "' is a link out of the folder of reference files, " + root);
        }
        return real;
    }
}

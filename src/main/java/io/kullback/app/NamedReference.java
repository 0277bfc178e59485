package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import io.kullback.stream.ReferenceVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a reference by what people call it: a file, the beginning of a published version's id, or {@value ReferenceVersions#CONFIGURED}. */
final class NamedReference {

    private final Settings settings;
    private final MonitorSettings monitor;

    NamedReference(Settings settings, MonitorSettings monitor) {
        this.settings = settings;
        this.monitor = monitor;
    }

    /**
     * The reference of a name.
     *
     * @throws UserError if there is none, which says what to do
     */
    Reference find(String name) {
        if (name.equals(ReferenceVersions.CONFIGURED)) {
            return configured();
        }
        Path file = Path.of(name);
        if (Files.exists(file)) {
            return ofFile(file);
        }
        return ReferenceVersions.read(settings.stream())
                .version(monitor.name(), name)
                .map(ReferenceVersions.Version::reference)
                .orElseThrow(() -> new UserError(
                        ExitCode.RUNTIME,
                        "there is no file '" + name + "', and not exactly one published version of monitor '"
                                + monitor.name() + "' whose id begins so; 'kullback reference show' lists them"));
    }

    private Reference configured() {
        if (monitor.reference() instanceof ReferenceSource.Given given) {
            return given.reference();
        }
        throw new UserError(
                ExitCode.RUNTIME,
                "the configured reference of monitor '" + monitor.name()
                        + "' is no file; it is made by the running service, whose /api/v1/monitors/" + monitor.name()
                        + "/reference shows it, or by 'kullback reference build'");
    }

    /** The reference in a file. */
    static Reference ofFile(Path file) {
        try {
            return ReferenceJson.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserError(
                    ExitCode.RUNTIME,
                    "the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (ReferenceJson.ReferenceFormatException e) {
            throw new UserError(ExitCode.RUNTIME, "the file " + file + " holds no reference: " + e.getMessage());
        }
    }
}

package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.Promotion;
import io.kullback.stream.ReferenceVersions;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a published version in force. */
@Command(
        name = "promote",
        description = {
            "Compare a monitor's windows with a published version from some time on.",
            "Alerts that are on then end; later windows are judged anew. To go back,",
            "promote an earlier version, or 'configured' for what the configuration names."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback reference promote my.yaml 1f0c --monitor payments",
            "  kullback reference promote my.yaml 1f0c --from 2026-12-01T00:00Z",
            "  kullback reference promote my.yaml configured"
        })
final class ReferencePromoteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MonitorOption monitorOption;

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Parameters(
            index = "1",
            paramLabel = "ID",
            description = "A published version, or the beginning of its id; or 'configured'.")
    private String id;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Event time: windows that start then or later. Of windows that are closed already nothing"
                    + " changes. Default: now.")
    private String from;

    @Option(names = "--by", paramLabel = "WHO", description = "Who promotes. Default: the user of this process.")
    private String by = System.getProperty("user.name", "somebody");

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.read(file, System.getenv());
        MonitorSettings monitor = monitorOption.of(settings);
        Instant time = time();
        ReferenceVersions versions = ReferenceVersions.read(settings.stream());
        String full = id.equals(ReferenceVersions.CONFIGURED) ? id : fullId(versions, monitor);
        ReferenceVersions.Promoted promoted = new ReferenceVersions.Promoted(
                monitor.name(), full, time, Instant.now().truncatedTo(ChronoUnit.SECONDS), by);
        versions.reference(promoted)
                .flatMap(reference -> Promotion.problem(monitor, reference))
                .ifPresent(problem -> {
                    throw new UserError(ExitCode.RUNTIME, problem + ".");
                });
        try {
            versions.promote(promoted);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.RUNTIME, e.getMessage());
        }
        spec.commandLine()
                .getErr()
                .println("told; windows of '" + monitor.name() + "' that start from " + time + " on are compared with "
                        + full);
        return ExitCode.OK.code();
    }

    private String fullId(ReferenceVersions versions, MonitorSettings monitor) {
        List<String> known = versions.versions(monitor.name()).stream()
                .map(version -> version.reference().id())
                .toList();
        return versions.version(monitor.name(), id)
                .map(version -> version.reference().id())
                .orElseThrow(() -> new UserError(
                        ExitCode.RUNTIME,
                        known.isEmpty()
                                ? "no version of monitor '" + monitor.name()
                                        + "' has been published; 'kullback reference publish' does that"
                                : "not exactly one version of monitor '" + monitor.name() + "' begins with '" + id
                                        + "'; there are: " + String.join(", ", known)));
    }

    private Instant time() {
        if (from == null) {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return OffsetDateTime.parse(from).toInstant();
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(), "a time is written like 2001-01-04T00:00Z, but this is '" + from + "'");
        }
    }
}

package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.histogram.Reference;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.Promotion;
import io.kullback.stream.ReferenceVersions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps a version of a reference. */
@Command(
        name = "publish",
        description = {
            "Keep a reference as a version of a monitor's, with who, when and why.",
            "Nothing is compared with it until it is promoted."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  kullback reference publish my.yaml reference.json --monitor payments \\",
            "      --note 'after the price change'"
        })
final class ReferencePublishCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MonitorOption monitorOption;

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Parameters(index = "1", paramLabel = "REFERENCE", description = "A file that 'kullback reference build' wrote.")
    private Path referenceFile;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for those who come later.")
    private String note = "";

    @Option(names = "--by", paramLabel = "WHO", description = "Who publishes. Default: the user of this process.")
    private String by = System.getProperty("user.name", "somebody");

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.read(file, System.getenv());
        MonitorSettings monitor = monitorOption.of(settings);
        Reference reference = NamedReference.ofFile(referenceFile);
        Promotion.problem(monitor, reference).ifPresent(problem -> {
            throw new UserError(ExitCode.RUNTIME, problem + ".");
        });
        try {
            ReferenceVersions.read(settings.stream())
                    .publish(new ReferenceVersions.Version(
                            monitor.name(), reference, Instant.now().truncatedTo(ChronoUnit.SECONDS), by, note));
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.RUNTIME, e.getMessage());
        }
        spec.commandLine().getOut().println(reference.id());
        spec.commandLine().getOut().flush();
        spec.commandLine()
                .getErr()
                .println("published; 'kullback reference promote " + file + " " + reference.id() + " --monitor "
                        + monitor.name() + "' puts it in force");
        return ExitCode.OK.code();
    }
}

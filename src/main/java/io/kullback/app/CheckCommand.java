package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.stream.MonitorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a configuration is right, and what to expect of it, without Kafka. */
@Command(
        name = "check",
        description = {
            "Say whether a configuration is right, and if not, everything that is wrong with it.",
            "Then say of each feature what its budget asks of a window, which drift is too small to be seen, and how "
                    + "often plain thresholds would be wrong where nothing has changed."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback check config/kullback.yaml",
            "  kullback check config/kullback.yaml --events 5500"
        })
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "Events in a window. Default: as many as in a window of the reference file, or "
                    + TypicalWindow.DEFAULT_EVENTS + " if there is none.")
    private Long events;

    @Override
    public Integer call() {
        if (events != null && events < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--events must be at least 1, but is " + events + "; a window without events is not scored");
        }
        Settings settings = ConfigurationFile.read(file, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": right (" + settings.hash() + ")");
        long series = settings.stream().monitors().stream()
                .mapToLong(MonitorSettings::mostSeries)
                .sum();
        out.printf(Locale.ROOT, "at most %,d of %,d series (limits.series)%n", series, settings.series());
        for (MonitorSettings monitor : settings.stream().monitors()) {
            out.println();
            OptionalLong given = events == null ? OptionalLong.empty() : OptionalLong.of(events);
            new CheckReport(monitor, given).lines().forEach(out::println);
        }
        return ExitCode.OK.code();
    }
}

package io.kullback.app;

import io.kullback.config.ConfigurationException;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Problem;
import io.kullback.config.ProblemCode;
import io.kullback.config.Settings;
import io.kullback.stream.MonitorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a configuration is right, and what to expect of it; on request also what the brokers and the events on them say to it. */
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
            "  kullback check config/kullback.yaml --events 5500",
            "  kullback check config/kullback.yaml --live --format json",
            "",
            "Exit codes: 0 right (warnings do not count), 3 wrong, 5 Kafka not reachable."
        })
final class CheckCommand implements Callable<Integer> {

    /** For whom the answer is. */
    enum Format {
        /** People. */
        TEXT,
        /** Programs. */
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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

    @Option(
            names = "--live",
            description =
                    "Also ask the brokers: whether each topic is there and may be read, whether its records can be "
                            + "counted, and how many events a window has. Changes nothing.")
    private boolean live;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}. JSON goes to standard output, "
                    + "whether the configuration is right or not, and says nothing of budgets.")
    private Format format = Format.TEXT;

    @Override
    public Integer call() {
        if (events != null && events < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--events must be at least 1, but is " + events + "; a window without events is not scored");
        }
        Settings settings;
        try {
            settings = ConfigurationFile.read(file, System.getenv());
        } catch (ConfigurationException e) {
            if (format == Format.TEXT) {
                throw e;
            }
            say(new CheckJson(file, e.problems()));
            return ExitCode.CONFIGURATION.code();
        }
        LiveCheck found = new LiveCheck(settings, Instant.now());
        if (live) {
            found.run();
        }
        List<Problem> problems = Stream.concat(settings.warnings().stream(), found.problems().stream())
                .toList();
        if (format == Format.JSON) {
            CheckJson json = new CheckJson(file, problems).withHash(settings.hash());
            say(live ? json.withLive(found.monitors()) : json);
        } else {
            problems.forEach(spec.commandLine().getErr()::println);
            say(settings, found.monitors(), problems.stream().noneMatch(Problem::isError));
        }
        return exitCode(problems).code();
    }

    private static ExitCode exitCode(List<Problem> problems) {
        if (problems.stream().anyMatch(problem -> problem.code() == ProblemCode.BROKER_UNREACHABLE)) {
            return ExitCode.KAFKA_UNREACHABLE;
        }
        return problems.stream().anyMatch(Problem::isError) ? ExitCode.CONFIGURATION : ExitCode.OK;
    }

    private void say(CheckJson json) {
        spec.commandLine().getOut().println(json);
        spec.commandLine().getOut().flush();
    }

    private void say(Settings settings, List<LiveMonitor> monitors, boolean isRight) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": " + (isRight ? "right" : "right in itself, but not with these brokers") + " ("
                + settings.hash() + ")");
        String ofBins = settings.binsOf().isEmpty()
                ? ""
                : String.format(Locale.ROOT, ", %,d of them for bins", settings.mostBinSeries());
        out.printf(
                Locale.ROOT,
                "at most %,d of %,d series (limits.series)%s%n",
                settings.mostSeries(),
                settings.series(),
                ofBins);
        for (MonitorSettings monitor : settings.stream().monitors()) {
            out.println();
            OptionalLong given = events == null ? OptionalLong.empty() : OptionalLong.of(events);
            new CheckReport(monitor, given).lines().forEach(out::println);
        }
        for (LiveMonitor monitor : monitors) {
            out.println();
            out.println(monitor.monitor().name() + ", as the brokers have it:");
            monitor.lines().forEach(out::println);
        }
        out.flush();
    }
}

package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.stream.Commands;
import io.kullback.stream.MonitorSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes what alerts show for the new normal. */
@Command(
        name = "accept",
        description = {
            "Take what a monitor's alerts show for the new normal.",
            "They end, and later windows are compared with those seen since the drift began."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback accept my.yaml --monitor payments --feature amount",
            "  kullback accept my.yaml --monitor payments --segment DE"
        })
final class AcceptCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(names = "--monitor", paramLabel = "NAME", required = true, description = "Which monitor.")
    private String monitorName;

    @Option(names = "--feature", paramLabel = "NAME", description = "Only this feature. Default: all.")
    private String feature;

    @Option(names = "--segment", paramLabel = "KEY", description = "Only this segment. Default: all.")
    private String segment;

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who accepts, for the audit trail. Default: the user of this process.")
    private String by = System.getProperty("user.name", "somebody");

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.readWithoutReferences(file, System.getenv());
        MonitorSettings monitor = settings.stream().monitors().stream()
                .filter(candidate -> candidate.name().equals(monitorName))
                .findFirst()
                .orElseThrow(() -> usage("there is no monitor '" + monitorName + "'; there are: "
                        + settings.stream().monitors().stream()
                                .map(MonitorSettings::name)
                                .collect(Collectors.joining(", "))));
        if (feature != null && monitor.feature(feature).isEmpty()) {
            throw usage("monitor '" + monitorName + "' has no feature '" + feature + "'");
        }
        Commands.accept(settings.stream(), monitor, Optional.ofNullable(segment), Optional.ofNullable(feature), by);
        spec.commandLine()
                .getErr()
                .println("told; '" + settings.stream().topics().alerts() + "' shows the alerts that end by it");
        return ExitCode.OK.code();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

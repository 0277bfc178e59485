package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether a configuration is right, without Kafka. */
@Command(
        name = "check",
        description = "Say whether a configuration is right, and if not, everything that is wrong with it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  kullback check config/kullback.yaml"})
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.read(file, System.getenv());
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": right (" + settings.hash() + ")");
        for (MonitorSettings monitor : settings.stream().monitors()) {
            out.println("  " + monitor.name() + ": topic " + monitor.topic() + ", windows of "
                    + monitor.window().size() + ", features "
                    + monitor.features().stream().map(FeatureSettings::name).collect(Collectors.joining(", ")));
        }
        return ExitCode.OK.code();
    }
}

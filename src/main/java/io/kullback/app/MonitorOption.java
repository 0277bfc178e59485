package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.stream.MonitorSettings;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that names one of the configured monitors. */
final class MonitorOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--monitor",
            paramLabel = "NAME",
            description = "Which monitor. May be left out if there is only one.")
    private String name;

    /**
     * The monitor that was meant.
     *
     * @throws ParameterException if that cannot be told; it says which there are
     */
    MonitorSettings of(Settings settings) {
        List<MonitorSettings> monitors = settings.stream().monitors();
        String names = monitors.stream().map(MonitorSettings::name).collect(Collectors.joining(", "));
        if (name == null) {
            if (monitors.size() > 1) {
                throw new ParameterException(
                        spec.commandLine(), "there are several monitors; choose one with --monitor: " + names);
            }
            return monitors.get(0);
        }
        return monitors.stream()
                .filter(monitor -> monitor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "there is no monitor '" + name + "'; there are: " + names));
    }
}

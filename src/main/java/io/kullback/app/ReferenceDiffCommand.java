package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.histogram.Reference;
import io.kullback.stream.MonitorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two references. */
@Command(
        name = "diff",
        description = {
            "Say how far one reference is from another, feature by feature: the divergence",
            "D(second || first) with its noise, and which bins moved."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback reference diff my.yaml old.json new.json",
            "  kullback reference diff my.yaml configured 1f0c --monitor payments"
        })
final class ReferenceDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MonitorOption monitorOption;

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Parameters(index = "1", paramLabel = "FIRST", description = "A file, a published version's id, or 'configured'.")
    private String first;

    @Parameters(index = "2", paramLabel = "SECOND", description = "Another one.")
    private String second;

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.read(file, System.getenv());
        MonitorSettings monitor = monitorOption.of(settings);
        NamedReference names = new NamedReference(settings, monitor);
        Reference before = names.find(first);
        Reference after = names.find(second);
        PrintWriter out = spec.commandLine().getOut();
        out.println("first:  " + before.id() + ", " + before.origin());
        out.println("second: " + after.id() + ", " + after.origin());
        new ReferenceDifference(before, after, monitor.scoring()).lines().forEach(out::println);
        out.flush();
        return ExitCode.OK.code();
    }
}

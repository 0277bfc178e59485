package io.kullback.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done with references. */
@Command(
        name = "reference",
        description = "Build, show, compare, publish and promote what windows are compared with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ReferenceBuildCommand.class,
            ReferenceShowCommand.class,
            ReferenceDiffCommand.class,
            ReferencePublishCommand.class,
            ReferencePromoteCommand.class
        })
final class ReferenceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: build, show, diff, publish or promote");
    }
}

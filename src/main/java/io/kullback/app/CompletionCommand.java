package io.kullback.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete Kullback's commands and options. */
@Command(
        name = "completion",
        description = "Print a script that lets bash and zsh complete commands and options of 'kullback'.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  source <(kullback completion)"})
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("kullback", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}

package io.kullback.app;

import io.kullback.app.demo.DemoCommand;
import io.kullback.app.demo.DemoFeedCommand;
import io.kullback.app.replay.ReplayCommand;
import io.kullback.app.simulation.SimulateCommand;
import io.kullback.config.ConfigurationException;
import io.kullback.exposition.StatusServer;
import io.kullback.stream.KafkaUnreachableException;
import io.kullback.stream.MissingTopicException;
import io.kullback.stream.OtherPartitionsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "kullback",
        description = "Watches the distributions of events in Kafka topics, and says when they drift.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ReplayCommand.class,
            DoctorCommand.class,
            ReferenceCommand.class,
            AcceptCommand.class,
            ConfigCommand.class,
            TopicsCommand.class,
            HealthCommand.class,
            RulesCommand.class,
            AclsCommand.class,
            CompletionCommand.class,
            BenchCommand.class,
            SimulateCommand.class,
            DemoFeedCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  kullback demo                 half a year of real flights in two minutes",
            "  kullback check my.yaml        is the configuration right?",
            "  kullback run my.yaml          watch",
            "",
            "Exit codes: 0 ok, 1 runtime error, 2 usage, 3 configuration, 4 drift found (only "
                    + "where asked for), 5 Kafka not reachable."
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpWidth(80)
                .setExitCodeExceptionMapper(Main::exitCode)
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (isTheUsers(problem)) {
                        command.getErr()
                                .println(command.getColorScheme().errorText("kullback: ") + problem.getMessage());
                    } else {
                        problem.printStackTrace(command.getErr());
                    }
                    return exitCode(problem);
                });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static boolean isTheUsers(Throwable problem) {
        return problem instanceof UserError
                || problem instanceof ConfigurationException
                || problem instanceof KafkaUnreachableException
                || problem instanceof MissingTopicException
                || problem instanceof OtherPartitionsException
                || problem instanceof StatusServer.AddressInUseException;
    }

    private static int exitCode(Throwable problem) {
        if (problem instanceof UserError error) {
            return error.exitCode().code();
        }
        if (problem instanceof ParameterException) {
            return ExitCode.USAGE.code();
        }
        if (problem instanceof ConfigurationException || problem instanceof StatusServer.AddressInUseException) {
            return ExitCode.CONFIGURATION.code();
        }
        if (problem instanceof KafkaUnreachableException) {
            return ExitCode.KAFKA_UNREACHABLE.code();
        }
        return ExitCode.RUNTIME.code();
    }
}

package io.kullback.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.ShownConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a configuration as the service reads it, but for its secrets. */
@Command(
        name = "show",
        description = {
            "Print a configuration as the service reads it, with its hash and without its secrets.",
            "What came from a file or the environment is hidden, and what is named like a secret. Defaults that the "
                    + "file does not write stand in config/kullback.reference.yaml. /api/v1/config of a running "
                    + "service gives the same of what is in force there."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback config show my.yaml",
            "  kullback config show my.yaml --format json",
            "",
            "Exit codes: 0 ok, 3 the configuration is wrong."
        })
final class ConfigShowCommand implements Callable<Integer> {

    /** How it is written. */
    enum Format {
        YAML,
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
            names = "--redacted",
            description = "Hide secrets. It is always so; the option is there for scripts that say what they expect.")
    @SuppressWarnings("UnusedVariable") // there is nothing else to choose
    private boolean redacted;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.YAML;

    @Override
    public Integer call() throws JsonProcessingException {
        ShownConfiguration shown =
                ConfigurationFile.readWithoutReferences(file, System.getenv()).shown();
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case YAML -> out.print(shown.yaml());
            case JSON ->
                out.println(JsonMapper.builder()
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(shown.document()));
        }
        out.flush();
        return ExitCode.OK.code();
    }
}

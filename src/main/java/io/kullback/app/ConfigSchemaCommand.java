package io.kullback.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of the configuration. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema of the configuration, for editors that know YAML.",
            "With '# yaml-language-server: $schema=kullback.schema.json' as its first line, a configuration is completed "
                    + "and checked while it is written."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  kullback config schema > kullback.schema.json"})
final class ConfigSchemaCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (InputStream in = ConfigSchemaCommand.class.getResourceAsStream("/schema/kullback.schema.json")) {
            spec.commandLine()
                    .getOut()
                    .print(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}

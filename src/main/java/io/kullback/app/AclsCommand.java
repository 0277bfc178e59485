package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.resource.PatternType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the least rights that a configuration needs, for an administrator to grant. */
@Command(
        name = "acls",
        description = {
            "Print the least rights on the brokers that a configuration needs, as commands of Kafka's own tool.",
            "Nothing is asked of the brokers, and nothing changed."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  kullback acls my.yaml", "  kullback acls my.yaml --principal User:drift | sh"})
final class AclsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--principal",
            paramLabel = "TYPE:NAME",
            description = "Who the service is to the brokers. Default: ${DEFAULT-VALUE}.",
            defaultValue = "User:kullback")
    private String principal = "User:kullback";

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.readWithoutReferences(file, System.getenv());
        String servers = settings.stream().kafka().getOrDefault("bootstrap.servers", "");
        PrintWriter out = spec.commandLine().getOut();
        Right.leastOf(settings).forEach(right -> out.println(command(servers, right)));
        out.flush();
        return ExitCode.OK.code();
    }

    private String command(String servers, Right right) {
        String operations = right.operations().stream()
                .map(operation -> " --operation " + operation.name())
                .collect(Collectors.joining());
        String resource = switch (right.resource()) {
            case TRANSACTIONAL_ID -> "transactional-id";
            default -> right.resource().name().toLowerCase(Locale.ROOT);
        };
        String pattern = right.pattern() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "";
        return "kafka-acls.sh --bootstrap-server " + servers + " --add --allow-principal '" + principal + "'"
                + operations + " --" + resource + " " + right.name() + pattern;
    }
}

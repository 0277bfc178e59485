package io.kullback.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.stream.ClusterProbe;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the topics that a configuration has to do with. */
@Command(
        name = "topics",
        description = {
            "List the topics that a configuration reads and those that are Kullback's own: what each is for, and what "
                    + "the brokers hold of it.",
            "Changes nothing; the service makes its own topics when it starts."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback topics my.yaml",
            "  kullback topics my.yaml --format json",
            "",
            "Exit codes: 0 ok, 3 the configuration is wrong, 5 Kafka not reachable."
        })
final class TopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format = OutputFormat.TEXT;

    @Override
    public Integer call() {
        Settings settings = ConfigurationFile.readWithoutReferences(file, System.getenv());
        List<UsedTopic> topics;
        try (ClusterProbe cluster = new ClusterProbe(settings.stream())) {
            topics = UsedTopic.of(settings.stream(), cluster);
        } catch (ClusterProbe.RefusedPropertiesException e) {
            throw new UserError(ExitCode.CONFIGURATION, "Kafka's client refuses its properties: " + e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == OutputFormat.JSON) {
            ObjectNode root = JsonMapper.builder().build().createObjectNode();
            root.put("format", "kullback-topics/1");
            ArrayNode nodes = root.putArray("topics");
            topics.forEach(topic -> topic.write(nodes.addObject()));
            out.println(root.toPrettyString());
        } else {
            for (UsedTopic topic : topics) {
                out.println(topic.name());
                topic.lines().forEach(out::println);
            }
        }
        out.flush();
        return ExitCode.OK.code();
    }
}

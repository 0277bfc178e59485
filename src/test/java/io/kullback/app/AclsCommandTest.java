package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.config.ConfigurationFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclsCommandTest {

    private static final String MONITORS = """
            kafka: {bootstrap.servers: "a:1,b:2"}
            monitors:
              - name: flights
                topic: each-monitored-topic
                window: {size: 1h}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features: [{name: delay, type: number}]
            """;

    @TempDir
    private Path folder;

    private String printed(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        StringWriter out = new StringWriter();
        int exit = Main.commandLine().setOut(new PrintWriter(out)).execute("acls", file.toString());
        assertThat(exit).isZero();
        return out.toString();
    }

    /** The rights of that page are those that the test on a real broker with access control runs with. */
    @Test
    void theRightsAreThoseOfThePageOnSecurity() throws IOException {
        String yaml = "dead-letters: {topic: kullback.dead-letters}\n"
                + "notify: {webhooks: [{name: a, url: 'https://example.org'}]}\n" + MONITORS;
        List<String> needed = Right.leastOf(ConfigurationFile.parse(yaml, "my.yaml", folder, Map.of())).stream()
                .map(right -> "| " + right.resource() + " | " + right.name().replace('-', ' ') + " | "
                        + right.pattern() + " | "
                        + right.operations().stream().map(AclOperation::name).collect(Collectors.joining(", "))
                        + " |")
                .toList();
        List<String> listed = Files.readAllLines(Path.of("src", "docs", "security.md")).stream()
                .filter(line -> line.matches("\\|[^|]*\\|[^|]*\\| (LITERAL|PREFIXED) \\|.*"))
                .map(line -> line.replace('-', ' '))
                .toList();
        assertThat(needed).containsExactlyElementsOf(listed);
    }

    @Test
    void theTopicToCompareWithIsReadToo() throws IOException {
        assertThat(printed(MONITORS.replaceAll("reference: .*", "reference: {topic: the-stable-one}"))
                        .lines())
                .contains("kafka-acls.sh --bootstrap-server a:1,b:2 --add --allow-principal 'User:kullback'"
                        + " --operation READ --topic the-stable-one");
    }

    @Test
    void aConfigurationThatTellsNobodyNeedsNoRightToReadAlerts() throws IOException {
        assertThat(printed(MONITORS).lines())
                .hasSize(7)
                .contains("kafka-acls.sh --bootstrap-server a:1,b:2 --add --allow-principal 'User:kullback'"
                        + " --operation READ --topic each-monitored-topic")
                .contains("kafka-acls.sh --bootstrap-server a:1,b:2 --add --allow-principal 'User:kullback'"
                        + " --operation WRITE --transactional-id kullback- --resource-pattern-type prefixed")
                .noneMatch(line -> line.contains("notify") || line.contains("dead-letters"));
    }
}

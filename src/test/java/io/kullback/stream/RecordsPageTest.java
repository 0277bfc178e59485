package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.config.ConfigurationFile;
import io.kullback.ingest.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on records that are not counted lists the reasons, the headers and the defaults that there are, and no others. */
class RecordsPageTest {

    private static final Path PAGE = Path.of("src", "docs", "records.md");
    private static final String REST = """
            kafka: {bootstrap.servers: localhost:9092}
            monitors:
              - name: flights
                topic: flights
                window: {size: 1h}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features: [{name: delay, type: number}]
            """;

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void itsReasonsAreAllAndItsExplanationsTheOnesThatTheLogGives() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(found("\n\\| `([a-z_]+)` \\|"))
                .containsExactlyElementsOf(Arrays.stream(RejectReason.values())
                        .map(RejectReason::label)
                        .toList());
        assertThat(RejectReason.values())
                .allSatisfy(
                        reason -> assertThat(page).contains("| `" + reason.label() + "` | " + reason.explanation()));
    }

    @Test
    void itsHeadersAreAll() throws IOException {
        assertThat(found("`(kullback\\.[a-z-]+)`"))
                .containsExactlyInAnyOrder(
                        DeadLetters.MONITOR,
                        DeadLetters.REASON,
                        DeadLetters.EXPLANATION,
                        DeadLetters.TOPIC,
                        DeadLetters.PARTITION,
                        DeadLetters.OFFSET,
                        DeadLetters.LAST_OFFSET,
                        DeadLetters.RECORDS);
    }

    @Test
    void itsDefaultsAreThoseInForce() throws IOException {
        String letters = found("```yaml\n(.*?)```").get(0);
        StreamSettings shown = ConfigurationFile.parse(letters + REST, "records.md", Path.of("."), Map.of()).stream();
        StreamSettings bare = ConfigurationFile.parse(
                "dead-letters: {topic: kullback.dead-letters}\n" + REST, "records.md", Path.of("."), Map.of())
                .stream();
        assertThat(shown.deadLetters()).isPresent().isEqualTo(bare.deadLetters());

        List<String> limits = found("`limits: \\{((?:segments|panes|categories): [0-9]+)}`");
        assertThat(limits).hasSizeGreaterThanOrEqualTo(3);
        String monitor = REST.stripTrailing() + "\n    limits: {" + String.join(", ", new TreeSet<>(limits)) + "}\n";
        assertThat(ConfigurationFile.parse(monitor, "records.md", Path.of("."), Map.of()).stream()
                        .monitors())
                .isEqualTo(bare.monitors());
    }
}

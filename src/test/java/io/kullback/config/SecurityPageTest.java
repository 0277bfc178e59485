package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on security shows configurations that are right, and names codes that there are. */
class SecurityPageTest {

    private static final Path PAGE = Path.of("src", "docs", "security.md");
    private static final String REST = """
            monitors:
              - name: flights
                topic: flights
                window: {size: 1h}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features: [{name: delay, type: number}]
            """;

    @TempDir
    private Path folder;

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void itsConfigurationsAreRight() throws IOException {
        TestAuthority authority = new TestAuthority(folder, "ca");
        TestAuthority.Issued tls = authority.issue("tls");
        TestAuthority.Issued kafka = authority.issue("kafka");
        assertThat(List.of(tls.certificate(), tls.key(), kafka.keyStore(), authority.file()))
                .allSatisfy(file -> assertThat(found("/etc/kullback/([a-z.]+)"))
                        .contains(file.getFileName().toString()));
        Files.writeString(folder.resolve("prometheus.token"), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve("kafka.password"), "secret");
        List<String> shown = found("```yaml\n(.*?)```");
        assertThat(shown).hasSize(3);
        for (String yaml : shown) {
            String whole = (yaml.contains("kafka:\n") ? "" : "kafka: {bootstrap.servers: localhost:9092}\n")
                    + yaml.replace("/etc/kullback", folder.toString())
                    + REST;
            assertThat(ConfigurationFile.parse(whole, "security.md", folder, Map.of()).stream()
                            .monitors())
                    .as(yaml)
                    .hasSize(1);
        }
    }

    @Test
    void theCodesThatItNamesAreThere() throws IOException {
        List<String> known =
                Arrays.stream(ProblemCode.values()).map(ProblemCode::label).toList();
        assertThat(found("\n- `([a-z-]+)`:"))
                .hasSize(5)
                .allSatisfy(code -> assertThat(known).contains(code));
    }
}

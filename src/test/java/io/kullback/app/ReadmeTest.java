package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the README says is so. */
class ReadmeTest {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)");

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(readme())
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    @Test
    void everyCommandThatItShowsIsUnderstood() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String block : blocks("sh")) {
            Pattern.compile("java -jar target/kullback\\.jar (.*)")
                    .matcher(block.replace("\\\n", " "))
                    .results()
                    .map(match -> match.group(1).replaceAll("[#>].*", "").trim())
                    .forEach(commands::add);
        }
        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            CommandLine.ParseResult parsed = Main.commandLine().parseArgs(command.split("\\s+"));
            assertThat(parsed.hasSubcommand()).isTrue();
        });
    }

    @Test
    void everyConfigurationThatItShowsIsRight() throws IOException {
        assertThat(blocks("yaml"))
                .isNotEmpty()
                .allSatisfy(yaml -> assertThat(
                                ConfigurationFile.parse(yaml, "README.md", Path.of("."), Map.of()).stream()
                                        .monitors())
                        .isNotEmpty());
    }

    @Test
    void everyFileThatItPointsToIsThere() throws IOException {
        assertThat(LINK.matcher(readme()).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Path.of(file)).exists());
    }

    @Test
    void itsExitCodesAreAll() throws IOException {
        String table = readme();
        assertThat(ExitCode.values())
                .allSatisfy(code -> assertThat(table).containsPattern("\\| " + code.code() + " \\| \\w"));
        assertThat(Pattern.compile("(?m)^\\| \\d+ \\| ")
                        .matcher(table)
                        .results()
                        .count())
                .isEqualTo(Arrays.stream(ExitCode.values()).count());
    }
}

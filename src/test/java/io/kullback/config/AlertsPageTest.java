package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.alert.NotifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on who is told of drift shows configurations that are right. */
class AlertsPageTest {

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void itsConfigurationsAreRight() throws IOException {
        Files.writeString(folder.resolve("webhook.secret"), "0123456789abcdef0123456789abcdef");
        List<NotifySettings> shown = BLOCK.matcher(Files.readString(Path.of("src", "docs", "alerts.md")))
                .results()
                .map(block -> block.group(1).replace("/etc/kullback", folder.toString()))
                .map(yaml -> ConfigurationFile.parse(yaml + BadConfiguration.RIGHT, "alerts.md", folder, Map.of())
                        .notifications())
                .toList();
        assertThat(shown).hasSize(2);
        assertThat(shown.get(0).webhooks()).hasSize(1);
        assertThat(shown.get(1).alertmanagers()).hasSize(1);
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.testing.Requirement;
import io.kullback.testing.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own checker on the files for Prometheus. */
class PrometheusFilesTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void promtoolIsThere() {
        Requirement.PROMETHEUS.orSkip();
    }

    @Test
    void theExampleConfigurationIsRightAndLoadsTheRules() throws InterruptedException {
        assertThat(Tool.approves(List.of("promtool", "check", "config"), List.of("config/prometheus/prometheus.yml")))
                .contains("1 rule files found")
                .contains("18 rules found");
    }

    @Test
    void theRulesForSitesWithThresholdsOfTheirOwnAreRight() throws InterruptedException {
        Tool.approves(List.of("promtool", "check", "rules"), List.of(AlertRulesTest.OWN_RULES.toString()));
    }

    @Test
    void theRulesThatArePrintedForAConfigurationAreRight() throws IOException, InterruptedException {
        StringWriter out = new StringWriter();
        int exit = Main.commandLine()
                .setOut(new PrintWriter(out))
                .execute(
                        "rules",
                        "config/kullback.yaml",
                        "--runbook-url=https://wiki.my.org/a%20b/runbook.md",
                        "--dashboard-url=http://grafana:3000/");
        assertThat(exit).isZero();
        Path file = folder.resolve("rules.yml");
        Files.writeString(file, out.toString());
        assertThat(Tool.approves(List.of("promtool", "check", "rules", "--lint=all"), List.of(file.toString())))
                .contains("19 rules found");
    }

    @Test
    void everyAlertFiresAndStaysSilentAndResolvesWhenItShould() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(AlertRulesTest.TESTS)) {
            List<String> tests = files.map(Path::toString).sorted().toList();
            assertThat(tests).hasSizeGreaterThan(1);
            Tool.approves(List.of("promtool", "test", "rules"), tests);
        }
    }
}

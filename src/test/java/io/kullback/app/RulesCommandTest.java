package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.testing.YamlFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kullback rules} prints. */
class RulesCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void withoutAConfigurationItPrintsTheShippedFileByteByByte() throws IOException {
        assertThat(run("rules")).isZero();
        assertThat(out.toString()).isEqualTo(Files.readString(AlertRulesTest.RULES));
    }

    @Test
    void itsLinksLeadWhereTheUserSays() {
        assertThat(run(
                        "rules",
                        "--runbook-url",
                        "https://wiki.my.org/kullback/runbook.md",
                        "--dashboard-url",
                        "https://grafana.my.org/"))
                .isZero();
        assertThat(out.toString())
                .contains("runbook_url: https://wiki.my.org/kullback/runbook.md#kullbackabsent\n")
                .contains("dashboard_url: https://grafana.my.org/d/kullback-monitor?var-monitor=")
                .doesNotContain("example.org");
    }

    @Test
    void aConfigurationAddsHowLateTheWindowsOfItsMonitorsMayClose() throws IOException {
        assertThat(run("rules", "config/kullback.yaml")).isZero();
        assertThat(out.toString()).startsWith(Files.readString(AlertRulesTest.RULES));
        JsonNode groups = YamlFile.parse(out.toString()).get("groups");
        JsonNode allowed = groups.get(groups.size() - 1).at("/rules/0");
        assertThat(allowed.at("/labels/monitor").asText()).isEqualTo("flights");
        // Two hours of grace, ten seconds of idle timeout, five minutes.
        assertThat(allowed.get("expr").asText()).isEqualTo("vector(7510)");
        assertThat(groups.findValuesAsText("expr"))
                .as("the rule that prefers it")
                .anyMatch(
                        expression -> expression.contains(allowed.get("record").asText()));
    }

    @Test
    void forKubernetesTheSameRulesStandInAPrometheusRule() {
        assertThat(run("rules", "config/kullback.yaml")).isZero();
        JsonNode plain = YamlFile.parse(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run("rules", "config/kullback.yaml", "--format", "k8s")).isZero();
        JsonNode resource = YamlFile.parse(out.toString());
        assertThat(resource.get("kind").asText()).isEqualTo("PrometheusRule");
        assertThat(resource.get("spec")).isEqualTo(plain);
    }

    @Test
    void theManifestOfTheRulesIsWhatItPrints() throws IOException {
        Path manifest = Path.of("config/kubernetes/prometheusrule.yaml");
        assertThat(run("rules", "--format", "k8s")).isZero();
        if (Boolean.getBoolean("kullback.write")) {
            Files.writeString(manifest, out.toString());
        }
        assertThat(Files.readString(manifest)).isEqualTo(out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana.my.org", "ftp://my.org", "https:///x", "https://my.org/?a=b", "https://my.org/#x"})
    void anAddressThatIsNoneGivesTwoAndSaysWhatOneIs(String address) {
        for (String option : List.of("--runbook-url", "--dashboard-url")) {
            assertThat(run("rules", option, address)).isEqualTo(ExitCode.USAGE.code());
            assertThat(err.toString()).contains(option + " must be an address such as https://host/path");
        }
    }

    @Test
    void aWrongConfigurationGivesThree() {
        assertThat(run("rules", "nothing.yaml")).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(err.toString()).contains("nothing.yaml").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.testing.Requirement;
import io.kullback.testing.Tool;
import io.kullback.testing.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alertmanager's configuration and its examples. */
class AlertmanagerFilesTest {

    static final Path DEFAULT = Path.of("config/alertmanager/alertmanager.yml");

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/alertmanager/examples"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void itsOwnCheckerFindsNothingWrongWithThem() throws IOException, InterruptedException {
        Requirement.ALERTMANAGER.orSkip();
        Tool.approves(
                List.of("amtool", "check-config"),
                Stream.concat(Stream.of(DEFAULT), examples().stream())
                        .map(Path::toString)
                        .toList());
    }

    @Test
    void criticalAlertsAndAllOthersGoToTheOneReceiver() throws InterruptedException {
        Requirement.ALERTMANAGER.orSkip();
        for (String severity : List.of("critical", "warning", "info")) {
            Tool.approves(
                    List.of(
                            "amtool",
                            "config",
                            "routes",
                            "test",
                            "--config.file=" + DEFAULT,
                            "--verify.receivers=operators"),
                    List.of("alertname=KullbackDriftDetected", "monitor=payments", "severity=" + severity));
        }
    }

    @Test
    void theExamplesDifferInTheReceiverAlone() throws IOException {
        JsonNode standard = YamlFile.read(DEFAULT);
        assertThat(examples()).hasSize(3).allSatisfy(file -> {
            JsonNode example = YamlFile.read(file);
            for (String part : List.of("global", "route", "inhibit_rules")) {
                assertThat(example.get(part)).as("%s of %s", part, file).isEqualTo(standard.get(part));
            }
            assertThat(example.at("/receivers/0/name")).isEqualTo(standard.at("/receivers/0/name"));
            assertThat(example.at("/receivers/0")).isNotEqualTo(standard.at("/receivers/0"));
        });
    }

    @Test
    void noExampleHoldsASecretItself() throws IOException {
        for (Path file : examples()) {
            assertThat(Files.readString(file)).doesNotContainPattern("(password|routing_key|service_key|api_url): ");
        }
    }

    @Test
    void everyAlertThatIsMutedOrMutesIsOne() {
        Set<String> known = AlertRulesTest.alerts()
                .map(alert -> alert.get("alert").asText())
                .collect(Collectors.toSet());
        JsonNode absence = YamlFile.read(DEFAULT).at("/inhibit_rules/0");
        String source = absence.at("/source_matchers/0").asText();
        assertThat(source).isEqualTo("alertname=\"KullbackAbsent\"");
        assertThat(known).contains("KullbackAbsent");
        Pattern muted =
                Pattern.compile(absence.at("/target_matchers/0").asText().replaceAll("^alertname=~\"|\"$", ""));
        assertThat(known.stream().filter(muted.asMatchPredicate()))
                .containsExactlyInAnyOrder("KullbackDriftDetected", "KullbackDivergenceHigh", "KullbackStreamStale");
    }
}

package io.kullback.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.testing.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The boards hold to rules, each of which sees a fault that is planted into a good board. */
class BoardsTest {

    private static final Map<String, String> VALUES = Map.of(
            "job", "kullback",
            "instance", "127.0.0.1:8080",
            "monitor", "payments",
            "feature", "amount",
            "segment", "de",
            "window", "1h",
            "__rate_interval", "1m",
            "__range", "1d",
            "__interval", "1m");

    @TempDir
    private Path folder;

    static Stream<Arguments> rulesOfBoards() {
        return Arrays.stream(BoardRule.values())
                .flatMap(rule -> Board.NAMES.stream().map(board -> Arguments.of(rule, board)));
    }

    static List<PlantedFault> faults() {
        return PlantedFault.ALL;
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("rulesOfBoards")
    void everyBoardHoldsToEveryRule(BoardRule rule, String board) {
        assertThat(rule.problems(Board.named(board))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aPlantedFaultIsSeen(PlantedFault fault) {
        assertThat(fault.rule().problems(fault.planted()))
                .anySatisfy(problem -> assertThat(problem).contains(fault.problem()));
    }

    @Test
    void everyRuleHasAPlantedFault() {
        assertThat(PlantedFault.ALL).extracting(PlantedFault::rule).contains(BoardRule.values());
    }

    @Test
    void noFileOfABoardIsForgotten() throws IOException {
        try (Stream<Path> files = Files.list(Board.FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Board.NAMES.stream().map(name -> name + ".json").toList());
        }
    }

    @Test
    void theSeriesOfAnExpressionAreFoundWithTheirMatchersRangesAndFunctions() {
        Expression expression = new Expression(
                "board",
                "place",
                "1e3 * sum by (le) (rate(a_bucket{x=~\"{}|b(\"}[$__range])) / on (x) group_left () (b:c offset 1h) or time()");
        assertThat(expression.selectors())
                .containsExactly(
                        new Expression.Selector("a_bucket", "x=~\"{}|b(\"", "$__range", "rate"),
                        new Expression.Selector("b:c", "", "", ""));
    }

    private String promtoolOn(List<String> expressions) throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder("groups:\n  - name: boards\n    rules:\n");
        for (String expression : expressions) {
            rules.append("      - record: board\n        labels: {number: '")
                    .append(rules.length())
                    .append("'}\n        expr: '")
                    .append(expression.replace("'", "''"))
                    .append("'\n");
        }
        Path file = Files.writeString(folder.resolve("rules.yml"), rules);
        Process promtool = new ProcessBuilder("promtool", "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return promtool.waitFor() == 0 ? "right: " + said : said;
    }

    @Test
    void prometheusUnderstandsEveryExpression() throws Exception {
        Requirement.PROMETHEUS.orSkip();
        List<String> expressions = Board.all().stream()
                .flatMap(board -> board.expressions().stream())
                .map(expression -> expression.with(VALUES))
                .toList();
        assertThat(expressions)
                .as("no variable is left")
                .allSatisfy(expression -> assertThat(expression).doesNotContainPattern("\\$[a-z_]"));
        assertThat(promtoolOn(expressions)).startsWith("right").contains(expressions.size() + " rules found");
        List<String> withOneWrong = new ArrayList<>(expressions);
        withOneWrong.add("sum by monitor (up)");
        assertThat(promtoolOn(withOneWrong)).doesNotStartWith("right").contains("parse error");
    }

    @Test
    void grafanaIsToldToPutTheBoardsIntoAFolderAndToLetNobodyChangeThem() throws IOException {
        Map<?, ?> file = yaml("dashboards/kullback.yml");
        assertThat(file.get("apiVersion")).isEqualTo(1);
        Map<?, ?> provider = (Map<?, ?>) ((List<?>) file.get("providers")).get(0);
        assertThat(provider.get("folder")).isEqualTo("Kullback");
        assertThat(provider.get("type")).isEqualTo("file");
        assertThat(provider.get("allowUiUpdates")).isEqualTo(false);
        assertThat(provider.get("disableDeletion")).isEqualTo(true);
        assertThat(((Map<?, ?>) provider.get("options")).get("path")).isEqualTo("/var/lib/grafana/dashboards/kullback");
    }

    @Test
    void grafanaIsToldOfAPrometheusThatItOffersFirst() throws IOException {
        Map<?, ?> source =
                (Map<?, ?>) ((List<?>) yaml("datasources/kullback.yml").get("datasources")).get(0);
        assertThat(source.get("type")).isEqualTo("prometheus");
        assertThat(source.get("url")).isEqualTo("http://prometheus:9090");
        assertThat(source.get("isDefault")).isEqualTo(true);
        assertThat(source.containsKey("uid"))
                .as("a fixed uid, which boards might come to depend on")
                .isFalse();
    }

    private static Map<?, ?> yaml(String file) throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(
                        Files.readString(Board.FOLDER.resolve("provisioning").resolve(file)));
    }
}

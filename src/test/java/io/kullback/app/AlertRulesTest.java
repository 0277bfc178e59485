package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.exposition.DriftMetric;
import io.kullback.ingest.RejectReason;
import io.kullback.testing.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules as they are shipped: their form, the metrics they read, their runbook and their tests. What they say when is in the files of promtool's tests. */
class AlertRulesTest {

    static final Path RULES = Path.of("config/prometheus/rules/kullback.yml");
    static final Path OWN_RULES = Path.of("config/prometheus/rules-of-your-own.yml");
    static final Path TESTS = Path.of("src/test/resources/prometheus");
    private static final Path RUNBOOK = Path.of("src/docs/runbook.md");

    private static final Set<String> SHIPPED = Stream.of(
                    "DriftDetected",
                    "StreamStale",
                    "Absent",
                    "WindowLate",
                    "RejectRatioHigh",
                    "LateRatioHigh",
                    "FutureRecords",
                    "SchemaUnresolved",
                    "ReferenceStale",
                    "ReferenceLoadFailed",
                    "SeriesOverflow",
                    "RestoreSlow",
                    "RebalancingOften",
                    "ThreadDead",
                    "ConfigReloadFailed",
                    "NotificationsFailing",
                    "ConsumerLagGrowing",
                    "DeadLetterWriteFailing")
            .map(name -> "Kullback" + name)
            .collect(Collectors.toSet());

    /** Beside the catalog: meters of Kafka's clients and of the service's parts, and what rules record. */
    private static final Set<String> OTHER_METRICS = Set.of(
            "kafka_producer_record_error_total",
            "kullback_consumer_lag_records",
            "monitor:kullback_window_close_delay_seconds:allowed");

    private static final Pattern METRIC = Pattern.compile("\\b(?:[a-z]+:)?(?:kullback|kafka)_[a-z_]+(?::[a-z]+)?\\b");
    private static final Pattern BY = Pattern.compile("(?:by|on) \\(([a-z_, ]*)\\)");
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-z_]+)");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");

    static Stream<JsonNode> alerts() {
        return Stream.of(RULES, OWN_RULES).map(YamlFile::read).flatMap(AlertRulesTest::alertsOf);
    }

    private static Stream<JsonNode> alertsOf(JsonNode rules) {
        List<JsonNode> alerts = new ArrayList<>();
        rules.get("groups").forEach(group -> group.get("rules").forEach(alerts::add));
        return alerts.stream();
    }

    private static String name(JsonNode alert) {
        return alert.get("alert").asText();
    }

    private static String expression(JsonNode alert) {
        return alert.get("expr").asText();
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theyAreThese() {
        assertThat(alertsOf(YamlFile.read(RULES)).map(AlertRulesTest::name))
                .containsExactlyInAnyOrderElementsOf(SHIPPED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void eachReadsMetricsThatThereAre(JsonNode alert) {
        Set<String> known = Arrays.stream(DriftMetric.values())
                .map(DriftMetric::fullName)
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(OTHER_METRICS);
        Set<String> read = all(METRIC, TEXT.matcher(expression(alert)).replaceAll("\"\"")).stream()
                .map(metric -> known.contains(metric) ? metric : metric.replaceAll("_(sum|count|bucket)$", ""))
                .collect(Collectors.toSet());
        assertThat(read).as(name(alert)).isNotEmpty().isSubsetOf(known);
        all(Pattern.compile("reason=~?\"([a-z_|]+)\""), expression(alert))
                .forEach(matcher -> assertThat(
                                matcher.replaceAll("reason=~?|\"", "").split("\\|"))
                        .isSubsetOf(Arrays.stream(RejectReason.values())
                                .map(RejectReason::label)
                                .toList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void eachSaysHowSevereItIsOrTakesItFromTheSeries(JsonNode alert) {
        if (alert.has("labels")) {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
        } else {
            assertThat(all(BY, expression(alert))).as(name(alert)).anyMatch(labels -> labels.contains("severity"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void eachIsSummedUpInOneSentenceAndDescribedByWhatItsSeriesAreCalled(JsonNode alert) {
        assertThat(alert.at("/annotations/summary").asText()).matches("[A-Z][^.{}]*\\.");
        String described = alert.at("/annotations/description").asText()
                + alert.at("/annotations/dashboard_url").asText();
        assertThat(alert.at("/annotations/description").asText()).endsWith(".");
        Set<String> kept = all(BY, expression(alert)).stream()
                .flatMap(labels ->
                        Arrays.stream(labels.replaceAll(".*\\(|\\)", "").split(", ")))
                .collect(Collectors.toSet());
        Set<String> named =
                LABEL.matcher(described).results().map(label -> label.group(1)).collect(Collectors.toSet());
        assertThat(kept).as(name(alert)).containsAll(named);
        if (!expression(alert).startsWith("absent(")) {
            assertThat(named).as(name(alert)).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void eachSaysHowLongItWaitsAndHowLongItIsHeld(JsonNode alert) {
        assertThat(alert.path("for").asText()).matches("[0-9]+[smhd]");
        if (alert.has("keep_firing_for")) {
            assertThat(alert.get("keep_firing_for").asText()).matches("[1-9][0-9]*[smhd]");
        } else {
            // Held by evidence instead: a newer window that ends it must end it at once.
            assertThat(expression(alert)).contains("ALERTS{alertname=\"" + name(alert) + "\"");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void eachLeadsToItsSectionOfTheRunbookAndToABoard(JsonNode alert) throws IOException {
        String anchor = name(alert).toLowerCase(Locale.ROOT);
        assertThat(alert.at("/annotations/runbook_url").asText()).isEqualTo(AlertRules.RUNBOOK + "#" + anchor);
        String[] sections = Files.readString(RUNBOOK).split("(?m)^## ");
        assertThat(sections)
                .filteredOn(section -> section.startsWith(name(alert) + "\n"))
                .singleElement()
                .satisfies(section -> assertThat(section)
                        .contains(
                                "**What it means.**", "**What is seen.**", "**How to look.**", "**How to mend it.**"));
        assertThat(alert.at("/annotations/dashboard_url").asText())
                .matches(Pattern.quote(AlertRules.DASHBOARDS.toString())
                        + "/d/kullback-(monitor\\?var-monitor=|pipeline).*")
                .satisfies(url -> assertThat(url.contains("var-feature="))
                        .isEqualTo(alert.at("/annotations/description").asText().contains("$labels.feature")));
    }

    @Test
    void theRunbookSpeaksOfNoOtherAlertAndEveryFileThatItPointsToIsThere() throws IOException {
        String runbook = Files.readString(RUNBOOK);
        Set<String> known = alerts().map(AlertRulesTest::name).collect(Collectors.toSet());
        assertThat(all(Pattern.compile("\\bKullback[A-Z][A-Za-z]+"), runbook)).isEqualTo(known);
        assertThat(Pattern.compile("]\\((?!https?:)([^)#]+)")
                        .matcher(runbook)
                        .results()
                        .map(link -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(RUNBOOK.resolveSibling(file)).exists());
        assertThat(all(Pattern.compile("`kullback_[a-z_]+`"), runbook).stream()
                        .map(metric -> metric.replace("`", ""))
                        .filter(metric -> !OTHER_METRICS.contains(metric)))
                .isSubsetOf(Arrays.stream(DriftMetric.values())
                        .map(DriftMetric::fullName)
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alerts")
    void eachIsTestedToFireToOutlastAGapAndToResolve(JsonNode alert) throws IOException {
        String name = name(alert);
        List<JsonNode> expectations = new ArrayList<>();
        List<String> series = new ArrayList<>();
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(YamlFile::read)
                    .forEach(file -> file.get("tests").forEach(test -> {
                        if (test.get("name").asText().startsWith(name + " ")) {
                            test.path("promql_expr_test").forEach(expectations::add);
                            test.get("input_series")
                                    .forEach(one -> series.add(one.get("values").asText()));
                        }
                    }));
        }
        assertThat(expectations).as(name).anySatisfy(expectation -> {
            assertThat(expectation.get("expr").asText()).contains(name).contains("alertstate=\"firing\"");
            assertThat(expectation.get("exp_samples")).isNotEmpty();
        });
        assertThat(expectations.get(expectations.size() - 1).get("exp_samples"))
                .as(name + " after all")
                .satisfiesAnyOf(
                        samples -> assertThat(samples).isEmpty(),
                        samples -> assertThat(expectations)
                                .anyMatch(each -> each.get("exp_samples").isEmpty()));
        assertThat(series).as(name).anyMatch(values -> values.contains("stale"));
    }
}

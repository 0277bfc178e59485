package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kullback.detection.AlertPolicy;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.NullModel;
import io.kullback.detection.ThresholdRule;
import io.kullback.detection.change.Season;
import io.kullback.stream.FeatureSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a configuration says of alerts. */
class AlertSectionTest {

    private static Settings parse(String yaml) {
        return ConfigurationFile.parse(yaml, "my.yaml", Path.of("."), Map.of());
    }

    private static List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(yaml)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    /** A monitor whose alert and features stand on lines of their own: 7 and from 9 on. */
    private static String monitor(String alert, String... features) {
        return """
                kafka: {bootstrap.servers: localhost:9092}
                monitors:
                  - name: flights
                    topic: flights
                    window: {size: 1h}
                    reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                    alert: %s
                    features:
                """.formatted(alert)
                + Stream.of(features)
                        .map(feature -> "      - " + feature + "\n")
                        .reduce("", String::concat);
    }

    private static List<DecisionSettings> decisions(String yaml) {
        return parse(yaml).stream().monitors().stream()
                .flatMap(monitor -> monitor.features().stream())
                .map(FeatureSettings::decision)
                .toList();
    }

    @Test
    void whatIsNotSaidIsAsInTheRecords() {
        assertThat(decisions(monitor("{}", "{name: delay, type: number}"))).containsExactly(DecisionSettings.DEFAULT);
    }

    @Test
    void everyKeyFindsItsRecordAndNullIsAKeyLikeAnyOther() {
        DecisionSettings decision = decisions(monitor(
                        "{baseline: 200, season: weekly, null: iid, for: 2, clear-windows: 3, clear-level: 0.5,"
                                + " cooldown: 6h, thresholds: [{divergence: psi, above: 0.1, for: 3}]}",
                        "{name: delay, type: number}"))
                .get(0);
        assertThat(decision.change()).isEqualTo(new ChangeRule(200, Season.WEEKLY, NullModel.IID));
        assertThat(decision.policy()).isEqualTo(new AlertPolicy(2, 3, 0.5, Duration.ofHours(6)));
        assertThat(decision.thresholds()).containsExactly(new ThresholdRule("psi", 0.1, 3));
        assertThat(decisions(monitor("{\"null\": iid}", "{name: delay, type: number}"))
                        .get(0)
                        .change()
                        .nullModel())
                .isEqualTo(NullModel.IID);
    }

    @Test
    void aFeatureStartsFromItsMonitorAndSaysOnlyWhatDiffers() {
        List<DecisionSettings> decisions = decisions(monitor(
                "{season: daily, for: 2, thresholds: [{divergence: psi, above: 0.1}]}",
                "{name: delay, type: number, alert: {for: 3}}",
                "{name: other, type: number, alert: {baseline: 50, thresholds: []}}"));
        assertThat(decisions.get(0).change().season()).isEqualTo(Season.DAILY);
        assertThat(decisions.get(0).policy().forWindows()).isEqualTo(3);
        assertThat(decisions.get(0).thresholds()).containsExactly(new ThresholdRule("psi", 0.1, 1));
        assertThat(decisions.get(1).change()).isEqualTo(new ChangeRule(50, Season.DAILY, NullModel.WHITENED));
        assertThat(decisions.get(1).policy().forWindows()).isEqualTo(2);
        assertThat(decisions.get(1).thresholds()).isEmpty();
    }

    @Test
    void aMonitorsThresholdCountsForTheFeaturesThatHaveSuchADivergence() {
        List<DecisionSettings> decisions = decisions(monitor(
                "{thresholds: [{divergence: ks, above: 0.1}, {divergence: psi, above: 0.2}, {divergence: kl, above: 0.3}]}",
                "{name: delay, type: number}",
                "{name: origin, type: category}",
                "{name: embedding, type: vector, dimension: 4}"));
        assertThat(decisions)
                .extracting(decision -> decision.thresholds().stream()
                        .map(ThresholdRule::divergence)
                        .toList())
                .containsExactly(List.of("ks", "psi", "kl"), List.of("psi", "kl"), List.of("kl"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("{season: yearly}", "my.yaml:7:21 monitors[0].alert.season: one of daily, none, weekly"),
                mistake("{null: idd}", "my.yaml:7:19 monitors[0].alert.null: one of iid, whitened is expected"),
                mistake("{null: idd}", "Did you mean 'iid'? [wrong-type]"),
                mistake("{baseline: 7}", "my.yaml:7:23 monitors[0].alert.baseline: baseline must be between 30 and"),
                mistake("{for: 0}", "my.yaml:7:18 monitors[0].alert.for: for must be at least 1 window, but is 0"),
                mistake("{clear-windows: 0}", "monitors[0].alert.clear-windows: clear-windows must be at least 1"),
                mistake("{clear-level: 1.5}", "my.yaml:7:26 monitors[0].alert.clear-level: clear-level is a part"),
                mistake("{cooldown: soon}", "monitors[0].alert.cooldown: a duration is a whole number and a unit"),
                mistake("{min-kl: -1}", "my.yaml:7:21 monitors[0].alert.min-kl: min-kl must be at least 0"),
                mistake("{min-events: 0}", "my.yaml:7:25 monitors[0].alert.min-events: min-events must be at least 1"),
                mistake("{false-alarms: {at-most: 0}}", "my.yaml:7:37 monitors[0].alert.false-alarms.at-most: at-most"),
                mistake("{false-alarms: {per: 0s}}", "my.yaml:7:33 monitors[0].alert.false-alarms.per: per must be"),
                mistake("{thresholds: psi}", "monitors[0].alert.thresholds: a list is expected here"),
                mistake("{thresholds: [{above: 1}]}", "monitors[0].alert.thresholds[0]: the key 'divergence' is"),
                mistake("{thresholds: [{divergence: psi}]}", "monitors[0].alert.thresholds[0]: the key 'above' is"),
                mistake("{thresholds: [{divergence: pis, above: 1}]}", "Did you mean 'psi'? [wrong-type]"),
                mistake(
                        "{thresholds: [{divergence: psi, above: 0.1}, {divergence: psi, above: -1}]}",
                        "my.yaml:7:82 monitors[0].alert.thresholds[1].above: above must be at least 0"),
                mistake(
                        "{thresholds: [{divergence: psi, above: 1, for: 0}]}",
                        "monitors[0].alert.thresholds[0].for: for must be at least 1 window"),
                mistake(
                        "{thresholds: [{divergence: psi, above: 1, fro: 1}]}",
                        "monitors[0].alert.thresholds[0].fro: there is no key 'fro' here. Did you mean 'for'?"));
    }

    private static Arguments mistake(String alert, String said) {
        return Arguments.of(alert, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsTheOnlyOneReportedAndNamesPlaceReasonAndRemedy(String alert, String said) {
        assertThat(problems(monitor(alert, "{name: delay, type: number}")))
                .singleElement()
                .asString()
                .contains(said);
    }

    @Test
    void aThresholdThatNeedsAnOrderIsRefusedWhereThereIsNone() {
        String ks = "{thresholds: [{divergence: ks, above: 0.1}]}";
        assertThat(problems(monitor("{}", "{name: origin, type: category, alert: " + ks + "}")))
                .containsExactly(
                        "my.yaml:9:74 monitors[0].features[0].alert.thresholds[0].divergence: 'ks' needs values"
                                + " that have an order, but there is no number. Use kl, psi or js_distance, which need no"
                                + " order. [inapplicable-threshold]");
        assertThat(problems(monitor(ks, "{name: origin, type: category}", "{name: paid, type: boolean}")))
                .containsExactly("my.yaml:7:39 monitors[0].alert.thresholds[0].divergence: 'ks' needs values that have"
                        + " an order, but there is no number. Use kl, psi or js_distance, which need no order."
                        + " [inapplicable-threshold]");
        assertThat(problems(monitor(
                        "{}",
                        "{name: x, type: vector, dimension: 2, alert: {thresholds: [{divergence: psi, above: 1}]}}")))
                .singleElement()
                .asString()
                .contains("vectors have no 'psi'. Use kl, which vectors have. [inapplicable-threshold]");
    }

    @Test
    void theBudgetOfAllIsDividedEvenlyOverTheMonitorsThatStateNone() {
        String yaml = "false-alarms: {at-most: 5, per: 7d}\n" + monitor("{for: 2}", "{name: delay, type: number}");
        String another = yaml.substring(yaml.indexOf("  - name: flights")).replace("flights", "other");
        String stated = another.replace("other", "third").replace("{for: 2}", "{false-alarms: {at-most: 2}}");
        assertThat(decisions(yaml + another + stated))
                .extracting(DecisionSettings::falseAlarms)
                .containsExactly(2.5, 2.5, 2.0);
        assertThat(decisions(yaml + another + stated))
                .extracting(DecisionSettings::per)
                .containsExactly(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(30));
    }

    @Test
    void aBudgetOfAllMustSayHowManyAndHaveAMonitorToShareIt() {
        String stated = monitor("{false-alarms: {at-most: 2}}", "{name: delay, type: number}");
        assertThat(problems("false-alarms: {per: 7d}\n" + monitor("{}", "{name: delay, type: number}")))
                .containsExactly("my.yaml:1:15 false-alarms: the key 'at-most' is missing. Write for example"
                        + " 'at-most: 1'. [required-key-missing]");
        assertThat(problems("false-alarms: {at-most: 0}\n" + monitor("{}", "{name: delay, type: number}")))
                .containsExactly("my.yaml:1:25 false-alarms.at-most: at-most must be above 0, but is 0.0."
                        + " Write for example 'at-most: 1'. [out-of-range]");
        assertThat(problems("false-alarms: {at-most: 5}\n" + stated))
                .singleElement()
                .asString()
                .startsWith("my.yaml:1:15 false-alarms: the budget of all monitors has nobody to be divided over");
    }
}

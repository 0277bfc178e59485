package io.kullback.app.replay;

import io.kullback.config.DurationText;
import io.kullback.detection.Figures;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How many alerts a monitor raised in the time in which it judged, beside how many false ones its budget allows for that time.
 *
 * @param judged from the start of the first window judged to the end of the last
 * @param alerts alerts of rules that keep the budget
 * @param ofThresholds alerts of plain thresholds alone, which keep none
 * @param allowed false alarms that the budget allows on average in that time if nothing has changed
 * @param budget the budget as it is written, such as {@code 1 in 30d}
 */
record Spend(Duration judged, long alerts, long ofThresholds, double allowed, String budget) {

    /** Of a monitor; empty where it judged no window. */
    static Optional<Spend> of(Findings findings) {
        Optional<Instant> from = findings.series().stream()
                .flatMap(series -> series.judgedFrom().stream())
                .min(Instant::compareTo);
        Optional<Instant> to = findings.series().stream()
                .flatMap(series -> series.judgedTo().stream())
                .max(Instant::compareTo);
        return from.map(first -> of(findings, Duration.between(first, to.orElseThrow())));
    }

    private static Spend of(Findings findings, Duration judged) {
        List<AlertSpan> alerts = findings.alerts();
        long ofThresholds =
                alerts.stream().filter(AlertSpan::isOfThresholdsAlone).count();
        MonitorSettings monitor = findings.monitor();
        double perMilli = monitor.features().stream()
                .mapToDouble(feature -> feature.decision().falseAlarms()
                        / feature.decision().per().toMillis()
                        / monitor.features().size())
                .sum();
        return new Spend(
                judged, alerts.size() - ofThresholds, ofThresholds, perMilli * judged.toMillis(), budget(monitor));
    }

    private static String budget(MonitorSettings monitor) {
        List<String> budgets = monitor.features().stream()
                .map(FeatureSettings::decision)
                .map(decision -> Figures.number(decision.falseAlarms()) + " in " + DurationText.of(decision.per()))
                .distinct()
                .toList();
        return budgets.size() == 1 ? budgets.get(0) : "different for its features";
    }

    /** In words that do not call an alert false which may be right. */
    String words() {
        String kept = counted(alerts, "alert") + " in " + Shown.length(judged) + " judged; the budget (" + budget
                + ") allows " + Figures.number(allowed) + " false ones on average in that time. "
                + "An alert is false only where nothing had changed, which the events alone cannot tell.";
        return ofThresholds == 0
                ? kept
                : kept + " Beside these " + counted(ofThresholds, "alert")
                        + " of plain thresholds, which keep no budget.";
    }

    static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

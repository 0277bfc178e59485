package io.kullback.app.replay;

import io.kullback.app.AlignedText;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.MonitorProgress;
import io.kullback.stream.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What a replay came to, for a terminal. */
final class ReplayTable {

    private static final int MOST_NAME = 34;
    private static final int INDENT = 4;
    private static final int COLUMN = 8;

    private final ReplayReport report;
    private final Ansi ansi;
    private final List<String> lines = new ArrayList<>();

    ReplayTable(ReplayReport report, Ansi ansi) {
        this.report = report;
        this.ansi = ansi;
    }

    List<String> lines() {
        lines.clear();
        for (Candidate candidate : report.candidates()) {
            lines.add(bold(Shown.safe(candidate.file().toString())) + " ("
                    + candidate.settings().hash() + ") on " + Shown.safe(report.source()));
            candidate.findings().forEach(this::add);
            lines.add("");
        }
        report.diff().ifPresent(this::add);
        lines.add(summary());
        return List.copyOf(lines);
    }

    private void add(Findings findings) {
        lines.add("");
        lines.add(bold(findings.monitor().name()) + ": " + Records.words(report.outcome(findings)));
        if (findings.series().isEmpty()) {
            lines.add("  no window closed");
            return;
        }
        int width = findings.series().stream()
                .mapToInt(series -> Shown.series(series.series()).length())
                .max()
                .orElse(0);
        width = Math.max("series".length(), Math.min(MOST_NAME, width));
        lines.add(String.format(
                Locale.ROOT, "  %-" + width + "s %9s %9s %9s %9s", "series", "windows", "judged", "drifted", "alerts"));
        for (SeriesFindings series : findings.series()) {
            add(series, width);
        }
        for (SeriesFindings series : findings.series()) {
            series.alerts().forEach(this::add);
        }
        lines.addAll(new AlignedText(1, 2)
                .add("", Spend.of(findings).map(Spend::words).orElse("no window could be judged"))
                .lines());
    }

    private void add(SeriesFindings series, int width) {
        String drifted = String.format(Locale.ROOT, "%,9d", series.drifted());
        String alerts = String.format(Locale.ROOT, "%,9d", series.alerts().size());
        lines.add(String.format(
                        Locale.ROOT,
                        "  %-" + width + "s %,9d %,9d ",
                        shortened(Shown.series(series.series())),
                        series.windows(),
                        series.judged())
                + (series.drifted() > 0 ? alarming(drifted) : drifted)
                + " "
                + (series.alerts().isEmpty() ? alerts : alarming(alerts)));
        if (!series.inconclusive().isEmpty()) {
            lines.addAll(new AlignedText(INDENT, COLUMN)
                    .add("not judged:", inconclusive(series.inconclusive()))
                    .lines());
        }
    }

    static String inconclusive(Map<InconclusiveReason, Long> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> String.format(
                        Locale.ROOT,
                        "%,d %s",
                        reason.getValue(),
                        reason.getKey().words()))
                .collect(Collectors.joining(", "));
    }

    private static String shortened(String name) {
        return name.length() <= MOST_NAME ? name : name.substring(0, MOST_NAME - 1) + "…";
    }

    private void add(AlertSpan alert) {
        lines.addAll(new AlignedText(2, INDENT)
                .add(Shown.series(alert.series()), Shown.span(alert) + " by " + alert.rulesText())
                .lines());
        if (!alert.explanation().isEmpty()) {
            lines.addAll(new AlignedText(INDENT - 1, INDENT)
                    .add("", Shown.safe(alert.explanation()))
                    .lines());
        }
    }

    private void add(AlertDiff diff) {
        Candidate other = report.candidates().get(1);
        lines.add(bold("alerts of " + Shown.safe(other.file().toString()) + " against those of "
                + Shown.safe(report.first().file().toString())));
        diff.gained().forEach(alert -> add("gained", alert));
        diff.lost().forEach(alert -> add("lost", alert));
        diff.moved()
                .forEach(pair -> lines.addAll(new AlignedText(2, 10)
                        .add(
                                "moved",
                                where(pair.first()) + ": " + Shown.span(pair.first()) + " became "
                                        + Shown.span(pair.second()))
                        .lines()));
        diff.equal().forEach(alert -> add("equal", alert));
        lines.add(String.format(
                Locale.ROOT,
                "  %d gained, %d lost, %d moved, %d equal",
                diff.gained().size(),
                diff.lost().size(),
                diff.moved().size(),
                diff.equal().size()));
        lines.add("");
    }

    private void add(String what, AlertSpan alert) {
        lines.addAll(new AlignedText(2, 10)
                .add(what, where(alert) + ": " + Shown.span(alert) + " by " + alert.rulesText())
                .lines());
    }

    static String where(AlertSpan alert) {
        return alert.series().monitor() + ", " + Shown.series(alert.series());
    }

    private String summary() {
        return report.candidates().stream()
                .map(candidate -> {
                    List<SeriesFindings> all = candidate.findings().stream()
                            .flatMap(findings -> findings.series().stream())
                            .toList();
                    String name = report.candidates().size() == 1
                            ? ""
                            : Shown.safe(candidate.file().toString()) + ": ";
                    return String.format(
                            Locale.ROOT,
                            "%s%,d windows of %,d series, %,d drifted, %s",
                            name,
                            all.stream().mapToLong(SeriesFindings::windows).sum(),
                            all.size(),
                            all.stream().mapToLong(SeriesFindings::drifted).sum(),
                            Spend.counted(candidate.alerts().size(), "alert"));
                })
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private String bold(String text) {
        return ansi.enabled() ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    private String alarming(String text) {
        return ansi.enabled() ? "\u001B[31;1m" + text + "\u001B[0m" : text;
    }

    /** What became of a monitor's records. */
    static final class Records {

        private Records() {}

        static String words(Replay.Outcome outcome) {
            MonitorProgress progress = outcome.progress();
            long rejected = progress.rejected().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<String> parts = new ArrayList<>();
            parts.add(String.format(Locale.ROOT, "%,d records counted", progress.counted()));
            add(parts, outcome.outside(), "outside the range");
            add(parts, rejected, "rejected");
            add(parts, progress.late(), "too late");
            add(parts, progress.future(), "dated too far ahead");
            return String.join(", ", parts);
        }

        private static void add(List<String> parts, long number, String what) {
            if (number > 0) {
                parts.add(String.format(Locale.ROOT, "%,d %s", number, what));
            }
        }
    }
}

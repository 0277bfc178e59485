package io.kullback.app.replay;

import io.kullback.config.DurationText;
import io.kullback.detection.Explanation;
import io.kullback.detection.Figures;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.Contribution;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.Replay;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What one monitor said, as a part of the page. */
final class MonitorPart {

    /** So that a page of a thousand series still opens: those with most to tell come first. */
    private static final int MOST_PLOTS = 60;

    private static final int MOST_BINS = 8;
    private static final double BAR = 150;
    private static final int SHORT_NAME = 24;

    private static final Comparator<SeriesFindings> MOST_TO_TELL = Comparator.comparing(
                    (SeriesFindings series) -> series.alerts().size())
            .thenComparing(SeriesFindings::drifted)
            .reversed()
            .thenComparing(SeriesFindings::series);

    private final Findings findings;
    private final Replay.Outcome outcome;
    private final Markup page;

    MonitorPart(Findings findings, Replay.Outcome outcome, Markup page) {
        this.findings = findings;
        this.outcome = outcome;
        this.page = page;
    }

    void add() {
        page.element("h2", "Monitor " + findings.monitor().name());
        page.element(
                "p",
                "Topic " + findings.monitor().topic() + " in windows of "
                        + DurationText.of(findings.monitor().window().size()) + ": "
                        + ReplayTable.Records.words(outcome) + "."
                        + findings.reference()
                                .map(reference ->
                                        " Compared with reference " + reference.id() + ", " + reference.origin() + ".")
                                .orElse(""));
        page.element("p", Spend.of(findings).map(spend -> spend.words()).orElse("No window could be judged."));
        counts();
        alerts();
        plots();
        if (!findings.top().isEmpty()) {
            page.element("h3", "Windows that drifted furthest");
            findings.top().forEach(this::add);
        }
    }

    private void counts() {
        page.open("div", "class", "card scroll").open("table").open("tr").element("th", "series");
        Stream.of("windows", "judged", "drifted", "alerts")
                .forEach(name -> page.element("th", name, "class", "number"));
        page.element("th", "not judged").close("tr");
        for (SeriesFindings series : findings.series()) {
            page.open("tr").element("td", Shown.series(series.series()));
            number(series.windows(), false);
            number(series.judged(), false);
            number(series.drifted(), true);
            number(series.alerts().size(), true);
            page.element("td", ReplayTable.inconclusive(series.inconclusive())).close("tr");
        }
        page.close("table").close("div");
    }

    private void number(long number, boolean isBad) {
        page.element(
                "td",
                String.format(Locale.ROOT, "%,d", number),
                "class",
                isBad && number > 0 ? "number drifted" : "number");
    }

    private void alerts() {
        List<AlertSpan> alerts = findings.alerts();
        if (alerts.isEmpty()) {
            return;
        }
        page.element("h3", "Alerts");
        page.open("div", "class", "card scroll").open("table").open("tr");
        Stream.of("series", "since", "until", "by", "what moved").forEach(name -> page.element("th", name));
        page.close("tr");
        for (AlertSpan alert : alerts) {
            page.open("tr")
                    .element("td", Shown.series(alert.series()), "class", seriesStyle(alert))
                    .element("td", Shown.time(alert.since()), "class", "tight")
                    .element("td", alert.until().map(Shown::time).orElse("still on"), "class", "tight")
                    .element("td", alert.rulesText(), "class", "tight")
                    .element("td", alert.explanation())
                    .close("tr");
        }
        page.close("table").close("div");
    }

    /** Short names stay in one piece; a long one may break anywhere. */
    private static String seriesStyle(AlertSpan alert) {
        return Shown.series(alert.series()).length() <= SHORT_NAME ? "tight" : "long";
    }

    private void plots() {
        List<SeriesFindings> plotted = findings.series().stream()
                .filter(series -> !series.plot().points().isEmpty())
                .sorted(MOST_TO_TELL)
                .toList();
        if (plotted.isEmpty()) {
            return;
        }
        page.element("h3", "Divergence over time");
        key();
        plotted.stream().limit(MOST_PLOTS).forEach(this::plot);
        if (plotted.size() > MOST_PLOTS) {
            page.element(
                    "p",
                    (plotted.size() - MOST_PLOTS) + " more series, which have less to tell, are in the table alone.",
                    "class",
                    "faint");
        }
    }

    private void key() {
        page.open("ul", "class", "key");
        sample("score", "M0 6L26 4", "divergence KL(observed ‖ reference), nats");
        sample("band", "M0 1H26V9H0Z", "its 95 % interval, chance taken out");
        sample("noise", "M0 5H26", "noise floor: what chance alone shows");
        sample("limit", "M0 5H26", "min-kl");
        sample("dot", "M10 5a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0", "drifted");
        sample("span", "M0 0H26V10H0Z", "alert on");
        page.close("ul");
    }

    private void sample(String style, String path, String name) {
        page.open("li")
                .open("svg", "viewBox", "0 0 26 10", "aria-hidden", "true")
                .open("path", "class", style, "d", path)
                .close("path")
                .close("svg")
                .text(name)
                .close("li");
    }

    private void plot(SeriesFindings series) {
        String name = Shown.series(series.series());
        page.open("figure").element("h4", name);
        new SvgPlot(series, minKl(series))
                .draw(page, "Divergence of " + name + " over time; the same figures are in the table below.");
        String shared = series.plot().windowsPerPoint() == 1
                ? ""
                : " Each point is the highest of " + series.plot().windowsPerPoint() + " windows.";
        page.element("figcaption", series.judged() + " windows judged, " + series.drifted() + " drifted." + shared);
        page.open("details").element("summary", "The figures").open("div", "class", "scroll");
        page.open("table").open("tr").element("th", "from").element("th", "to");
        Stream.of("nats", "lower", "upper", "noise floor").forEach(head -> page.element("th", head, "class", "number"));
        page.element("th", "").close("tr");
        for (Plot.Point point : series.plot().points()) {
            page.open("tr").element("td", Shown.time(point.start())).element("td", Shown.time(point.end()));
            Stream.of(point.plugIn(), point.lower(), point.upper(), point.noise())
                    .forEach(value -> page.element("td", Figures.number(value), "class", "number"));
            page.element("td", point.drifted() ? "drifted" : "", "class", "drifted")
                    .close("tr");
        }
        page.close("table").close("div").close("details").close("figure");
    }

    private double minKl(SeriesFindings series) {
        return findings.monitor().features().stream()
                .filter(feature -> feature.name().equals(series.series().feature()))
                .map(FeatureSettings::decision)
                .mapToDouble(decision -> decision.minKl())
                .findFirst()
                .orElse(0);
    }

    private void add(WindowResult result) {
        page.open("div", "class", "card")
                .element(
                        "h4",
                        Shown.series(result.series()) + ", "
                                + Shown.time(result.window().start()) + " to "
                                + Shown.time(result.window().end()));
        page.element("p", Explanation.of(result));
        result.scores().ifPresent(scores -> {
            page.element(
                    "p",
                    String.format(
                            Locale.ROOT,
                            "KL %s nats (95 %%: %s to %s), noise floor %s, %,d records.",
                            Figures.number(scores.kl().plugIn()),
                            Figures.number(scores.kl().lower()),
                            Figures.number(scores.kl().upper()),
                            Figures.number(scores.kl().noiseFloor()),
                            result.records()),
                    "class",
                    "faint");
            bins(scores.contributions().stream()
                    .filter(bin -> bin.shift().isEmpty())
                    .sorted(Comparator.comparingDouble(Contribution::nats)
                            .reversed()
                            .thenComparingInt(Contribution::bin))
                    .limit(MOST_BINS)
                    .toList());
        });
        page.close("div");
    }

    private void bins(List<Contribution> bins) {
        if (bins.isEmpty()) {
            return;
        }
        double most = bins.stream()
                .mapToDouble(bin -> Math.max(bin.observedShare(), bin.referenceShare()))
                .max()
                .orElse(1);
        page.open("div", "class", "scroll").open("table").open("tr").element("th", "bin");
        Stream.of("reference", "observed", "nats").forEach(name -> page.element("th", name, "class", "number"));
        page.element("th", "reference above observed").close("tr");
        for (Contribution bin : bins) {
            page.open("tr")
                    .element("td", bin.label())
                    .element("td", Figures.percent(bin.referenceShare()), "class", "number")
                    .element("td", Figures.percent(bin.observedShare()), "class", "number")
                    .element("td", Figures.number(bin.nats()), "class", "number");
            page.open("td", "class", "bar").open("svg", "viewBox", "0 0 " + (int) BAR + " 12", "aria-hidden", "true");
            bar("reference", 0.5, bin.referenceShare() / most);
            bar("observed", 6.5, bin.observedShare() / most);
            page.close("svg").close("td").close("tr");
        }
        page.close("table").close("div");
    }

    private void bar(String style, double y, double share) {
        page.open("rect", "class", style, "x", 0, "y", y, "width", BAR * share, "height", 5)
                .close("rect");
    }
}

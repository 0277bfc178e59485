package io.kullback.app.replay;

import io.kullback.app.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A replay as one page that needs nothing else: no script, no network, not even a picture of its own. */
final class ReplayPage {

    private static final String STYLE = style();

    private final ReplayReport report;
    private final Markup page = new Markup();

    ReplayPage(ReplayReport report) {
        this.report = report;
    }

    private static String style() {
        try (InputStream css = ReplayPage.class.getResourceAsStream("/replay/replay.css")) {
            return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The policy lets this very style in, and nothing else. */
    private static String policy() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(hash) + "'; base-uri 'none'; form-action 'none'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String html() {
        String title = "Replay of "
                + report.candidates().stream()
                        .map(candidate -> String.valueOf(candidate.file().getFileName()))
                        .collect(Collectors.joining(" against "));
        page.raw("<!doctype html>\n").open("html", "lang", "en").open("head");
        page.raw("<meta charset=\"utf-8\">");
        page.open("meta", "http-equiv", "Content-Security-Policy", "content", policy());
        page.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title).raw("<style>" + STYLE + "</style>").close("head");
        page.open("body").open("main").element("h1", title);
        page.open("p", "class", "faint")
                .text("Events of " + report.source() + range() + ", by Kullback " + Version.ofBuild() + ". ");
        report.candidates()
                .forEach(candidate -> page.element(
                                "code", String.valueOf(candidate.file().getFileName()))
                        .text(" is configuration ")
                        .element("code", candidate.settings().hash())
                        .text(". "));
        page.text("The page holds no setting but the names and thresholds that it shows: no password, no address.")
                .close("p");
        facts();
        report.diff().ifPresent(this::compare);
        report.candidates().forEach(this::add);
        page.close("main").close("body").close("html").raw("\n");
        return page.toString();
    }

    private String range() {
        return report.range().from().map(from -> " from " + Shown.time(from)).orElse("")
                + report.range().to().map(to -> " to " + Shown.time(to)).orElse("");
    }

    private void facts() {
        page.open("ul", "class", "facts");
        fact(list(SeriesFindings::windows), "windows", false);
        fact(list(SeriesFindings::judged), "judged", false);
        fact(list(SeriesFindings::drifted), "drifted", true);
        fact(list(series -> series.alerts().size()), "alerts", true);
        page.close("ul");
    }

    private String list(ToLongFunction<SeriesFindings> number) {
        return report.candidates().stream()
                .map(candidate -> candidate.findings().stream()
                        .flatMap(findings -> findings.series().stream())
                        .mapToLong(number)
                        .sum())
                .map(sum -> String.format(Locale.ROOT, "%,d", sum))
                .collect(Collectors.joining(" / "));
    }

    private void fact(String number, String name, boolean isBad) {
        Object[] style = isBad && !number.equals("0") ? new Object[] {"class", "bad"} : new Object[0];
        page.open("li", style).element("strong", number).text(name).close("li");
    }

    private void compare(AlertDiff diff) {
        String first = String.valueOf(report.first().file().getFileName());
        String second = String.valueOf(report.candidates().get(1).file().getFileName());
        page.element("h2", "Alerts compared");
        page.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "%s gains %d, loses %d, moves %d and has %d as %s has them.",
                        second,
                        diff.gained().size(),
                        diff.lost().size(),
                        diff.moved().size(),
                        diff.equal().size(),
                        first));
        page.open("div", "class", "card scroll").open("table").open("tr");
        Stream.of("", "monitor", "series", first, second, "by").forEach(name -> page.element("th", name));
        page.close("tr");
        diff.gained().forEach(alert -> row("gained", alert, "", Shown.span(alert), alert.rulesText()));
        diff.lost().forEach(alert -> row("lost", alert, Shown.span(alert), "", alert.rulesText()));
        diff.moved()
                .forEach(pair -> row(
                        "moved",
                        pair.first(),
                        Shown.span(pair.first()),
                        Shown.span(pair.second()),
                        pair.first().rulesText() + ", " + pair.second().rulesText()));
        diff.equal().forEach(alert -> row("equal", alert, Shown.span(alert), Shown.span(alert), ""));
        page.close("table").close("div");
        for (Candidate candidate : report.candidates()) {
            for (Findings findings : candidate.findings()) {
                page.element(
                        "p",
                        candidate.file().getFileName() + ", "
                                + findings.monitor().name() + ": "
                                + Spend.of(findings).map(Spend::words).orElse("no window could be judged."));
            }
        }
    }

    private void row(String what, AlertSpan alert, String first, String second, String rules) {
        page.open("tr", "class", what);
        List.of(what, alert.series().monitor(), Shown.series(alert.series()), first, second, rules)
                .forEach(cell -> page.element("td", cell));
        page.close("tr");
    }

    private void add(Candidate candidate) {
        if (report.candidates().size() > 1) {
            page.element("h2", String.valueOf(candidate.file().getFileName()));
        }
        candidate.findings().forEach(findings -> new MonitorPart(findings, report.outcome(findings), page).add());
    }
}

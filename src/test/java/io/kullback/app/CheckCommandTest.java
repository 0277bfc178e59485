package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Restlessness;
import io.kullback.ingest.ReferenceJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 'kullback check' says to expect of a right configuration. */
class CheckCommandTest {

    private static final String FORTNIGHT = "{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}";
    private static final String TEN_BINS = "bins: {edges: [1, 2, 3, 4, 5, 6, 7, 8, 9]}";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private String check(String yaml, String... options) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        String[] arguments = Stream.concat(Stream.of("check", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        assertThat(run(arguments)).as(err.toString()).isZero();
        // Where a line is broken says nothing.
        return out.toString().replaceAll("\\s+", " ");
    }

    private static String monitor(String window, String reference, String alert, String... features) {
        return """
                kafka: {bootstrap.servers: localhost:9092}
                monitors:
                  - name: flights
                    topic: flights
                    window: {size: %s}
                    reference: %s
                    alert: %s
                    features:
                """.formatted(window, reference, alert)
                + Stream.of(features)
                        .map(feature -> "      - " + feature + "\n")
                        .reduce("", String::concat);
    }

    /** The figures of statistics.md §0.4: five-minute windows, 30 days, budget 1: T = 8640, ln c = 10.86, α = 5.8e-5. */
    @Test
    void saysWhatTheBudgetAsksOfEachWindow() throws IOException {
        assertThat(check(monitor("5m", FORTNIGHT, "{}", "{name: delay, type: number, " + TEN_BINS + "}")))
                .contains("budget at most 1 false alarms in 30d (8640 windows) ")
                .contains("rule A it changed: evidence beyond ln c = 10.86, after 100 windows of baseline")
                .contains("rule B far from the reference: KL above 0.02 nats, alpha = 5.8e-05 ");
    }

    @Test
    void saysHowManySeriesThereMayBe() throws IOException {
        String yaml = monitor("5m", FORTNIGHT, "{}", "{name: a, type: number}", "{name: b, type: boolean}")
                .replace("topic: flights", "topic: flights\n    segment: /carrier\n    limits: {segments: 20}");
        assertThat(check(yaml))
                .contains("at most 42 of 10,000 series (limits.series)")
                .contains(
                        "ceilings at most 42 series (2 features x (20 segments + all others as one)); 10,000 panes of 5m");
    }

    @Test
    void countsTheBinsThatTheMetricsShow() throws IOException {
        String yaml = monitor("5m", FORTNIGHT, "{}", "{name: b, type: boolean}")
                .replace("topic: flights", "topic: flights\n    metrics: {bins: true}");
        // Two bins and three for what is unusable, of the window and of its reference.
        assertThat(check(yaml)).contains("at most 11 of 10,000 series (limits.series), 10 of them for bins");
    }

    /** ln(2 · 8640 / 0.5) = 10.45: one channel, half of half the budget. */
    @Test
    void dividesTheBudgetOverFeaturesAndCountsTheChannelsOfTheNullModel() throws IOException {
        assertThat(check(
                        monitor("5m", FORTNIGHT, "{null: iid}", "{name: a, type: number}", "{name: b, type: boolean}")))
                .contains("budget at most 0.5 false alarms in 30d (8640 windows): 1 over 2 features")
                .contains("evidence of independent events beyond ln c = 10.45");
    }

    /** One hour hopping by five minutes: 8640 windows for rule B, ln(6 · 720 / 1) = 8.37 for rule A, which takes one in twelve. */
    @Test
    void ofWindowsThatOverlapRuleATakesSuchAsDoNot() throws IOException {
        assertThat(check(monitor("1h, advance: 5m", FORTNIGHT, "{}", "{name: delay, type: number}")))
                .contains("windows of 1h every 5m")
                .contains("(8640 windows)")
                .contains("alpha = 5.8e-05")
                .contains("ln c = 8.37,");
    }

    /** k = 10 and N = 1000 against 4032 times as many: 9 / 2000 nats of noise; a shift is √(2 KL). */
    @Test
    void saysWhatChanceShowsAndWhatCannotBeSeen() throws IOException {
        assertThat(check(monitor("5m", FORTNIGHT, "{}", "{name: delay, type: number, " + TEN_BINS + "}")))
                .contains("delay (number, 10 bins, 1,000 events a window, 4,032,000 in the reference)")
                .contains("noise floor KL 0.0045 nats where nothing has changed")
                .containsPattern("can be seen KL 0\\.0\\d+ nats in one window, a shift of 0\\.\\d+ sigma");
    }

    /** Of such windows 39 % are above, if the reference is known and empty bins get a share of 1e-4 (statistics.md §2); pseudo-counts of ½ leave fewer. */
    @Test
    void saysHowOftenPlainThresholdsAreWrongAtTheGivenSizeOfAWindow() throws IOException {
        assertThat(check(
                        monitor(
                                "5m",
                                FORTNIGHT,
                                "{thresholds: [{divergence: psi, above: 0.1}, {divergence: psi, above: 0.1, for: 3}]}",
                                "{name: delay, type: number, " + TEN_BINS + "}"),
                        "--events",
                        "100"))
                .contains("100 events a window")
                .containsPattern(
                        "threshold psi > 0.1: above in 3\\d % of unchanged windows: about 1\\d{3} false alarms in 30 days")
                .containsPattern(
                        "threshold psi > 0.1 for 3 windows: above in 3\\d % of unchanged windows: about \\d{3} ")
                .containsPattern("compare kl > 0.1 \\(0.45 sigma\\): about \\d+ false alarms in 30 days;"
                        + " psi > 0.1 \\(0.32 sigma\\): about \\d+ false alarms");
    }

    @Test
    void aReferenceFileTellsBinsEventsAndItsOwnSize() throws IOException {
        NumberBinning bins = NumberBinning.ofEdges(1, 2, 3);
        Files.write(
                folder.resolve("r.json"),
                ReferenceJson.write(Reference.of(
                        "file a.csv, 2001-01-04T00:00:00Z to 2001-01-14T00:00:00Z",
                        Map.of(
                                "few", Map.of("delay", Histogram.ofValues(bins, 1, 1, 1, 1)),
                                "many", Map.of("delay", Histogram.ofValues(bins, 5_000, 5_000, 0, 10_000))))));
        assertThat(check(monitor("1d", "{file: r.json}", "{}", "{name: delay, type: number}")))
                .contains("delay (number, 4 bins, 2,000 events a window, 20,000 in the reference)")
                // Three bins that anything falls into: 2 / (2 Nₑ), Nₑ = 2000 · 20000 / 22000.
                .contains("noise floor KL 0.00055 nats");
    }

    @Test
    void aReferenceFileThatDoesNotSayFromWhenItIsTellsNoEventsOfAWindow() throws IOException {
        Files.write(
                folder.resolve("r.json"),
                ReferenceJson.write(Reference.of(
                        "by hand, 2001-99-04T00:00:00Z to 2001-01-14T00:00:00Z",
                        Map.of("", Map.of("delay", Histogram.ofValues(NumberBinning.ofEdges(1), 500, 500))))));
        assertThat(check(monitor("1d", "{file: r.json}", "{}", "{name: delay, type: number}")))
                .contains("delay (number, 2 bins, 1,000 events a window, 1,000 in the reference)");
    }

    @Test
    void warnsOfWindowsTooSmallToBeJudgedAndOfASeasonThatTheBaselineCannotBear() throws IOException {
        assertThat(check(monitor("1h", FORTNIGHT, "{season: daily}", "{name: delay, type: number}"), "--events", "20"))
                .contains("alpha = 0.00069; windows of fewer than 50 events are not judged")
                .contains("a daily season takes a baseline of 168 windows and is not taken out");
    }

    @Test
    void saysWhereItIsKnownFromHowMuchWindowsDiffer() throws IOException {
        Map<String, Histogram> delay = Map.of("delay", Histogram.ofValues(NumberBinning.ofEdges(1), 500, 500));
        Map<String, Restlessness> known = Map.of("delay", new Restlessness(1, 2, 14, Duration.ofDays(1)));
        String feature = "{name: delay, type: number}";
        String file = monitor("1d", "{file: r.json}", "{}", feature);
        write(Reference.of("by hand", Map.of("", delay), Map.of("", known)));
        assertThat(check(file)).contains("window noise known from the reference, by its 14 windows of 1d ");
        assertThat(check(monitor("1h", "{file: r.json}", "{}", feature)))
                .contains("window noise learned from the first 10 windows, which are inconclusive; the reference knows"
                        + " it of windows of 1d ");
        assertThat(check(monitor("1d", "{file: r.json}", "{null: iid}", feature)))
                .contains("window noise taken for that of independent events ");
        write(Reference.of("by hand", Map.of("", delay)));
        assertThat(check(file))
                .contains("window noise learned from the first 10 windows, which are inconclusive noise floor");
        write(Reference.of("by hand", Map.of("a", delay, "b", delay), Map.of("a", known)));
        assertThat(check(file)).contains("window noise known from the reference in 1 of 2 segments; in the others");
        write(Reference.of("by hand", Map.of("a", delay, "b", delay), Map.of("a", known, "b", known)));
        assertThat(check(file)).contains("window noise known from the reference in all 2 segments ");
        assertThat(check(monitor("1d", FORTNIGHT, "{}", feature)))
                .contains("window noise known from the reference's period, if 10 of its 14 windows have 50 events ");
        assertThat(check(monitor("2d", FORTNIGHT, "{}", feature)))
                .contains("window noise learned from the windows of the reference's period, 7, and the first 3 after"
                        + " it, which are inconclusive ");
    }

    private void write(Reference reference) throws IOException {
        Files.write(folder.resolve("r.json"), ReferenceJson.write(reference));
    }

    @Test
    void ofVectorsItSaysWhatIsKnownOfThem() throws IOException {
        // d (d + 3) / 2 = 14 degrees of freedom against a known distribution.
        assertThat(check(monitor(
                        "1h",
                        FORTNIGHT,
                        "{thresholds: [{divergence: kl, above: 0.1}]}",
                        "{name: e, type: vector, dimension: 4, reference: standard-normal}")))
                .contains("e (vector, 1,000 events a window, a known reference)")
                .contains("rule A it changed: does not watch vectors")
                .contains("noise floor KL 0.007 nats")
                .contains("threshold kl > 0.1: how often vectors exceed it by chance is not known")
                .doesNotContain("compare");
    }

    @Test
    void everyLineFitsInEightyColumns() throws IOException {
        check(monitor(
                "5m",
                FORTNIGHT,
                "{season: weekly, null: iid, min-events: 5000, thresholds: [{divergence: total_variation, above: 0.1,"
                        + " for: 12}, {divergence: wasserstein, above: 0.1}]}",
                "{name: delay, type: number}",
                "{name: bank, type: category}",
                "{name: paid, type: boolean}"));
        assertThat(out.toString().lines().skip(1))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(out.toString()).contains("for its unit is the feature's").contains("bank (category, 31 bins");
    }

    @Test
    void aWindowWithoutEventsGivesTwo() {
        assertThat(run("check", "config/kullback.yaml", "--events", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--events must be at least 1, but is 0");
    }
}

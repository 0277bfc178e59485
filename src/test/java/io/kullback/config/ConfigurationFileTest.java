package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kullback.exposition.HttpSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Tally;
import io.kullback.histogram.VectorBinning;
import io.kullback.ingest.ReferenceJson;
import io.kullback.ingest.ValueFormat;
import io.kullback.stream.DeadLetterSettings;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.OwnTopics;
import io.kullback.stream.ReferenceSource;
import io.kullback.stream.StreamSettings;
import io.kullback.testing.ExpectedSet;
import io.kullback.testing.Requirement;
import io.kullback.testing.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFileTest {

    private static final String RIGHT = """
            kafka: {bootstrap.servers: localhost:9092}
            monitors:
              - name: flights
                topic: flights
                window: {size: 1h}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features:
                  - {name: delay, type: number}
            """;

    @TempDir
    private Path folder;

    private Settings parse(String yaml) {
        return ConfigurationFile.parse(yaml, "my.yaml", folder, Map.of("BROKER", "kafka:9092"));
    }

    private List<Problem> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(yaml))
                .problems();
    }

    @Test
    void theShortestConfigurationHasTheDocumentedDefaults() {
        Settings settings = parse(RIGHT);
        assertThat(settings.http()).isEqualTo(new HttpSettings("127.0.0.1", 8080));
        assertThat(settings.stream().applicationId()).isEqualTo("kullback");
        MonitorSettings monitor = settings.stream().monitors().get(0);
        assertThat(monitor.eventTime()).isEmpty();
        assertThat(monitor.segment()).isEmpty();
        assertThat(monitor.window().advance()).isEqualTo(Duration.ofHours(1));
        assertThat(monitor.window().grace()).isEqualTo(Duration.ZERO);
        assertThat(monitor.window().retention()).isEqualTo(Duration.ofDays(1));
        assertThat(monitor.idleTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(monitor.features().get(0).bins()).isEqualTo(new BinningRule.Quantiles(20));
        assertThat(monitor.features().get(0).field()).hasToString("/delay");
    }

    @Test
    void theReferenceFileShowsEveryKeyAndItsValuesAreTheDefaults() throws IOException {
        Path file = Path.of("config", "kullback.reference.yaml");
        Files.write(
                folder.resolve("kullback.reference.json"),
                ReferenceJson.write(Reference.of(
                        "a test",
                        Map.of(
                                Reference.WHOLE,
                                Map.of("amount", Histogram.ofValues(NumberBinning.ofEdges(0), 100, 200))))));
        try (OutputStream rows = new GZIPOutputStream(Files.newOutputStream(folder.resolve("january.csv.gz")))) {
            rows.write("time,amount\n2026-01-05T00:00:00Z,12.5\n".getBytes(StandardCharsets.UTF_8));
        }
        TestAuthority.Issued server = new TestAuthority(folder, "clients").issue("kullback");
        assertThat(List.of(server.certificate(), server.key()))
                .containsExactly(folder.resolve("kullback.crt"), folder.resolve("kullback.key"));
        for (String secret : List.of("scraper.token", "webhook.secret", "alertmanager.token")) {
            Files.writeString(folder.resolve(secret), "0123456789abcdef0123456789abcdef\n");
        }
        Report report = new Report("reference", new Variables(Map.of(), folder));
        StreamSettings shown = ConfigurationFile.parse(Files.readString(file), folder, report, true).stream();
        assertThat(report.asked().entrySet().stream()
                        .filter(key -> !key.getValue())
                        .map(Map.Entry::getKey)
                        .toList())
                .as("keys that the reference file does not show")
                .isEmpty();
        MonitorSettings monitor = shown.monitors().get(0);
        MonitorSettings plain = parse("""
                        kafka: {bootstrap.servers: localhost:9092}
                        monitors:
                          - name: payments
                            topic: payments
                            event-time: /time
                            segment: /country
                            window: {size: 1h}
                            reference: {period: {from: 2026-01-05T00:00:00Z, to: 2026-01-19T00:00:00Z}}
                            features:
                              - {name: amount, type: number}
                              - {name: bank, type: category}
                        """).stream().monitors().get(0);
        assertThat(monitor.window()).isEqualTo(plain.window());
        assertThat(monitor.idleTimeout()).isEqualTo(plain.idleTimeout());
        assertThat(monitor.maxFuture()).isEqualTo(plain.maxFuture());
        assertThat(monitor.scoring()).isEqualTo(plain.scoring());
        assertThat(monitor.format()).isEqualTo(plain.format());
        assertThat(monitor.limits()).isEqualTo(plain.limits());
        assertThat(monitor.features()).containsAll(plain.features());
        assertThat(shown.applicationId()).isEqualTo(StreamSettings.DEFAULT_APPLICATION_ID);
        assertThat(shown.topics()).isEqualTo(OwnTopics.DEFAULT);
        assertThat(shown.deadLetters()).contains(DeadLetterSettings.DEFAULT);
        assertThat(shown.monitors().get(shown.monitors().size() - 1).format())
                .isEqualTo(
                        new ValueFormat.Csv(List.of("time", "site", "temperature"), ValueFormat.Csv.DEFAULT_DELIMITER));
        assertThat(shown.mergePartitions()).isEqualTo(StreamSettings.DEFAULT_MERGE_PARTITIONS);
    }

    @Test
    void theDemoCountsTheFlightsOverTheBinsOfTheExactAnswers() {
        Requirement.SHARED.orSkip();
        Map<String, ExpectedSet.Series> expected = ExpectedSet.of("demo/expected-flights-2001.json").series().stream()
                .collect(Collectors.toMap(ExpectedSet.Series::name, series -> series));
        MonitorSettings monitor = ConfigurationFile.read(Path.of("config", "kullback.yaml"), Map.of()).stream()
                .monitors()
                .get(0);
        assertThat(monitor.features().get(0).bins()).isEqualTo(new BinningRule.Fixed((CategoryBinning)
                expected.get("origin_1d").reference().binning()));
        assertThat(monitor.features().get(1).bins())
                .isEqualTo(new BinningRule.Fixed(
                        expected.get("delay17_1d").reference().binning()));
        assertThat(monitor.reference())
                .isEqualTo(new ReferenceSource.Period(
                        expected.get("origin_1d").referenceFrom(),
                        expected.get("origin_1d").referenceTo()));
    }

    @Test
    void variablesAreFilledInWhereverAValueStands() throws IOException {
        Files.writeString(folder.resolve("password"), "s3cret\n");
        Settings settings = parse(RIGHT.replace(
                "{bootstrap.servers: localhost:9092}",
                "{bootstrap.servers: '${env:BROKER}', ssl.key.password: '${file:password}', security.protocol: SSL, "
                        + "client.id: '${env:NOBODY:-me}'}"));
        assertThat(settings.stream().kafka())
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("ssl.key.password", "s3cret")
                .containsEntry("client.id", "me");
    }

    @Test
    void everyMistakeIsReportedAtOnceWithItsPlaceAndRemedy() {
        List<Problem> problems = problems("""
                kafka: {bootstrap.servers: localhost:9092}
                monitors:
                  - name: Flights!
                    topic: flights
                    windw: {size: 1h}
                    reference: {period: {from: yesterday, to: 2001-01-18T00:00:00Z}}
                    features:
                      - name: delay
                        type: numbr
                        bins: {edges: [1, 1]}
                """);
        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(text -> assertThat(text)
                        .isEqualTo("my.yaml:5:5 monitors[0].windw: there is no key 'windw' here. "
                                + "Did you mean 'window'? [misspelt-key]"))
                .anySatisfy(text -> assertThat(text).startsWith("my.yaml:3:11 monitors[0].name: 'Flights!' cannot be"))
                .anySatisfy(text -> assertThat(text).contains("my.yaml:6:32").contains("[illegal-time]"))
                .anySatisfy(text -> assertThat(text).contains("Did you mean 'number'?"));
        assertThat(problems).extracting(Problem::line).isSorted();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(ProblemCode.EMPTY, "# nothing"),
                mistake(ProblemCode.NOT_YAML, "kafka: ["),
                mistake(ProblemCode.ILLEGAL_INDENT, "kafka:\n\tbootstrap.servers: x"),
                mistake(ProblemCode.WRONG_TYPE, "just text"),
                change(ProblemCode.DUPLICATE_KEY, "topic: flights", "topic: flights\n    topic: flights"),
                change(ProblemCode.UNKNOWN_KEY, "type: number", "type: number, colour: red"),
                change(ProblemCode.WRONG_TYPE, "{size: 1h}", "1h"),
                change(ProblemCode.WRONG_TYPE, "type: number", "type: number, bins: {quantiles: many}"),
                change(ProblemCode.REQUIRED_KEY_MISSING, "topic: flights", "value: {format: json}"),
                change(ProblemCode.REQUIRED_KEY_MISSING, "{bootstrap.servers: localhost:9092}", "{client.id: x}"),
                change(ProblemCode.UNRESOLVED_VARIABLE, "localhost:9092", "'${env:ABSENT}'"),
                change(ProblemCode.SECRET_MISSING, "localhost:9092", "'${file:absent}'"),
                mistake(ProblemCode.NO_MONITORS, "kafka: {bootstrap.servers: a:1}\nmonitors: []"),
                change(
                        ProblemCode.DUPLICATE_NAME,
                        "- {name: delay, type: number}",
                        "- {name: delay, type: number}\n      - {name: delay, type: number}"),
                change(ProblemCode.ILLEGAL_NAME, "name: flights", "name: Flights"),
                change(ProblemCode.ILLEGAL_TOPIC, "topic: flights", "topic: a/b"),
                change(ProblemCode.ILLEGAL_FIELD, "type: number", "type: number, field: delay"),
                change(ProblemCode.REQUIRED_KEY_MISSING, "topic: flights", "topic: flights\n    value: {format: csv}"),
                value(ProblemCode.ILLEGAL_FORMAT, "{format: csv, columns: []}"),
                value(ProblemCode.ILLEGAL_FORMAT, "{format: csv, columns: [delay, delay]}"),
                value(ProblemCode.ILLEGAL_FORMAT, "{format: csv, columns: [delay], delimiter: '||'}"),
                value(ProblemCode.ILLEGAL_FORMAT, "{format: csv, columns: [delay], delimiter: '\"'}"),
                value(ProblemCode.ILLEGAL_FIELD, "{format: csv, columns: [time, origin]}"),
                value(ProblemCode.ILLEGAL_FIELD, "{format: csv, columns: [delay]}\n    segment: /origin"),
                value(ProblemCode.ILLEGAL_FIELD, "{format: csv, columns: [delay]}\n    event-time: /time"),
                value(ProblemCode.UNKNOWN_KEY, "{format: json, columns: [delay]}"),
                value(ProblemCode.WRONG_TYPE, "{format: xml}"),
                change(ProblemCode.ILLEGAL_TOPIC, "monitors:", "dead-letters: {topic: flights}\nmonitors:"),
                change(ProblemCode.ILLEGAL_TOPIC, "monitors:", "dead-letters: {topic: kullback.results}\nmonitors:"),
                change(ProblemCode.ILLEGAL_TOPIC, "monitors:", "dead-letters: {topic: a/b}\nmonitors:"),
                change(ProblemCode.OUT_OF_RANGE, "monitors:", "dead-letters: {at-most-per-second: -1}\nmonitors:"),
                change(ProblemCode.ILLEGAL_DURATION, "size: 1h", "size: an hour"),
                change(ProblemCode.ILLEGAL_TIME, "2001-01-04T00:00:00Z", "2001-01-04"),
                change(ProblemCode.ILLEGAL_ADVANCE, "{size: 1h}", "{size: 1h, advance: 7m}"),
                change(ProblemCode.ILLEGAL_WINDOW, "{size: 1h}", "{size: 0s}"),
                change(ProblemCode.ILLEGAL_BINS, "type: number", "type: number, bins: {edges: [2, 1]}"),
                change(ProblemCode.ILLEGAL_BINS, "type: number", "type: number, bins: {quantiles: 1}"),
                change(ProblemCode.ILLEGAL_BINS, "type: number", "type: number, bins: {quantiles: 9, edges: [1]}"),
                change(ProblemCode.ILLEGAL_BINS, "type: number", "type: category, top: 3, categories: [a]"),
                change(ProblemCode.REQUIRED_KEY_MISSING, "type: number", "type: vector"),
                change(ProblemCode.OUT_OF_RANGE, "type: number", "type: vector, dimension: 129"),
                change(ProblemCode.OUT_OF_RANGE, "type: number", "type: vector, dimension: 3, fields: [/x, /y]"),
                change(ProblemCode.ILLEGAL_FIELD, "type: number", "type: vector, fields: [/x]"),
                change(ProblemCode.ILLEGAL_FIELD, "type: number", "type: vector, field: /z, fields: [/x, /y]"),
                change(ProblemCode.WRONG_TYPE, "type: number", "type: vector, dimension: 2, reference: normal"),
                change(ProblemCode.UNKNOWN_KEY, "type: number", "type: vector, dimension: 2, bins: {edges: [1]}"),
                change(ProblemCode.REQUIRED_KEY_MISSING, "type: number", "type: posterior, mean: /mu, dimension: 2"),
                change(
                        ProblemCode.OUT_OF_RANGE,
                        "type: number",
                        "type: posterior, mean: /mu, log-variance: /s, dimension: 0"),
                change(
                        ProblemCode.ILLEGAL_BINS,
                        "type: number",
                        "type: posterior, mean: /mu, log-variance: /s, dimension: 2, bins: {quantiles: 5}"),
                change(ProblemCode.ILLEGAL_REFERENCE, "2001-01-04T00:00:00Z", "2001-02-04T00:00:00Z"),
                change(ProblemCode.ILLEGAL_REFERENCE, "2001-01-04T00:00:00Z", "2001-01-04T00:30:00Z"),
                change(ProblemCode.ILLEGAL_REFERENCE, "{period: {", "{file: x, period: {"),
                change(
                        ProblemCode.REFERENCE_MISSING,
                        "{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}",
                        "{file: absent.json}"),
                change(ProblemCode.OUT_OF_RANGE, "topic: flights", "topic: flights\n    alert: {min-events: 0}"),
                change(
                        ProblemCode.ILLEGAL_SMOOTHING,
                        "topic: flights",
                        "topic: flights\n    smoothing: {reference: -1}"),
                change(ProblemCode.OUT_OF_RANGE, "monitors:", "merge-partitions: 0\nmonitors:"),
                change(ProblemCode.OUT_OF_RANGE, "monitors:", "limits: {series: 0}\nmonitors:"),
                change(ProblemCode.WRONG_TYPE, "monitors:", "limits: {series: few}\nmonitors:"),
                change(ProblemCode.MISSPELT_KEY, "monitors:", "limits: {serie: 9}\nmonitors:"),
                change(ProblemCode.OUT_OF_RANGE, "topic: flights", "topic: flights\n    limits: {segments: 0}"),
                change(ProblemCode.OUT_OF_RANGE, "topic: flights", "topic: flights\n    limits: {segments: 1001}"),
                change(ProblemCode.OUT_OF_RANGE, "topic: flights", "topic: flights\n    limits: {panes: -1}"),
                change(ProblemCode.OUT_OF_RANGE, "topic: flights", "topic: flights\n    limits: {categories: 0}"),
                change(ProblemCode.LIMIT_EXCEEDED, "topic: flights", "topic: flights\n    limits: {panes: 300}"),
                change(ProblemCode.LIMIT_EXCEEDED, "{size: 1h}", "{size: 1h, advance: 1s, retention: 2d}"),
                change(ProblemCode.ILLEGAL_ADDRESS, "monitors:", "http: {bind: somewhere}\nmonitors:"),
                change(
                        ProblemCode.RESERVED_PROPERTY,
                        "{bootstrap.servers: localhost:9092}",
                        "{bootstrap.servers: a:1, processing.guarantee: at_least_once}"));
    }

    private static Arguments mistake(ProblemCode code, String yaml) {
        return Arguments.of(code, yaml);
    }

    private static Arguments change(ProblemCode code, String right, String wrong) {
        assertThat(RIGHT).contains(right);
        return Arguments.of(code, RIGHT.replace(right, wrong));
    }

    private static Arguments value(ProblemCode code, String value) {
        return change(code, "topic: flights", "topic: flights\n    value: " + value);
    }

    @Test
    void csvIsReadWithItsColumnsAndACommaUnlessAnotherDelimiterIsNamed() {
        assertThat(format("{format: csv, columns: [time, delay]}"))
                .isEqualTo(new ValueFormat.Csv(List.of("time", "delay"), ','));
        assertThat(format("{format: csv, columns: [time, delay], delimiter: \"\\t\"}"))
                .isEqualTo(new ValueFormat.Csv(List.of("time", "delay"), '\t'));
        assertThat(format("{format: json}")).isEqualTo(ValueFormat.JSON);
    }

    private ValueFormat format(String value) {
        return parse(RIGHT.replace("topic: flights", "topic: flights\n    value: " + value)).stream()
                .monitors()
                .get(0)
                .format();
    }

    @Test
    void deadLettersAreOffUnlessTheyAreAskedForAndThenWithoutPayloads() {
        assertThat(parse(RIGHT).stream().deadLetters()).isEmpty();
        assertThat(parse("dead-letters: {}\n" + RIGHT).stream().deadLetters())
                .contains(new DeadLetterSettings("kullback.dead-letters", false, 100));
        assertThat(parse("dead-letters: {topic: bad, payload: true, at-most-per-second: 7}\n" + RIGHT).stream()
                        .deadLetters())
                .contains(new DeadLetterSettings("bad", true, 7));
    }

    @ParameterizedTest(name = "{0}: {index}")
    @MethodSource("mistakes")
    void aMistakeHasItsOwnCodeAndIsTheOnlyOneReported(ProblemCode code, String yaml) {
        assertThat(problems(yaml)).extracting(Problem::code).containsExactly(code);
    }

    @Test
    void anAbsentFileAndOneThatIsNotTextAreSaidToBe() throws IOException {
        Path absent = folder.resolve("absent.yaml");
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> ConfigurationFile.read(absent, Map.of()))
                        .problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.FILE_MISSING);
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> ConfigurationFile.read(binary, Map.of()))
                        .problems())
                .extracting(Problem::code)
                .containsExactly(ProblemCode.FILE_UNREADABLE);
    }

    @Test
    void moreSeriesThanTheBudgetAllowsAreRefusedWithTheSumThatTheyMake() {
        String yaml = RIGHT.replace(
                        "topic: flights", "topic: flights\n    segment: /carrier\n    limits: {segments: 30}")
                .replace("monitors:", "limits: {series: 30}\nmonitors:");
        assertThat(problems(yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
            assertThat(problem.message())
                    .isEqualTo("the monitors may have 31 series, but limits.series is 30: "
                            + "flights 1 feature x (30 segments + the others together) = 31");
        });
        assertThat(parse(yaml.replace("series: 30", "series: 31")).series()).isEqualTo(31);
    }

    @Test
    void theCeilingOfPanesIsRaisedToWhatTheWindowsNeedUnlessItIsSaid() {
        // A retention of a day, an hour of the future, the window itself and its neighbours, and a fortnight of
        // reference.
        assertThat(parse(RIGHT).stream().monitors().get(0).panesNeeded()).isEqualTo(24 + 1 + 1 + 2 + 14 * 24);
        MonitorSettings fine = parse(RIGHT.replace("{size: 1h}", "{size: 1m}")).stream()
                .monitors()
                .get(0);
        assertThat(fine.limits().panes()).isEqualTo(24 * 60 + 60 + 1 + 2 + 14 * 24 * 60);
    }

    @Test
    void aReferenceFileOfManySegmentsRaisesTheCeilingUnlessItIsSaid() throws IOException {
        Map<String, Map<String, Histogram>> segments = Stream.iterate(0, i -> i + 1)
                .limit(150)
                .collect(Collectors.toMap(
                        i -> "s" + i, i -> Map.of("delay", Histogram.ofValues(NumberBinning.ofEdges(0), 100, 200))));
        Files.write(folder.resolve("r.json"), ReferenceJson.write(Reference.of("a test", segments)));
        String yaml =
                RIGHT.replace("{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}", "{file: r.json}");
        assertThat(parse(yaml).stream().monitors().get(0).limits().segments()).isEqualTo(150);
        assertThat(problems(yaml.replace("topic: flights", "topic: flights\n    limits: {segments: 149}")))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).contains("has 150 segments, but only 149 may be told apart"));
    }

    @Test
    void aReferenceFileThatLacksAFeatureIsSaidTo() throws IOException {
        Files.write(
                folder.resolve("r.json"),
                ReferenceJson.write(Reference.of(
                        "a test", Map.of("", Map.of("other", Histogram.ofValues(NumberBinning.ofEdges(0), 1, 2))))));
        assertThat(problems(RIGHT.replace(
                        "{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}", "{file: r.json}")))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.REFERENCE_LACKS_FEATURE);
    }

    @Test
    void aReferenceFileOfVectorsOfAnotherLengthIsSaidToBe() throws IOException {
        VectorBinning three = new VectorBinning(3);
        Tally vectors = three.newTally();
        for (int i = 0; i < 50; i++) {
            vectors.addVector(new double[] {i, i % 3, i % 5}, 3);
        }
        Files.write(
                folder.resolve("r.json"),
                ReferenceJson.write(Reference.of("a test", Map.of("", Map.of("delay", vectors.over(three))))));
        String yaml =
                RIGHT.replace("{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}", "{file: r.json}");
        assertThat(parse(yaml.replace("type: number", "type: vector, dimension: 3")).stream()
                        .monitors())
                .hasSize(1);
        assertThat(problems(yaml.replace("type: number", "type: vector, dimension: 2")))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.REFERENCE_LACKS_FEATURE);
    }

    @Test
    void vectorsAndPosteriorsAreReadWithTheirFields() {
        List<FeatureSettings> features = parse(RIGHT.replace("- {name: delay, type: number}", """
                        - {name: z, type: vector, dimension: 16, reference: standard-normal}
                              - {name: axes, type: vector, fields: [/x, /y]}
                              - {name: code, type: posterior, mean: /mu, log-variance: /logvar, dimension: 8}
                        """.strip())).stream()
                .monitors()
                .get(0)
                .features();
        assertThat(features)
                .extracting(FeatureSettings::bins)
                .containsExactly(
                        new BinningRule.Fixed(new VectorBinning(16, true)),
                        new BinningRule.Fixed(new VectorBinning(2)),
                        new BinningRule.Fixed(new PosteriorBinning(8, NumberBinning.logSpaced(0.8, 80, 20))));
        assertThat(features)
                .extracting(feature -> feature.fields().toString())
                .containsExactly("[/z]", "[/x, /y]", "[/mu, /logvar]");
    }

    @Test
    void aliasesCannotBlowUpTheReading() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(bomb + RIGHT)).extracting(Problem::code).containsExactly(ProblemCode.ALIAS_BOMB);
    }

    @Test
    void theHashFollowsTheText() {
        assertThat(parse(RIGHT).hash()).isEqualTo(parse(RIGHT).hash());
        assertThat(parse(RIGHT).hash()).isNotEqualTo(parse(RIGHT + "# x\n").hash());
        assertThat(parse(RIGHT).stream().monitors().get(0).reference())
                .isEqualTo(new ReferenceSource.Period(
                        Instant.parse("2001-01-04T00:00:00Z"), Instant.parse("2001-01-18T00:00:00Z")));
    }
}

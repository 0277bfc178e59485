package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.ingest.ReferenceJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbered kinds of bad configuration: each with its own code, its place, its reason and its remedy. What needs brokers is in {@code LiveCheckIT}. */
class BadConfigurationTest {

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
    private static final String PERIOD = "{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}";
    private static final String SERVERS = "{bootstrap.servers: localhost:9092}";
    private static final String CANARY = "Canary/7f3a91c0";

    /** Codes that only a running cluster or a taken port can give. */
    private static final Set<ProblemCode> AT_RUN_TIME = EnumSet.of(
            ProblemCode.ADDRESS_REFUSED,
            ProblemCode.REFUSED_PROPERTY,
            ProblemCode.BROKER_UNREACHABLE,
            ProblemCode.TOPIC_ABSENT,
            ProblemCode.NO_PERMISSION,
            ProblemCode.TOPIC_EMPTY,
            ProblemCode.OLD_TRANSACTIONS,
            ProblemCode.RETENTION_TOO_SHORT,
            ProblemCode.RECORDS_REJECTED,
            ProblemCode.FIELD_NOT_FOUND,
            ProblemCode.WINDOWS_TOO_SMALL);

    @TempDir
    private Path base;

    private Path folder;

    /**
     * One bad configuration.
     *
     * @param kind number in the list of kinds; 0 for what the list does not have
     * @param place line and column, or nothing where the file as a whole is meant
     * @param reason a part of what is said of it
     * @param remedy a part of what is said to mend it
     */
    private record Kind(int kind, ProblemCode code, String yaml, String place, String reason, String remedy) {
        @Override
        public String toString() {
            return kind + " " + code.label();
        }
    }

    private static Kind kind(
            int number, ProblemCode code, String right, String wrong, String place, String reason, String remedy) {
        assertThat(RIGHT).contains(right);
        return new Kind(number, code, RIGHT.replace(right, wrong), place, reason, remedy);
    }

    private static Kind kafka(String properties, String place, String reason, String remedy) {
        return kind(21, ProblemCode.INCOMPLETE_SECURITY, SERVERS, properties, place, reason, remedy);
    }

    private static Kind reference(
            int number, ProblemCode code, String file, String place, String reason, String remedy) {
        return kind(number, code, PERIOD, "{file: " + file + "}", place, reason, remedy);
    }

    static List<Kind> kinds() {
        return Stream.of(
                        theText(),
                        theKeys(),
                        theVariables(),
                        theMonitors(),
                        theSecurity(),
                        theWindows(),
                        theReferences(),
                        theOthers())
                .flatMap(kinds -> kinds)
                .toList();
    }

    private static Stream<Kind> theText() {
        String bomb = Stream.iterate(1, i -> i < 30, i -> i + 1)
                .map(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                .collect(Collectors.joining("", "a0: &a0 [x, x]\n", RIGHT));
        String deep = "a: " + "[".repeat(5_000) + "]".repeat(5_000);
        return Stream.of(
                new Kind(3, ProblemCode.NOT_YAML, "kafka: [", "1:9", "expected the node content", "quote"),
                new Kind(3, ProblemCode.NOT_YAML, "kafka: a: b", "1:9", "mapping values are not allowed", "': '"),
                new Kind(3, ProblemCode.NOT_YAML, "kafka:\n  x: \u0007", "2:6", "U+0007", "escape"),
                new Kind(4, ProblemCode.ILLEGAL_INDENT, "kafka:\n\ta: b", "2:1", "a tab stands", "never tabs"),
                new Kind(4, ProblemCode.ILLEGAL_INDENT, "kafka: x\n  a: b", "2:4", "indented unlike", "one column"),
                new Kind(4, ProblemCode.ILLEGAL_INDENT, "a:\n  b: 1\n c: 2", "3:2", "indented unlike", "one column"),
                new Kind(6, ProblemCode.EMPTY, "", "", "holds nothing", "kullback.reference.yaml"),
                new Kind(6, ProblemCode.EMPTY, "# nothing\n", "", "holds nothing", "kullback.reference.yaml"),
                new Kind(7, ProblemCode.ALIAS_BOMB, bomb, "16:6", "more than 200000 values", "Write out"),
                new Kind(7, ProblemCode.ALIAS_BOMB, "a: &a [*a]\n" + RIGHT, "1:4", "alias to itself", "Write out"),
                new Kind(0, ProblemCode.TOO_DEEP, deep, "1:67", "nested deeper than 64", "fewer than ten"),
                new Kind(
                        0,
                        ProblemCode.SEVERAL_DOCUMENTS,
                        RIGHT + "---\n" + RIGHT,
                        "9:1",
                        "a second document begins",
                        "Remove the line"));
    }

    private static Stream<Kind> theKeys() {
        return Stream.of(
                kind(
                        5,
                        ProblemCode.DUPLICATE_KEY,
                        "topic: flights",
                        "topic: flights\n    topic: other",
                        "5:5 monitors[0].topic",
                        "stands here twice",
                        "Remove one"),
                kind(
                        8,
                        ProblemCode.UNKNOWN_KEY,
                        "type: number",
                        "type: number, colour: red",
                        "8:37 monitors[0].features[0].colour",
                        "no key 'colour'",
                        "Known here: alert, bins"),
                kind(
                        9,
                        ProblemCode.MISSPELT_KEY,
                        "type: number",
                        "type: number, feild: /x",
                        "8:37 monitors[0].features[0].feild",
                        "no key 'feild'",
                        "Did you mean 'field'?"),
                kind(
                        10,
                        ProblemCode.WRONG_TYPE,
                        "{size: 1h}",
                        "1h",
                        "5:13 monitors[0].window",
                        "keys and values are expected",
                        "key: value"),
                kind(
                        11,
                        ProblemCode.REQUIRED_KEY_MISSING,
                        "    topic: flights\n",
                        "",
                        "3:5 monitors[0]",
                        "'topic' is missing",
                        "Name the topic"));
    }

    private static Stream<Kind> theVariables() {
        return Stream.of(
                kind(
                        12,
                        ProblemCode.UNRESOLVED_VARIABLE,
                        "topic: flights",
                        "topic: '${env:ABSENT}'",
                        "4:12 monitors[0].topic",
                        "variable ABSENT is not set",
                        "${env:NAME:-default}"),
                variable(ProblemCode.SECRET_MISSING, "absent", "does not exist", "Create it"),
                variable(ProblemCode.SECRET_UNREADABLE, "sub", "is a directory", "Name a file in it"),
                variable(ProblemCode.SECRET_UNREADABLE, "large", "larger than 65536", "this one value"),
                variable(ProblemCode.SECRET_UNREADABLE, "binary", "is not UTF-8", "as text"),
                variable(ProblemCode.SECRET_EMPTY, "empty", "is empty", "Write the value"),
                variable(ProblemCode.SECRET_EXPOSED, "open", "every user of this machine", "chmod o-r"));
    }

    private static Kind variable(ProblemCode code, String file, String reason, String remedy) {
        return kind(
                13,
                code,
                SERVERS,
                "{bootstrap.servers: a:1, client.id: '${file:" + file + "}'}",
                "1:44 kafka.client.id",
                reason,
                remedy);
    }

    private static Stream<Kind> theMonitors() {
        return Stream.of(
                new Kind(
                        14,
                        ProblemCode.NO_MONITORS,
                        "kafka: {bootstrap.servers: a:1}\nmonitors: []",
                        "2:11 monitors",
                        "nothing to do",
                        "Add one"),
                new Kind(
                        15,
                        ProblemCode.DUPLICATE_NAME,
                        RIGHT + RIGHT.substring(RIGHT.indexOf("  - name")),
                        "9:11 monitors[1].name",
                        "another monitor is called 'flights'",
                        "must differ"),
                kind(
                        16,
                        ProblemCode.ILLEGAL_NAME,
                        "name: flights",
                        "name: Flights!",
                        "3:11 monitors[0].name",
                        "'Flights!' cannot be",
                        "a-z, 0-9"),
                kind(
                        17,
                        ProblemCode.ILLEGAL_TOPIC,
                        "topic: flights",
                        "topic: a/b",
                        "4:12 monitors[0].topic",
                        "'a/b' cannot be",
                        "249 letters"));
    }

    private static Stream<Kind> theSecurity() {
        return Stream.of(
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: TLS}",
                        "1:52 kafka.security.protocol",
                        "no security protocol 'TLS'",
                        "Use PLAINTEXT, SSL"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SASL_SSL, sasl.jaas.config: x}",
                        "1:52 kafka.security.protocol",
                        "needs 'sasl.mechanism'",
                        "SCRAM-SHA-512"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN}",
                        "1:52 kafka.security.protocol",
                        "needs 'sasl.jaas.config'",
                        "${file:…}"),
                kafka(
                        "{bootstrap.servers: a:1, sasl.mechanism: PLAIN}",
                        "1:49 kafka.sasl.mechanism",
                        "no effect, because security.protocol is PLAINTEXT",
                        "security.protocol: SASL_SSL"),
                kafka(
                        "{bootstrap.servers: a:1, ssl.truststore.location: /x}",
                        "1:58 kafka.ssl.truststore.location",
                        "no effect",
                        "security.protocol: SSL"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SSL, ssl.keystore.location: pom.xml}",
                        "1:80 kafka.ssl.keystore.location",
                        "needs 'ssl.keystore.password'",
                        "Add it"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SSL, ssl.truststore.password: x}",
                        "1:82 kafka.ssl.truststore.password",
                        "needs 'ssl.truststore.location'",
                        "Add it"),
                kafka(
                        "{bootstrap.servers: a:1, security.protocol: SSL, ssl.truststore.location: /absent}",
                        "1:82 kafka.ssl.truststore.location",
                        "there is no such file",
                        "Correct the path"));
    }

    private static Kind window(
            int number, ProblemCode code, String window, String place, String reason, String remedy) {
        return kind(number, code, "{size: 1h}", window, place, reason, remedy);
    }

    private static Stream<Kind> theWindows() {
        return Stream.of(
                window(22, ProblemCode.ILLEGAL_DURATION, "{size: an hour}", "5:20", "'an hour'", "10s, 5m, 2h"),
                window(22, ProblemCode.ILLEGAL_WINDOW, "{size: 0s}", "5:20", "size must be at least 1 ms", "size: 1h"),
                window(23, ProblemCode.ILLEGAL_ADVANCE, "{size: 1h, advance: 7m}", "5:33", "multiple", "must divide"),
                window(23, ProblemCode.ILLEGAL_ADVANCE, "{size: 1h, advance: 0s}", "5:33", "at least 1 ms", "divide"),
                window(24, ProblemCode.ILLEGAL_WAIT, "{size: 1h, grace: -5s}", "5:31", "negative time", "0s waits"),
                window(24, ProblemCode.ILLEGAL_WAIT, "{size: 1h, idle-timeout: -1m}", "5:38", "'-1m'", "0s waits"),
                bins("{quantiles: 1}", "8:55 monitors[0].features[0].bins.quantiles", "at least 2"),
                bins("{edges: []}", "8:51 monitors[0].features[0].bins.edges", "at least one edge"),
                bins("{edges: [2, 2]}", "8:51 monitors[0].features[0].bins.edges", "must rise strictly"),
                bins("{edges: [1, NaN]}", "8:51 monitors[0].features[0].bins.edges", "edge 2 is NaN"),
                kind(
                        29,
                        ProblemCode.ILLEGAL_SMOOTHING,
                        "topic: flights",
                        "topic: flights\n    smoothing: {reference: -1}",
                        "5:28 monitors[0].smoothing.reference",
                        "pseudo-count of the reference must be at least 0",
                        "0.5 is usual"),
                kind(
                        30,
                        ProblemCode.ILLEGAL_THRESHOLD,
                        "topic: flights",
                        "topic: flights\n    alert: {thresholds: [{divergence: psi, above: -1}]}",
                        "5:51 monitors[0].alert.thresholds[0].above",
                        "above must be at least 0",
                        "above: 0.1"),
                kind(
                        30,
                        ProblemCode.ILLEGAL_THRESHOLD,
                        "topic: flights",
                        "topic: flights\n    alert: {clear-level: 1.5}",
                        "5:26 monitors[0].alert.clear-level",
                        "at most 1",
                        "0.8 is usual"));
    }

    private static Kind bins(String bins, String place, String reason) {
        return kind(
                25,
                ProblemCode.ILLEGAL_BINS,
                "type: number",
                "type: number, bins: " + bins,
                place,
                reason,
                "Edges must rise");
    }

    private static Stream<Kind> theReferences() {
        String file = "6:23 monitors[0].reference.file";
        String name = "8:16 monitors[0].features[0].name";
        return Stream.of(
                reference(26, ProblemCode.REFERENCE_MISSING, "absent.json", file, "no file", "reference build"),
                reference(26, ProblemCode.REFERENCE_UNREADABLE, "sub", file, "cannot be read", "permissions"),
                reference(26, ProblemCode.REFERENCE_EMPTY, "empty", file, "is empty", "reference build"),
                reference(26, ProblemCode.REFERENCE_EMPTY, "no-counts.json", file, "no counts", "reference build"),
                reference(26, ProblemCode.NOT_A_REFERENCE, "open", file, "holds no reference", "reference build"),
                reference(
                        26,
                        ProblemCode.REFERENCE_LACKS_FEATURE,
                        "other.json",
                        name,
                        "nothing of 'delay'",
                        "with this feature"),
                reference(
                        27,
                        ProblemCode.REFERENCE_TOO_SMALL,
                        "small.json",
                        name,
                        "49 usable values of 'delay', but even a window is judged on 50",
                        "longer time"),
                reference(27, ProblemCode.REFERENCE_CONSTANT, "constant.json", name, "all 80 values", "finer bins"),
                reference(
                        28,
                        ProblemCode.REFERENCE_OUTSIDE,
                        "../outside.json",
                        file,
                        "'../outside.json' is outside of the folder",
                        "reference-dir"),
                reference(28, ProblemCode.REFERENCE_OUTSIDE, "link.json", file, "a link out of", "reference-dir"),
                kind(
                        28,
                        ProblemCode.REFERENCE_MISSING,
                        "monitors:",
                        "reference-dir: nowhere\nmonitors:",
                        "2:16 reference-dir",
                        "there is no folder",
                        "Create it"));
    }

    private static Stream<Kind> theOthers() {
        return Stream.of(
                kind(
                        0,
                        ProblemCode.OUT_OF_RANGE,
                        "monitors:",
                        "merge-partitions: 0\nmonitors:",
                        "2:19 merge-partitions",
                        "between 1 and 1000",
                        "4 serve"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_FIELD,
                        "type: number",
                        "type: number, field: delay",
                        "8:44 monitors[0].features[0].field",
                        "'delay'",
                        "JSON Pointer"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_TIME,
                        "2001-01-04T00:00:00Z",
                        "2001-01-04",
                        "6:32 monitors[0].reference.period.from",
                        "with an offset",
                        "2001-01-04T00:00:00Z"),
                kind(
                        0,
                        ProblemCode.INAPPLICABLE_THRESHOLD,
                        "type: number",
                        "type: boolean, alert: {thresholds: [{divergence: ks, above: 1}]}",
                        "8:72 monitors[0].features[0].alert.thresholds[0].divergence",
                        "needs values that have an order",
                        "psi or js_distance"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_REFERENCE,
                        "{period: {",
                        "{file: x, period: {",
                        "6:16 monitors[0].reference",
                        "either a period of the topic or a file",
                        "exactly one"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_ADDRESS,
                        "monitors:",
                        "http: {bind: somewhere}\nmonitors:",
                        "2:14 http.bind",
                        "host:port",
                        "port 0"),
                kind(
                        0,
                        ProblemCode.RESERVED_PROPERTY,
                        SERVERS,
                        "{bootstrap.servers: a:1, application.id: x}",
                        "1:49 kafka.application.id",
                        "not the user's to set",
                        "top level"));
    }

    /** The files that the bad configurations name. */
    @BeforeEach
    void writeFiles() throws IOException {
        folder = Files.createDirectories(base.resolve("configuration"));
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("empty"), "\n");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        Files.writeString(folder.resolve("large"), "x".repeat(65_537));
        Files.writeString(folder.resolve("open"), CANARY);
        Files.setPosixFilePermissions(folder.resolve("open"), PosixFilePermissions.fromString("rw-r--r--"));
        for (String other : List.of("empty", "binary", "large")) {
            Files.setPosixFilePermissions(folder.resolve(other), PosixFilePermissions.fromString("rw-------"));
        }
        writeReference(folder.resolve("other.json"), "other", 50, 50);
        writeReference(folder.resolve("small.json"), "delay", 24, 25);
        writeReference(folder.resolve("constant.json"), "delay", 0, 80);
        writeReference(base.resolve("outside.json"), "delay", 50, 50);
        Files.createSymbolicLink(folder.resolve("link.json"), base.resolve("outside.json"));
        Files.write(folder.resolve("no-counts.json"), ReferenceJson.write(Reference.of("a test", Map.of())));
    }

    private static void writeReference(Path file, String feature, long below, long above) throws IOException {
        Histogram histogram = Histogram.ofValues(NumberBinning.ofEdges(0), below, above);
        Files.write(
                file, ReferenceJson.write(Reference.of("a test", Map.of(Reference.WHOLE, Map.of(feature, histogram)))));
    }

    private List<Problem> problems(String yaml) {
        return problems(yaml, Map.of());
    }

    private List<Problem> problems(String yaml, Map<String, String> environment) {
        try {
            return ConfigurationFile.parse(yaml, "my.yaml", folder, environment).warnings();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    private static List<Problem> problemsOf(Path file) {
        return catchThrowableOfType(ConfigurationException.class, () -> ConfigurationFile.read(file, Map.of()))
                .problems();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aKindHasItsOwnCodeAndNamesPlaceReasonAndRemedy(Kind kind) {
        assertThat(problems(kind.yaml())).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(kind.code());
            assertThat(problem.toString()).startsWith(kind.place().isEmpty() ? "my.yaml" : "my.yaml:" + kind.place());
            assertThat(problem.message()).contains(kind.reason());
            assertThat(problem.remedy()).contains(kind.remedy());
        });
    }

    @Test
    void filesThatCannotBeReadAreSaidToBe() throws IOException {
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(YamlText.MOST_BYTES + 1));
        Path largest = Files.writeString(
                folder.resolve("largest.yaml"), RIGHT + "#".repeat(YamlText.MOST_BYTES - RIGHT.length()));
        assertThat(problemsOf(folder.resolve("absent.yaml")))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.FILE_MISSING);
        assertThat(Stream.of("sub", "binary").map(folder::resolve))
                .allSatisfy(file -> assertThat(problemsOf(file))
                        .extracting(Problem::code)
                        .containsExactly(ProblemCode.FILE_UNREADABLE));
        assertThat(problemsOf(large)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.FILE_TOO_LARGE);
            assertThat(problem.message()).contains("larger than 1048576 bytes");
        });
        assertThat(ConfigurationFile.read(largest, Map.of()).warnings()).isEmpty();
    }

    @Test
    void aFileThatMayNotBeReadIsSaidToBe() throws IOException {
        Path closed = Files.writeString(folder.resolve("closed.yaml"), RIGHT);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(closed), "this user may read every file");
        assertThat(problemsOf(closed)).extracting(Problem::code).containsExactly(ProblemCode.FILE_UNREADABLE);
    }

    @Test
    void everyCodeHasACaseAndNoTwoKindsShareOne() {
        Set<ProblemCode> shown = kinds().stream().map(Kind::code).collect(Collectors.toSet());
        shown.addAll(Set.of(ProblemCode.FILE_MISSING, ProblemCode.FILE_UNREADABLE, ProblemCode.FILE_TOO_LARGE));
        assertThat(shown).doesNotContainAnyElementsOf(AT_RUN_TIME);
        shown.addAll(AT_RUN_TIME);
        assertThat(shown).containsExactlyInAnyOrder(ProblemCode.values());
        Map<ProblemCode, Set<Integer>> numbers = kinds().stream()
                // A folder of references that is not there is as absent as a file.
                .filter(kind -> kind.kind() != 28 || kind.code() != ProblemCode.REFERENCE_MISSING)
                .collect(Collectors.groupingBy(Kind::code, Collectors.mapping(Kind::kind, Collectors.toSet())));
        assertThat(numbers)
                .allSatisfy((code, kinds) -> assertThat(kinds).as(code.label()).hasSize(1));
    }

    /** 1 and 2 have a test of their own, 18 to 20 and 31 need brokers, 32 has no budget yet, 33 a port, and nothing is pushed to an address as in 34. */
    @Test
    void everyNumberedKindThatAFileAloneCanShowHasACase() {
        assertThat(kinds().stream().map(Kind::kind).filter(number -> number > 0).distinct())
                .containsExactlyInAnyOrder(
                        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    }

    @Test
    void allProblemsOfAFileAreInOneReportInItsOrder() {
        String yaml = RIGHT.replace("topic: flights", "topic: a/b")
                .replace("{size: 1h}", "{size: 1h, grace: -5s, advance: 7m}")
                .replace("type: number", "type: number, bins: {edges: [1, 1]}, colour: red");
        assertThat(problems(yaml))
                .extracting(Problem::code)
                .containsExactly(
                        ProblemCode.ILLEGAL_TOPIC,
                        ProblemCode.ILLEGAL_WAIT,
                        ProblemCode.ILLEGAL_ADVANCE,
                        ProblemCode.ILLEGAL_BINS,
                        ProblemCode.UNKNOWN_KEY);
    }

    /** The same secret in places of every sort, and refused in each, so that whichever rule refuses it would show it. */
    @Test
    void whatWasFilledInIsNeverShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), CANARY + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        List<String> keys = new ArrayList<>(List.of("topic: flights", "name: flights", "size: 1h", "type: number"));
        keys.addAll(List.of("from: 2001-01-04T00:00:00Z", "type: number, bins: {edges: [1]}"));
        keys.addAll(List.of("type: number, field: /x", "type: number, bins: {quantiles: 3}"));
        for (String key : keys) {
            for (String form : List.of("${file:secret}", "a ${file:secret}!", "${env:SECRET}")) {
                String right = key.replaceAll("[,] .*", "");
                String wrong = key.replaceAll("(\\[)?[^ \\[\\]{}]+([]}]*)$", "$1'" + form.replace("$", "\\$") + "'$2");
                List<Problem> problems = problems(RIGHT.replace(right, wrong), Map.of("SECRET", CANARY));
                assertThat(problems).as(wrong).isNotEmpty();
                assertThat(problems).extracting(Problem::toString).noneMatch(text -> text.contains(CANARY));
            }
        }
        assertThat(problems(RIGHT.replace("topic: flights", "topic: '${file:secret}!'")))
                .extracting(Problem::message)
                .containsExactly("'${file:secret}!' cannot be a topic's name");
    }

    @Test
    void aTagMakesNoObject() {
        assertThat(problems(RIGHT.replace("topic: flights", "topic: !!java.net.URL [http://127.0.0.1:9]")))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.WRONG_TYPE);
    }

    @Test
    void aFolderOfReferencesMayBeNamedAndALinkWithinItMayBeFollowed() throws IOException {
        Path library = Files.createDirectory(base.resolve("library"));
        writeReference(library.resolve("real.json"), "delay", 50, 50);
        Files.createSymbolicLink(library.resolve("alias.json"), Path.of("real.json"));
        String yaml = "reference-dir: ../library\n" + RIGHT.replace(PERIOD, "{file: alias.json}");
        assertThat(problems(yaml)).isEmpty();
        assertThat(problems(
                        yaml.replace("alias.json", library.resolve("real.json").toString())))
                .as("a full name within the folder")
                .isEmpty();
        assertThat(problems(
                        yaml.replace("alias.json", folder.resolve("small.json").toString())))
                .extracting(Problem::code)
                .containsExactly(ProblemCode.REFERENCE_OUTSIDE);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        Path marked = Files.write(folder.resolve("marked.yaml"), ("\uFEFF" + RIGHT).getBytes(StandardCharsets.UTF_8));
        assertThat(ConfigurationFile.read(marked, Map.of()).stream().monitors()).hasSize(1);
    }
}

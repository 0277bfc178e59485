package io.kullback.config;

import static io.kullback.config.BadConfiguration.PERIOD;
import static io.kullback.config.BadConfiguration.RIGHT;
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

    private static final String CANARY = "Canary/7f3a91c0";

    /** Codes that only a running cluster, a taken port or the environment can give. */
    private static final Set<ProblemCode> AT_RUN_TIME = EnumSet.of(
            ProblemCode.ADDRESS_REFUSED,
            ProblemCode.UNKNOWN_VARIABLE,
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

    static List<BadConfiguration> kinds() {
        return Stream.of(BadDocuments.all(), BadValues.all(), BadSecurity.all(), BadDestinations.all())
                .flatMap(kinds -> kinds)
                .toList();
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
        Files.writeString(folder.resolve("password"), CANARY);
        for (String other : List.of("empty", "binary", "large", "password")) {
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
    void aKindHasItsOwnCodeAndNamesPlaceReasonAndRemedy(BadConfiguration kind) {
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
        Set<ProblemCode> shown = kinds().stream().map(BadConfiguration::code).collect(Collectors.toSet());
        shown.addAll(Set.of(ProblemCode.FILE_MISSING, ProblemCode.FILE_UNREADABLE, ProblemCode.FILE_TOO_LARGE));
        assertThat(shown).doesNotContainAnyElementsOf(AT_RUN_TIME);
        shown.addAll(AT_RUN_TIME);
        assertThat(shown).containsExactlyInAnyOrder(ProblemCode.values());
        Map<ProblemCode, Set<Integer>> numbers = kinds().stream()
                // A folder of references that is not there is as absent as a file.
                .filter(kind -> kind.kind() != 28 || kind.code() != ProblemCode.REFERENCE_MISSING)
                .collect(Collectors.groupingBy(
                        BadConfiguration::code, Collectors.mapping(BadConfiguration::kind, Collectors.toSet())));
        assertThat(numbers)
                .allSatisfy((code, kinds) -> assertThat(kinds).as(code.label()).hasSize(1));
    }

    /** 1 and 2 have a test of their own, 18 to 20 and 31 need brokers, and 33 a port. */
    @Test
    void everyNumberedKindThatAFileAloneCanShowHasACase() {
        assertThat(kinds().stream()
                        .map(BadConfiguration::kind)
                        .filter(number -> number > 0)
                        .distinct())
                .containsExactlyInAnyOrder(
                        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32,
                        34);
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

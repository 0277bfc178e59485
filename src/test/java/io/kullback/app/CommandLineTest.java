package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the commands say and return, without Kafka. */
class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    static List<CommandLine> commands() {
        return all(Main.commandLine()).toList();
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().distinct().flatMap(CommandLineTest::all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsInEightyColumnsAndDescribesEveryOption(CommandLine command) {
        assertThat(command.getUsageMessage().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
    }

    @Test
    void aRightConfigurationIsSummedUpAndGivesZero() {
        assertThat(run("check", "config/kullback.yaml")).isZero();
        assertThat(out.toString())
                .contains("flights: topic flights, windows of")
                .contains("origin, delay");
    }

    @Test
    void aWrongConfigurationGivesThreeAndNamesLineReasonAndRemedyOfEachMistake() throws IOException {
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(
                file, Files.readString(Path.of("config/kullback.yaml")).replace("topic:", "topik:"));
        assertThat(run("check", file.toString())).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(err.toString())
                .contains("wrong.yaml:")
                .contains("topik")
                .contains("topic")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNotThereGivesThreeWithoutAStackTrace() {
        assertThat(run("check", folder.resolve("nothing.yaml").toString())).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(err.toString()).contains("nothing.yaml").doesNotContain("\tat ");
    }

    @Test
    void anUnknownOptionGivesTwo() {
        assertThat(run("demo", "--sped", "3")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--sped");
    }

    @Test
    void aSpeedThatIsNoNumberGivesTwoAndSaysWhatASpeedIs() {
        assertThat(run("demo", "--speed", "fast")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("'max' or the seconds of event time");
    }

    @Test
    void brokersThatDoNotAnswerGiveFive() throws IOException {
        Path file = folder.resolve("nowhere.yaml");
        // Port 9 of this machine: the discard service, which nothing serves.
        Files.writeString(
                file,
                Files.readString(Path.of("config/kullback.yaml"))
                        .replace("${env:KULLBACK_KAFKA:-localhost:9092}", "127.0.0.1:9")
                        .replace("127.0.0.1:8080", "127.0.0.1:0"));
        assertThat(run("run", file.toString(), "--state-dir", folder.toString()))
                .isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        assertThat(err.toString()).contains("127.0.0.1:9").doesNotContain("\tat ");
    }

    @Test
    void versionNamesBuildJavaAndKafka() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("kullback ").contains("Java 1").contains("Kafka clients 4.");
    }

    @Test
    void programsAreToldOfEachMistakeInJsonOnStandardOutput() throws IOException {
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(
                file, Files.readString(Path.of("config/kullback.yaml")).replace("topic:", "topik:"));
        assertThat(run("check", file.toString(), "--format", "json")).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(err.toString()).isEmpty();
        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("valid").asBoolean()).isFalse();
        assertThat(root.findValuesAsText("code")).containsExactly("required-key-missing", "misspelt-key");
        JsonNode misspelt = root.get("problems").get(1);
        assertThat(misspelt.get("severity").asText()).isEqualTo("error");
        assertThat(misspelt.get("file").asText()).isEqualTo(file.toString());
        assertThat(misspelt.get("line").asInt()).isEqualTo(8);
        assertThat(misspelt.get("column").asInt()).isEqualTo(5);
        assertThat(misspelt.get("path").asText()).isEqualTo("monitors[0].topik");
        assertThat(misspelt.get("reason").asText()).isEqualTo("there is no key 'topik' here");
        assertThat(misspelt.get("remedy").asText()).isEqualTo("Did you mean 'topic'?");
    }

    @Test
    void aWarningIsGivenAndKeepsNothingFromBeingRight() throws IOException {
        Path open = Files.writeString(folder.resolve("open"), "me");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Path file = folder.resolve("warned.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of("config/kullback.yaml"))
                        .replace("kafka:\n", "kafka:\n  client.id: ${file:open}\n"));
        assertThat(run("check", file.toString())).isZero();
        assertThat(err.toString())
                .contains(
                        "warned.yaml:4:14 kafka.client.id: warning: every user of this machine may read the file open")
                .contains("[secret-exposed]");
        assertThat(out.toString()).contains("right (");
        out.getBuffer().setLength(0);
        assertThat(run("check", file.toString(), "--format", "json")).isZero();
        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("valid").asBoolean()).isTrue();
        assertThat(root.get("hash").asText()).isNotEmpty();
        assertThat(root.at("/problems/0/severity").asText()).isEqualTo("warning");
    }

    /** Kind 33 of bad configurations. */
    @Test
    void anAddressThatIsTakenGivesThreeAndNamesItsLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = folder.resolve("taken.yaml");
            Files.writeString(
                    file,
                    Files.readString(Path.of("config/kullback.yaml"))
                            .replace("127.0.0.1:8080", "127.0.0.1:" + taken.getLocalPort()));
            assertThat(run("run", file.toString(), "--state-dir", folder.toString()))
                    .isEqualTo(ExitCode.CONFIGURATION.code());
            assertThat(err.toString())
                    .containsPattern("taken.yaml:\\d+:14 http.bind: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": .*Choose another address.*\\[address-refused]")
                    .doesNotContain("\tat ");
        }
    }
}

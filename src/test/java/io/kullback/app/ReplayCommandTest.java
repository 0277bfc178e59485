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
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command says and returns, without Kafka: forty days of an hour's windows, 200 events each, half of them yes; on the 30th day nine of ten are, and names that no page
 * and no terminal may obey.
 */
class ReplayCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 40;
    private static final int CHANGED = 29;
    private static final int PER_DAY = 200;
    private static final String HOSTILE = "<script>alert(1)</script>&\"'\u001b[31m\u202e";

    private static final String CONFIGURATION = """
            kafka: {bootstrap.servers: "127.0.0.1:%d"}
            monitors:
              - name: answers
                topic: answers
                event-time: /time
                segment: /who
                window: {size: 1d, grace: 0s}
                reference: {period: {from: 2026-01-01T00:00:00Z, to: 2026-01-11T00:00:00Z}}
                alert: {min-kl: %s, min-events: 50}
                features:
                  - {name: answer, type: category, categories: ["yes", "no"]}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path data;
    private Path configuration;

    @BeforeEach
    void writeTheEvents() throws IOException {
        data = folder.resolve("events.csv");
        StringBuilder rows = new StringBuilder("time,who,answer\n");
        for (int day = 0; day < DAYS; day++) {
            for (int i = 0; i < PER_DAY; i++) {
                boolean yes = day == CHANGED ? i % 10 != 0 : i % 2 == 0;
                rows.append(BEGIN.plusSeconds(86_400L * day + 60L * i))
                        .append(",\"")
                        .append(HOSTILE.replace("\"", "\"\""))
                        .append("\",")
                        .append(yes ? "yes" : "no")
                        .append('\n');
            }
        }
        Files.writeString(data, rows);
        configuration = configuration("my.yaml", "0.02");
    }

    private Path configuration(String name, String minKl) throws IOException {
        return Files.writeString(folder.resolve(name), String.format(Locale.ROOT, CONFIGURATION, 9, minKl));
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int replay(String... more) {
        String[] all = new String[more.length + 4];
        all[0] = "replay";
        all[1] = configuration.toString();
        all[2] = "--csv";
        all[3] = data.toString();
        System.arraycopy(more, 0, all, 4, more.length);
        return run(all);
    }

    private String page(String... more) throws IOException {
        Path page = folder.resolve("page.html");
        String[] all = new String[more.length + 4];
        all[0] = "--format";
        all[1] = "html";
        all[2] = "-o";
        all[3] = page.toString();
        System.arraycopy(more, 0, all, 4, more.length);
        assertThat(replay(all)).as(err.toString()).isZero();
        assertThat(folder.resolve("page.html.part")).doesNotExist();
        return Files.readString(page);
    }

    @Test
    void theTableCountsWindowsAndNamesTheAlertAndWhatMoved() {
        assertThat(replay()).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("answers: 8,000 records counted")
                .contains("10 no reference yet")
                .contains("2026-01-30 to ")
                .contains("yes 50 % → 90 %")
                .contains("40 windows of 1 series, 1 drifted, 1 alert");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length())
                        .as(line)
                        .isLessThanOrEqualTo(80 + folder.toString().length()));
    }

    @Test
    void aNameFromAnEventCanNeitherColourTheTerminalNorTurnItsText() {
        assertThat(replay()).isZero();
        assertThat(out.toString()).contains("<script>").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void onThePageItIsATextAndThereIsNoScriptAndNoAddress() throws IOException {
        String page = page();
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;")
                .doesNotContain("<script", "\u001b", "\u202e", "http://", "https://", "127.0.0.1")
                .contains("default-src &#39;none&#39;; style-src &#39;sha256-")
                .contains("<svg", "class=\"span\"", "class=\"dot\"", "class=\"noise\"");
    }

    @Test
    void jsonHoldsEveryWindowAndEveryStep() throws IOException {
        assertThat(replay("--format", "json")).isZero();
        JsonNode answer = MAPPER.readTree(out.toString());
        assertThat(answer.get("windows")).hasSize(DAYS);
        assertThat(answer.get("windows").get(0).get("segment").asText()).isEqualTo(HOSTILE);
        assertThat(answer.get("alerts"))
                .extracting(step -> step.get("kind").asText())
                .startsWith("firing")
                .endsWith("resolved");
        assertThat(answer.has("comparison")).isFalse();
    }

    @Test
    void theRangeChoosesTheWindows() throws IOException {
        assertThat(replay("--format", "json", "--from", "2026-01-20", "--to", "2026-01-25T00:00Z"))
                .isZero();
        JsonNode answer = MAPPER.readTree(out.toString());
        assertThat(answer.get("windows"))
                .extracting(window -> window.get("window").get("start").asText().substring(0, 10))
                .containsExactly("2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23", "2026-01-24");
        assertThat(answer.at("/configurations/0/monitors/0/outside").asLong()).isEqualTo(25 * PER_DAY);
    }

    @Test
    void aHigherThresholdLosesTheAlertAndSaysWhatBothSpend() throws IOException {
        Path other = configuration("lax.yaml", "5");
        assertThat(replay("--compare", other.toString())).isZero();
        assertThat(out.toString())
                .contains("lost ")
                .contains("0 gained, 1 lost, 0 moved, 0 equal")
                .contains("1 alert in 30 days judged; the budget (1 in 30d) allows 1 false")
                .contains("0 alerts in 30 days judged");
    }

    @Test
    void theComparisonStandsOnThePageToo() throws IOException {
        assertThat(page("--compare", configuration("lax.yaml", "5").toString()))
                .contains("lax.yaml gains 0, loses 1, moves 0 and has 0 as my.yaml has them.");
    }

    @Test
    void failOnGivesFourOnlyForWhatItNames() throws IOException {
        assertThat(replay("--fail-on", "alert")).isEqualTo(ExitCode.DRIFT_FOUND.code());
        assertThat(replay("--fail-on", "drift")).isEqualTo(ExitCode.DRIFT_FOUND.code());
        assertThat(replay("--fail-on", "drift", "--to", "2026-01-29")).isZero();
        configuration = configuration("lax.yaml", "5");
        assertThat(replay("--fail-on", "alert")).isZero();
    }

    @Test
    void mistakesInTheOptionsGiveTwoAndSayWhatIsMeant() {
        assertThat(replay("--from", "yesterday")).isEqualTo(ExitCode.USAGE.code());
        assertThat(replay("--from", "2026-02-01", "--to", "2026-01-01")).isEqualTo(ExitCode.USAGE.code());
        assertThat(replay("--monitor", "answer")).isEqualTo(ExitCode.USAGE.code());
        assertThat(replay("--format", "html")).isEqualTo(ExitCode.USAGE.code());
        assertThat(replay("--fail-on", "anything")).isEqualTo(ExitCode.USAGE.code());
        assertThat(run("replay", configuration.toString(), "--csv", "nothing.csv"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains("--from: a time is written like 2026-07-01 or 2026-07-01T06:00Z, but this is 'yesterday'")
                .contains("the range must end after it starts")
                .contains("there is no monitor 'answer'; there are: answers")
                .contains("name it with -o")
                .contains("there is no file nothing.csv that can be read")
                .doesNotContain("\tat ");
    }

    @Test
    void aColumnThatIsNotThereGivesOneAndNamesThoseThatAre() throws IOException {
        Files.writeString(data, "time,who,reply\n2026-01-01T00:00Z,a,yes\n");
        assertThat(replay()).isEqualTo(ExitCode.RUNTIME.code());
        assertThat(err.toString())
                .contains("no column 'answer'", "time, who, reply")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileIsThereInFullOrNotAtAll() throws IOException {
        Path output = folder.resolve("answer.json");
        Files.writeString(data, "time,who,answer\n2026-01-01T00:00Z,a,yes\n2026-01-01T00:00Z\n");
        assertThat(replay("--format", "json", "-o", output.toString())).isEqualTo(ExitCode.RUNTIME.code());
        assertThat(output).doesNotExist();
        assertThat(folder.resolve("answer.json.part")).doesNotExist();
    }

    @Test
    void aConfigurationThatIsWrongGivesThree() throws IOException {
        Path wrong = configuration("wrong.yaml", "minus");
        assertThat(replay("--compare", wrong.toString())).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(err.toString()).contains("wrong.yaml:").doesNotContain("\tat ");
    }

    @Test
    void brokersThatDoNotAnswerGiveFive() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(configuration, String.format(Locale.ROOT, CONFIGURATION, closed.getLocalPort(), "0.02"));
        }
        assertThat(run("replay", configuration.toString())).isEqualTo(ExitCode.KAFKA_UNREACHABLE.code());
        assertThat(err.toString()).contains("no Kafka broker answered").doesNotContain("\tat ");
    }
}

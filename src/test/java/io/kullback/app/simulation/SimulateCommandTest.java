package io.kullback.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void aStreamBecomesARowOfTheTableAndProgressGoesElsewhere() {
        assertThat(run("--streams", "DAILY_1", "--windows", "10000", "--seed", "3"))
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("| daily ± .1 |")))
                .singleElement()
                .satisfies(row -> assertThat(row.chars().filter(c -> c == '|')).hasSize(Rule.values().length + 2));
        assertThat(err.toString()).contains("daily ± .1: 10000 of 10000 windows");
    }

    @Test
    void aStreamThatIsUnknownIsAUsageErrorThatNamesTheKnownOnes() {
        assertThat(run("--streams", "WEEKLY")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("WEEKLY").contains("DAILY_1");
    }
}

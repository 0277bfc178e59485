package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kullback.histogram.Reference;
import io.kullback.stream.PastSpan;
import io.kullback.stream.ReferenceSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What windows can be compared with, and what is said where it cannot be so. */
class ReferenceKindsTest {

    @TempDir
    private Path folder;

    private ReferenceSource source(String reference) {
        return source(reference, "event-time: /time");
    }

    private ReferenceSource source(String reference, String more) {
        String yaml = """
                kafka: {bootstrap.servers: localhost:9092}
                monitors:
                  - name: payments
                    topic: payments
                    %s
                    window: {size: 1h}
                    reference: %s
                    features:
                      - {name: amount, type: number}
                """.formatted(more, reference);
        return ConfigurationFile.parse(yaml, "my.yaml", folder, Map.of()).stream()
                .monitors()
                .get(0)
                .reference();
    }

    @Test
    void earlierTimeIsASpanOfTheWindowsOwnTopic() {
        assertThat(source("{previous: 1}")).isEqualTo(past(new PastSpan.Previous(1)));
        assertThat(source("{previous: 24}")).isEqualTo(past(new PastSpan.Previous(24)));
        assertThat(source("{rolling: {span: 7d, offset: 1d}}"))
                .isEqualTo(past(new PastSpan.Rolling(Duration.ofDays(7), Duration.ofDays(1))));
        assertThat(source("{expanding: {from: 2026-01-05T00:00:00Z}}"))
                .isEqualTo(past(new PastSpan.Expanding(Instant.parse("2026-01-05T00:00:00Z"), Duration.ZERO)));
        assertThat(source("{seasonal: {}}"))
                .isEqualTo(past(new PastSpan.Seasonal(Duration.ofDays(7), 4, new TreeSet<>())));
        assertThat(source("{seasonal: {every: 1d, times: 3, except: [2026-12-25]}}"))
                .isEqualTo(past(new PastSpan.Seasonal(
                        Duration.ofDays(1), 3, new TreeSet<>(List.of(LocalDate.parse("2026-12-25"))))));
    }

    private static ReferenceSource past(PastSpan span) {
        return new ReferenceSource.Past(span);
    }

    @Test
    void aSegmentIsComparedWithAnother() {
        assertThat(source("{segment: stable}", "segment: /release")).isEqualTo(new ReferenceSource.Alongside("stable"));
    }

    @Test
    void aTopicIsComparedWithAnother() {
        assertThat(source("{topic: payments-stable}")).isEqualTo(new ReferenceSource.AlongsideTopic("payments-stable"));
    }

    @Test
    void aTopicIsNotComparedSegmentBySegment() {
        assertThat(catchThrowableOfType(
                                ConfigurationException.class,
                                () -> source("{topic: payments-stable}", "segment: /release"))
                        .problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("has segments"));
    }

    @Test
    void theRowsOfAFileAreCountedWhenTheConfigurationIsRead() throws IOException {
        Files.writeString(
                folder.resolve("january.csv"),
                "time,amount\n2026-01-05T00:00:00Z,12.5\n2026-01-05T00:10:00Z,14\n2026-01-05T03:00:00Z,\n");
        Reference reference = ((ReferenceSource.Given) source("{csv: january.csv}")).reference();
        assertThat(reference.origin()).isEqualTo("file january.csv, 2026-01-05T00:00:00Z to 2026-01-05T04:00:00Z");
        assertThat(reference.histogram(Reference.WHOLE, "amount").orElseThrow().total())
                .isEqualTo(3);
        assertThat(reference.histogram(Reference.WHOLE, "amount").orElseThrow().usable())
                .isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|it is not said what windows are compared with|Give exactly one of period, file",
                "{previous: 1, segment: x}|but there are previous and segment|Give exactly one",
                "{previous: 0}|at least 1 window|previous: 1",
                "{rolling: {}}|the key 'span' is missing|span: 7d",
                "{rolling: {span: 90m}}|'span' must be a multiple of the window's advance|choose another advance",
                "{rolling: {span: 7d, offset: -1h}}|a duration|500ms",
                "{expanding: {}}|the key 'from' is missing|from: ",
                "{seasonal: {every: 30m}}|must be a multiple|choose another advance",
                "{seasonal: {times: 0}}|times must be between 1 and 1000|seasonal:",
                "{seasonal: {except: [Christmas]}}|a day is expected, but this is 'Christmas'|2026-12-25",
                "{segment: stable}|has no segments|key 'segment'",
                "{segment: ''}|must have 1 to 128 characters|stable",
                "{topic: payments}|its own topic 'payments'|another one",
                "{topic: 'pay ments'}|cannot be a topic's name|letters",
                "{rollin: {span: 7d}}|there is no key 'rollin' here|Did you mean 'rolling'?",
                "{csv: nothing.csv}|there is no file|reference-dir",
                "{csv: ../outside.csv}|outside of the folder|reference-dir"
            })
    void aMistakeIsNamedWithItsRemedy(String reference, String message, String remedy) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> source(reference));
        assertThat(refused.problems())
                .anySatisfy(problem -> assertThat(problem.message() + " " + problem.remedy())
                        .contains(message)
                        .contains(remedy));
    }

    @Test
    void rowsWithoutAnEventTimeCannotBeAReference() throws IOException {
        Files.writeString(folder.resolve("january.csv"), "amount\n12.5\n");
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> source("{csv: january.csv}", ""))
                        .problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message()).contains("the event time is that of Kafka's record"));
    }

    @Test
    void rowsWithoutTheColumnOfAFeatureCannotBeAReference() throws IOException {
        Files.writeString(folder.resolve("january.csv"), "time,price\n2026-01-05T00:00:00Z,12.5\n");
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> source("{csv: january.csv}"))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("has no column 'amount'")
                        .contains("time, price"));
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kullback.detection.MonitorProgress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Records that are not counted, through the whole topology: what is counted of them, what is logged, and what goes to the topic of dead letters. */
class ExcludedRecordsTest {

    private static final int A_MILLION = 1_000_000;
    private static final int FRAME = 20_000;
    private static final byte[] GOOD = event("{\"t\":" + Given.T0 + ",\"x\":5}");
    /** No record's text may ever be seen outside of a payload. */
    private static final String CANARY = "canary-4711";

    private static final byte[] BROKEN = event("{\"" + CANARY + "\":");
    private static final byte[] NO_OBJECT = event("[\"" + CANARY + "\"]");
    private static final byte[] LATE = event("{\"t\":" + (Given.T0 - 3_600_000) + ",\"c\":\"" + CANARY + "\"}");
    private static final byte[] FUTURE = event("{\"t\":4102444800000,\"c\":\"" + CANARY + "\"}");
    private static final byte[] SECONDS = event("{\"t\":" + Given.T0 / 1_000 + "}");

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ExclusionLog.class);

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(said);
        logger.setAdditive(true);
    }

    private static byte[] event(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private DrivenTopology topology(Optional<DeadLetterSettings> letters) {
        return new DrivenTopology(
                folder,
                letters,
                Given.monitor(
                        "m", "events", Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE), Optional.empty()));
    }

    private static Map<String, String> headers(TestRecord<byte[], byte[]> letter) {
        Map<String, String> headers = new HashMap<>();
        letter.headers()
                .forEach(header -> headers.put(
                        header.key().replace("kullback.", ""), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static long records(List<TestRecord<byte[], byte[]>> letters) {
        return letters.stream()
                .mapToLong(letter -> Long.parseLong(headers(letter).get("records")))
                .sum();
    }

    private static String text(ILoggingEvent line) {
        return line.getFormattedMessage()
                + line.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .collect(Collectors.joining());
    }

    private List<String> lines() {
        return said.list.stream().map(ExcludedRecordsTest::text).toList();
    }

    @Test
    void aMillionBadRecordsInARowAreCountedToTheLastOneAndSaidInALineAMinuteAndGoodOnesAfterThemCount() {
        try (DrivenTopology topology = topology(Optional.of(DrivenTopology.letters(true, 100)))) {
            topology.send("events", List.of(GOOD));
            for (int sent = 0; sent < A_MILLION; sent += FRAME) {
                topology.send("events", Collections.nCopies(FRAME, NO_OBJECT));
            }
            topology.send("events", List.of(GOOD, GOOD));
            MonitorProgress progress = topology.progress("m");
            assertThat(progress.records()).isEqualTo(A_MILLION + 3);
            assertThat(progress.rejected()).containsEntry("not_object", (long) A_MILLION);
            assertThat(progress.counted()).isEqualTo(3);
            assertThat(lines()).hasSize(1);
            topology.wait(ExclusionLog.INTERVAL.plusSeconds(1));
            assertThat(lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("reason=not_object records=999999 topic=events partition=0 offset=3000000");
            List<TestRecord<byte[], byte[]>> letters = topology.deadLetters();
            // Within one second of a clock that stands: a hundred one by one, the others together at each commit.
            assertThat(letters).hasSize(100 + A_MILLION / FRAME);
            assertThat(records(letters)).isEqualTo(A_MILLION);
        }
    }

    @Test
    void aLineNamesThePlaceAndTheReasonAndHowToMendItAndNothingOfTheRecord() {
        try (DrivenTopology topology = topology(Optional.empty())) {
            topology.send("events", List.of(GOOD, BROKEN, SECONDS, FUTURE, LATE));
            assertThat(lines())
                    .hasSize(4)
                    .noneMatch(line -> line.contains(CANARY))
                    .anySatisfy(line -> assertThat(line)
                            .contains("monitor=m reason=decode records=1 topic=events partition=0 offset=3"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("reason=timestamp_invalid")
                            .contains("offset=6")
                            .contains("seems to be in seconds; epoch milliseconds are needed"))
                    .anySatisfy(
                            line -> assertThat(line).contains("reason=future").contains("offset=9"))
                    .anySatisfy(line -> assertThat(line).contains("reason=late").contains("offset=12"));
            topology.wait(Duration.ofMinutes(5));
            assertThat(lines()).as("nothing new, nothing said").hasSize(4);
        }
    }

    @Test
    void deadLettersNameEachRecordsExactPlaceAndHaveNoPayloadUnlessThatIsAskedFor() {
        try (DrivenTopology topology = topology(Optional.of(DrivenTopology.letters(false, 100)))) {
            topology.send("events", List.of(GOOD, BROKEN, GOOD, FUTURE, LATE));
            List<TestRecord<byte[], byte[]>> letters = topology.deadLetters();
            assertThat(letters)
                    .extracting(ExcludedRecordsTest::headers)
                    .containsExactly(
                            letter("decode", "is not readable as the topic's format", 3),
                            letter("future", "is dated too far ahead of the clock", 9),
                            letter("late", "is too old to amend any window", 12));
            assertThat(letters).allSatisfy(letter -> assertThat(letter.value()).isNull());
            assertThat(letters)
                    .extracting(letter -> headers(letter).toString())
                    .noneMatch(text -> text.contains(CANARY));
        }
    }

    private static Map<String, String> letter(String reason, String explanation, long offset) {
        return Map.of(
                "monitor",
                "m",
                "reason",
                reason,
                "explanation",
                explanation,
                "topic",
                "events",
                "partition",
                "0",
                "offset",
                String.valueOf(offset),
                "last-offset",
                String.valueOf(offset),
                "records",
                "1");
    }

    @Test
    void withPayloadsALetterHasTheRecordsBytesUnlessThereAreNoneOrTooMany() {
        try (DrivenTopology topology = topology(Optional.of(DrivenTopology.letters(true, 100)))) {
            byte[] large = new byte[DeadLetters.LARGEST_PAYLOAD + 1];
            topology.send("events", Arrays.asList(BROKEN, null, large));
            List<TestRecord<byte[], byte[]>> letters = topology.deadLetters();
            assertThat(letters).hasSize(3);
            assertThat(letters.get(0).value()).isEqualTo(BROKEN);
            assertThat(letters.get(1).value()).isNull();
            assertThat(letters.get(2).value()).isNull();
        }
    }

    @Test
    void whatIsBeyondTheRateIsToldOfTogetherAndTheNextSecondHasARateOfItsOwn() {
        try (DrivenTopology topology = topology(Optional.of(DrivenTopology.letters(false, 2)))) {
            topology.send("events", List.of(GOOD, BROKEN, BROKEN, BROKEN, FUTURE, BROKEN));
            List<TestRecord<byte[], byte[]>> letters = topology.deadLetters();
            assertThat(letters)
                    .extracting(letter -> headers(letter).get("reason") + " "
                            + headers(letter).get("offset") + " to "
                            + headers(letter).get("last-offset") + ": "
                            + headers(letter).get("records"))
                    .containsExactly("decode 3 to 3: 1", "decode 6 to 6: 1", "decode 9 to 15: 2", "future 12 to 12: 1");
            topology.wait(Duration.ofSeconds(1));
            topology.send("events", List.of(BROKEN));
            assertThat(headers(topology.deadLetters().get(0))).containsEntry("offset", "18");
        }
    }

    @Test
    void theTopologyWithoutDeadLettersHasNoSuchSinkAndCountsTheSame() {
        try (DrivenTopology topology = topology(Optional.empty())) {
            topology.send("events", List.of(GOOD, BROKEN));
            assertThat(topology.progress("m").rejected()).containsEntry("decode", 1L);
            assertThat(topology.progress("m").counted()).isEqualTo(1);
        }
    }
}

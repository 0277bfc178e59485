package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.PipelineMeter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topology tells of how it runs. Its clock stands at the beginning of 2026; the events are of 2001. */
class PipelineMeterTest {

    /** Writes down what it is told. */
    private static final class Notes implements PipelineMeter {
        private final List<String> lines = new ArrayList<>();
        private final Map<String, Instant> heartbeats = new TreeMap<>();
        private int beats;

        @Override
        public void counted(String monitor, Duration lag) {
            lines.add(monitor + " lags " + lag.toMillis());
        }

        @Override
        public void excluded(String monitor, String reason, Place place, Instant now) {
            lines.add(monitor + " " + reason + " " + place.topic() + "/" + place.partition() + "/" + place.offset());
        }

        @Override
        public void adopted(String monitor) {
            lines.add(monitor + " adopted");
        }

        @Override
        public void closed(String monitor, Duration delay, double completeness) {
            lines.add(monitor + " closed after " + delay.toMillis() + ", complete " + completeness);
        }

        @Override
        public void released(String monitor) {
            lines.add(monitor + " released");
        }

        @Override
        public void taskAlive(String task, Instant now) {
            beats++;
            heartbeats.put(task, now);
        }

        @Override
        public void taskGone(String task) {
            heartbeats.remove(task);
        }
    }

    private static final long NOW = DrivenTopology.START.toEpochMilli();

    @TempDir
    private Path folder;

    private final Notes notes = new Notes();

    private DrivenTopology start() {
        return new DrivenTopology(
                folder,
                Optional.empty(),
                notes,
                Given.monitor(Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE)));
    }

    private static void send(DrivenTopology topology, long... seconds) {
        topology.send(
                "events",
                LongStream.of(seconds)
                        .mapToObj(second -> "{\"t\": " + (Given.T0 + second * 1_000) + ", \"x\": 5}")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** The driver runs both stages as one task, so each of the two beats for it. */
    @Test
    void everyTaskHasAHeartbeatBeforeTheFirstRecordAndEverySecondFromThenOn() {
        try (DrivenTopology topology = start()) {
            assertThat(notes.heartbeats)
                    .containsOnlyKeys("0_0")
                    .allSatisfy((task, time) -> assertThat(time).isEqualTo(DrivenTopology.START));
            assertThat(notes.beats).isEqualTo(2);
            for (int second = 0; second < 10; second++) {
                topology.wait(Duration.ofSeconds(1));
            }
            assertThat(notes.heartbeats)
                    .containsOnlyKeys("0_0")
                    .allSatisfy((task, time) -> assertThat(time).isEqualTo(DrivenTopology.START.plusSeconds(10)));
            assertThat(notes.beats)
                    .as("of two stages, at the start and every second")
                    .isEqualTo(2 * 11);
        }
        assertThat(notes.heartbeats).isEmpty();
    }

    @Test
    void theLagIsThatOfTheNewestEventAtTheHandOverHoweverManyThereAre() {
        try (DrivenTopology topology = start()) {
            send(topology, 1, 5, 3);
            assertThat(notes.lines).containsExactly("m lags " + (NOW - Given.T0 - 5_000), "m adopted");
            notes.lines.clear();
            topology.wait(Duration.ofSeconds(30));
            topology.send("events", List.of("{".getBytes(StandardCharsets.UTF_8)));
            assertThat(notes.lines)
                    .as("where nothing was counted there is no lag")
                    .containsExactly("m decode events/0/9");
            notes.lines.clear();
            send(topology, 2);
            assertThat(notes.lines).containsExactly("m lags " + (NOW + 30_000 - Given.T0 - 5_000));
        }
    }

    /** Windows of ten seconds with two of grace: the event of second 12 ends the first. */
    @Test
    void theCloseDelayCountsFromTheWindowsEndAndIsToldOnceForEachWindow() {
        try (DrivenTopology topology = start()) {
            send(topology, 1, 11, 12);
            assertThat(notes.lines)
                    .endsWith("m closed after " + (NOW - Given.T0 - 10_000) + ", complete 1.0")
                    .filteredOn(line -> line.contains("closed"))
                    .hasSize(1);
            notes.lines.clear();
            // Late, but within the retention: amends the window, which is no second close.
            send(topology, 2);
            assertThat(topology.results()).hasSize(2);
            assertThat(notes.lines).noneMatch(line -> line.contains("closed"));
        }
        assertThat(notes.lines).endsWith("m released");
    }

    @Test
    void ofRecordsThatAreNotCountedTheFirstIsToldAtOnceAndThenOneAMinute() {
        try (DrivenTopology topology = start()) {
            List<byte[]> broken = List.of("{".getBytes(StandardCharsets.UTF_8), "{".getBytes(StandardCharsets.UTF_8));
            topology.send("events", broken);
            topology.send("events", broken);
            assertThat(notes.lines).containsOnlyOnce("m decode events/0/0").doesNotContain("m decode events/0/9");
            topology.wait(Duration.ofMinutes(1));
            assertThat(notes.lines).contains("m decode events/0/9");
        }
    }
}

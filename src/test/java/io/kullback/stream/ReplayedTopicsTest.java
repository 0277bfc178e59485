package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.WindowResult;
import io.kullback.testing.QuietListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Topics of a few partitions, read to their ends: windows of ten seconds, one event in each second. */
class ReplayedTopicsTest {

    private static final String TOPIC = "events";
    private static final Node NODE = new Node(0, "localhost", 9092);
    private static final long MINUTE = 60;
    private static final long LONG_AFTER = Given.T0 + Duration.ofDays(365).toMillis();

    private final TestConsumer consumer = new TestConsumer();
    private final List<WindowResult> results = new ArrayList<>();
    private MonitorSettings monitor = Given.monitor(Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE));
    private ReplayRange range = ReplayRange.ALL;
    private long now = LONG_AFTER;

    /** Gives what a broker would; knows the first record of a time too, which Kafka's own mock does not. */
    private static final class TestConsumer extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        private boolean isAskedForTimes;

        TestConsumer() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
        }

        void partition(int partition, List<ConsumerRecord<byte[], byte[]>> of) {
            partition(TOPIC, partition, of);
        }

        void partition(String topic, int partition, List<ConsumerRecord<byte[], byte[]>> of) {
            records.put(new TopicPartition(topic, partition), of);
        }

        void begin() {
            Map<String, List<PartitionInfo>> infos = new HashMap<>();
            records.forEach((partition, of) -> {
                infos.computeIfAbsent(partition.topic(), key -> new ArrayList<>())
                        .add(new PartitionInfo(
                                partition.topic(), partition.partition(), NODE, new Node[0], new Node[0]));
                updateBeginningOffsets(Map.of(partition, 0L));
                updateEndOffsets(Map.of(partition, (long) of.size()));
            });
            infos.forEach(this::updatePartitions);
            // A mock takes records of assigned partitions alone.
            schedulePollTask(() -> records.values().forEach(of -> of.forEach(this::addRecord)));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            isAskedForTimes = true;
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> records.get(partition).stream()
                    .filter(record -> record.timestamp() >= time)
                    .findFirst()
                    .ifPresent(record -> found.put(partition, new OffsetAndTimestamp(record.offset(), time))));
            return found;
        }
    }

    /** An event each second from one second after T0 to another. */
    private static List<ConsumerRecord<byte[], byte[]>> seconds(int partition, long from, long to) {
        return seconds(TOPIC, partition, from, to);
    }

    private static List<ConsumerRecord<byte[], byte[]>> seconds(String topic, int partition, long from, long to) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long second = from; second < to; second++) {
            long time = Given.T0 + 1000 * second;
            records.add(new ConsumerRecord<>(
                    topic,
                    partition,
                    records.size(),
                    time,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    ("{\"t\":" + time + ",\"x\":5}").getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders(),
                    Optional.empty()));
        }
        return records;
    }

    private ReplayedMonitor read() {
        consumer.begin();
        ReplayedMonitor replayed = new ReplayedMonitor(
                monitor,
                new QuietListener() {
                    @Override
                    public void windowClosed(WindowResult result) {
                        results.add(result);
                    }
                },
                range);
        StreamSettings settings =
                new StreamSettings(Map.of(), "test", OwnTopics.withPrefix("test"), 1, List.of(monitor));
        new ReplayedTopics(settings, List.of(replayed), range, now, () -> consumer).read((done, total) -> {});
        return replayed;
    }

    private static Instant second(long second) {
        return Instant.ofEpochMilli(Given.T0 + 1000 * second);
    }

    private List<Long> starts() {
        return results.stream()
                .map(result -> (result.window().start().toEpochMilli() - Given.T0) / 1000)
                .toList();
    }

    private void limitPanes(int panes) {
        monitor = new MonitorSettings(
                monitor.name(),
                monitor.topic(),
                monitor.format(),
                monitor.eventTime(),
                monitor.segment(),
                monitor.window(),
                monitor.idleTimeout(),
                monitor.maxFuture(),
                monitor.reference(),
                monitor.features(),
                monitor.scoring(),
                new MonitorLimits(100, panes, 1_000));
    }

    @Test
    void everyWindowClosesOnceWithTheEventsOfAllPartitionsWhoeverIsFetchedFirst() {
        consumer.partition(0, seconds(0, 0, 20 * MINUTE));
        consumer.partition(1, seconds(1, 0, 20 * MINUTE));
        consumer.partition(2, seconds(2, 0, 20 * MINUTE));
        assertThat(read().progress().counted()).isEqualTo(3 * 20 * MINUTE);
        assertThat(results).hasSize(20 * 6).allSatisfy(result -> {
            assertThat(result.records()).isEqualTo(30);
            assertThat(result.revision()).isEqualTo(1);
        });
    }

    @Test
    void noPartitionIsReadFarAheadOfAnotherSoThatFewPanesAreHeldAtOnce() {
        // Two hours are 720 panes; 500 events, after which the partitions are compared, are 50.
        limitPanes(120);
        consumer.partition(0, seconds(0, 0, 120 * MINUTE));
        consumer.partition(1, seconds(1, 0, 120 * MINUTE));
        ReplayedMonitor replayed = read();
        assertThat(replayed.progress().future())
                .as("events for which there was no room")
                .isZero();
        assertThat(replayed.progress().counted()).isEqualTo(2 * 120 * MINUTE);
    }

    @Test
    void aTopicAndTheOneThatItIsComparedWithAreReadTogether() {
        monitor = Given.monitor(Given.tumbling(), new ReferenceSource.AlongsideTopic("stable"));
        limitPanes(120);
        consumer.partition(0, seconds(0, 0, 120 * MINUTE));
        consumer.partition("stable", 0, seconds("stable", 0, 0, 120 * MINUTE));
        ReplayedMonitor replayed = read();
        assertThat(replayed.progress().future())
                .as("events for which there was no room")
                .isZero();
        assertThat(results).hasSize(720).allSatisfy(result -> {
            assertThat(result.records()).isEqualTo(10);
            assertThat(result.reference().orElseThrow().total()).isEqualTo(10);
        });
    }

    @Test
    void aPartitionThatEndsEarlyOrHoldsNothingHoldsNoWindowBack() {
        consumer.partition(0, seconds(0, 0, 10 * MINUTE));
        consumer.partition(1, seconds(1, 0, 1 * MINUTE));
        consumer.partition(2, List.of());
        read();
        assertThat(starts()).hasSize(60).startsWith(0L, 10L).endsWith(580L, 590L);
    }

    @Test
    void silenceAtTheEndClosesTheLastWindowButNotOneThatHasNotEndedByTheClock() {
        consumer.partition(0, seconds(0, 0, MINUTE));
        // A minute of idle timeout after second 55: of the last window five seconds are still to come.
        now = Given.T0 + 1000 * (55 + 60);
        read();
        assertThat(starts()).containsExactly(0L, 10L, 20L, 30L, 40L);
    }

    @Test
    void onlyWindowsWithinTheRangeAreToldAndWhatLiesOutsideIsCountedAsSuch() {
        range = new ReplayRange(Optional.of(second(20)), Optional.of(second(50)));
        consumer.partition(0, seconds(0, 0, 2 * MINUTE));
        ReplayedMonitor replayed = read();
        assertThat(starts()).containsExactly(20L, 30L, 40L);
        assertThat(replayed.outside()).isEqualTo(20 + 70);
        assertThat(replayed.progress().counted()).isEqualTo(30);
    }

    @Test
    void aRangeThatCutsAWindowLeavesItOut() {
        range = new ReplayRange(Optional.of(second(21)), Optional.of(second(49)));
        consumer.partition(0, seconds(0, 0, 2 * MINUTE));
        read();
        assertThat(starts()).containsExactly(30L);
    }

    @Test
    void theReferencePeriodIsReadThoughItLiesBeforeTheRange() {
        monitor = Given.monitor(Given.tumbling(), new ReferenceSource.Period(second(0), second(30)));
        range = new ReplayRange(Optional.of(second(60)), Optional.empty());
        consumer.partition(0, seconds(0, 0, 2 * MINUTE));
        ReplayedMonitor replayed = read();
        assertThat(starts()).containsExactly(60L, 70L, 80L, 90L, 100L, 110L);
        assertThat(results).allSatisfy(result -> assertThat(result.scores()).isPresent());
        assertThat(replayed.outside()).as("between the period and the range").isEqualTo(30);
    }

    @Test
    void beyondTheEndOfTheRangeReadingStopsWhereNothingMoreCanCount() {
        range = new ReplayRange(Optional.empty(), Optional.of(second(50)));
        consumer.partition(0, seconds(0, 0, 60 * MINUTE));
        ReplayedMonitor replayed = read();
        assertThat(starts()).containsExactly(0L, 10L, 20L, 30L, 40L);
        assertThat(replayed.outside()).isLessThan(1_000);
    }

    @Test
    void theBrokersAreAskedForATimeOnlyWhereTheRecordsOwnTimeIsTheEventTime() {
        range = new ReplayRange(Optional.of(second(60)), Optional.empty());
        consumer.partition(0, seconds(0, 0, 2 * MINUTE));
        read();
        assertThat(consumer.isAskedForTimes).isFalse();
        assertThat(starts()).containsExactly(60L, 70L, 80L, 90L, 100L, 110L);
    }

    @Test
    void whereItIsReadingBeginsThereAndGivesTheSame() {
        MonitorSettings byField = monitor;
        monitor = new MonitorSettings(
                byField.name(),
                byField.topic(),
                byField.format(),
                Optional.empty(),
                byField.segment(),
                byField.window(),
                byField.idleTimeout(),
                byField.maxFuture(),
                byField.reference(),
                byField.features(),
                byField.scoring());
        range = new ReplayRange(Optional.of(second(60)), Optional.empty());
        consumer.partition(0, seconds(0, 0, 2 * MINUTE));
        consumer.partition(1, seconds(1, 0, 30));
        ReplayedMonitor replayed = read();
        assertThat(consumer.isAskedForTimes).isTrue();
        assertThat(starts()).containsExactly(60L, 70L, 80L, 90L, 100L, 110L);
        assertThat(replayed.progress().records()).isEqualTo(60);
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class PipelineTurnsTest {

    private static final TopicPartition ONE = new TopicPartition("changelog", 0);
    private static final TopicPartition OTHER = new TopicPartition("changelog", 1);

    private final PipelineTurns turns = new PipelineTurns();

    @Test
    void countsHowOftenARebalanceBegins() {
        turns.onChange(State.REBALANCING, State.CREATED);
        turns.onChange(State.RUNNING, State.REBALANCING);
        turns.onChange(State.REBALANCING, State.RUNNING);
        turns.onChange(State.PENDING_SHUTDOWN, State.REBALANCING);
        assertThat(turns.rebalances()).isEqualTo(2);
    }

    @Test
    void whatIsLeftToRestoreFallsWithEachBatchAndEndsWithTheLast() {
        assertThat(turns.restoreRemaining()).isZero();
        turns.onRestoreStart(ONE, "s", 100, 1_000);
        turns.onRestoreStart(OTHER, "s", 0, 50);
        assertThat(turns.restoreRemaining()).isEqualTo(950);
        // Offsets without a record are read, too.
        turns.onBatchRestored(ONE, "s", 899, 600);
        assertThat(turns.restoreRemaining()).isEqualTo(150);
        turns.onRestoreEnd(ONE, "s", 700);
        assertThat(turns.restoreRemaining()).isEqualTo(50);
        turns.onRestoreSuspended(OTHER, "s", 3);
        assertThat(turns.restoreRemaining()).isZero();
    }
}

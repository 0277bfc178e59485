package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ConsumerProgressTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private long seconds;
    private final ConsumerProgress progress = new ConsumerProgress(() -> seconds * 1_000_000_000L);

    private void nothingFor(int duration) {
        for (int i = 0; i <= duration; i++) {
            progress.nothingDelivered(PARTITION, OptionalLong.of(0));
            seconds++;
        }
        seconds--;
    }

    @Test
    void silenceIsHowLongEveryPollHasFoundNothingLeft() {
        progress.delivered(PARTITION, 41);
        nothingFor(7);
        assertThat(progress.silence(PARTITION, 41)).contains(Duration.ofSeconds(7));
    }

    @Test
    void whatWasReadButNotCountedYetIsNoSilence() {
        progress.delivered(PARTITION, 41);
        nothingFor(7);
        assertThat(progress.silence(PARTITION, 40)).isEmpty();
    }

    @Test
    void aPartitionThatHasLagIsNotSilentHoweverLongNothingComes() {
        progress.delivered(PARTITION, 41);
        progress.nothingDelivered(PARTITION, OptionalLong.of(3));
        progress.nothingDelivered(PARTITION, OptionalLong.empty());
        assertThat(progress.silence(PARTITION, 41)).isEmpty();
    }

    @Test
    void aLongTimeWithoutAnyPollProvesNothing() {
        progress.delivered(PARTITION, 41);
        nothingFor(7);
        seconds += 60;
        assertThat(progress.silence(PARTITION, 41)).isEmpty();
        nothingFor(1);
        assertThat(progress.silence(PARTITION, 41)).contains(Duration.ofSeconds(1));
    }

    @Test
    void whatAnEndedThreadReadLastKeepsNoPartitionFromBeingSilentOnceCountingBeginsAnew() {
        progress.delivered(PARTITION, 41);
        nothingFor(7);
        progress.begun(PARTITION);
        assertThat(progress.silence(PARTITION, -1)).isEmpty();
        nothingFor(3);
        assertThat(progress.silence(PARTITION, -1)).contains(Duration.ofSeconds(3));
        progress.delivered(PARTITION, 42);
        nothingFor(3);
        assertThat(progress.silence(PARTITION, -1)).isEmpty();
        assertThat(progress.silence(PARTITION, 42)).contains(Duration.ofSeconds(3));
    }

    @Test
    void aPartitionNobodyHasHeardOfIsNotSilent() {
        assertThat(progress.silence(PARTITION, -1)).isEmpty();
    }
}

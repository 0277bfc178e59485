package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private final Throwable ours = new StreamsException(new IllegalStateException("no counts of a pane"));
    private final Throwable kafkas = new StreamsException(new TimeoutException("no answer within 60000ms"));

    private long now;
    private final ThreadFailures failures = new ThreadFailures("nowhere:1", () -> now);

    private void fail(Throwable failure, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(failures.handle(failure)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
    }

    @Test
    void pausesLongerFromFailureToFailureUpToHalfAMinute() {
        assertThat(IntStream.range(0, 9)
                        .mapToObj(i -> failures.pauseAfter(ours))
                        .map(Duration::toMillis))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void startsAnewWithShortPausesWhenAllWasWellForAWhile() {
        for (int i = 0; i < 5; i++) {
            failures.pauseAfter(ours);
        }
        now += Duration.ofSeconds(91).toNanos();
        assertThat(failures.pauseAfter(ours)).isEqualTo(Duration.ofMillis(500));
        assertThat(failures.total()).isEqualTo(6);
    }

    @Test
    void isHopelessAfterTheFifthFailureInARowUntilAllWasWellForAWhile() {
        failures.close();
        fail(ours, 4);
        assertThat(failures.isHopeless()).isFalse();
        fail(ours, 1);
        assertThat(failures.isHopeless()).isTrue();
        now += Duration.ofSeconds(91).toNanos();
        assertThat(failures.isHopeless()).isFalse();
    }

    @Test
    void neverFindsAbsentBrokersHopelessSinceARestartWouldNotHelp() {
        failures.close();
        fail(kafkas, 10);
        assertThat(failures.isHopeless()).isFalse();
        assertThat(failures.total()).isEqualTo(10);
    }

    @Test
    void endsTheInstanceWhereNoReplacementCouldDoBetter() {
        assertThat(failures.handle(new StreamsException(new OutOfMemoryError("heap"))))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(failures.handle(new MissingSourceTopicException("commands")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(failures.total()).isEqualTo(2);
    }

    @Test
    void letsAThreadGoThatWaitsWhenThePipelineCloses() throws Exception {
        for (int i = 0; i < 8; i++) {
            failures.pauseAfter(ours);
        }
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<StreamThreadExceptionResponse> answer = thread.submit(() -> failures.handle(ours));
            failures.close();
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        } finally {
            thread.shutdownNow();
        }
    }
}

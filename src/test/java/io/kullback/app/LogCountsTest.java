package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;

class LogCountsTest {

    private final LoggerContext context = new LoggerContext();
    private final Logger client = context.getLogger("org.apache.kafka.clients.NetworkClient");

    @Test
    void countsEveryWarningAndErrorAlsoThoseThatTheLogLeavesOut() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.setContext(context);
        log.addFilter(new RepeatedLines());
        log.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
        try (LogCounts counts = LogCounts.in(context)) {
            assertThat(counts.byLevel())
                    .containsEntry("warn", 0L)
                    .containsEntry("error", 0L)
                    .hasSize(2);
            for (int i = 0; i < 1_000; i++) {
                client.warn("down");
            }
            client.error("failed");
            client.info("of no account");
            assertThat(log.list).hasSize(3);
            assertThat(counts.byLevel()).containsEntry("warn", 1_000L).containsEntry("error", 1L);
        }
    }

    @Test
    void countsNothingAnyMoreWhenItIsClosed() {
        LogCounts counts = LogCounts.in(context);
        counts.close();
        client.warn("down");
        assertThat(counts.byLevel()).containsEntry("warn", 0L);
    }
}

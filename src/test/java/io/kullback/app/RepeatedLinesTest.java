package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

    private static final String CLIENT = "org.apache.kafka.clients.NetworkClient";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LoggerContext context = new LoggerContext();
    private final RepeatedLines filter = new RepeatedLines();
    private final List<String> passed = new ArrayList<>();

    private void write(String logger, Level level, Duration after, String text) {
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, text, null, new Object[0]);
        event.setInstant(START.plus(after));
        if (filter.decide(event) != FilterReply.DENY) {
            passed.add(text + (event.getKeyValuePairs() == null ? "" : " " + event.getKeyValuePairs()));
        }
    }

    @Test
    void letsOneLineOfTenMinutesOfAnAbsentBrokerPassEveryTwoMinutesAndCountsTheOthers() {
        for (int i = 0; i < 6_000; i++) {
            write(CLIENT, Level.WARN, Duration.ofMillis(100L * i), "down");
        }
        assertThat(passed)
                .containsExactly(
                        "down",
                        "down [more-like-this-left-out=\"1199\"]",
                        "down [more-like-this-left-out=\"1199\"]",
                        "down [more-like-this-left-out=\"1199\"]",
                        "down [more-like-this-left-out=\"1199\"]");
    }

    @Test
    void countsEachLoggerAndEachLevelForItself() {
        write(CLIENT, Level.WARN, Duration.ZERO, "warned");
        write(CLIENT, Level.ERROR, Duration.ZERO, "failed");
        write("org.apache.kafka.clients.Metadata", Level.WARN, Duration.ZERO, "another");
        write(CLIENT, Level.ERROR, Duration.ofSeconds(1), "failed again");
        assertThat(passed).containsExactly("warned", "failed", "another");
    }

    @Test
    void saysNothingOfLinesLeftOutWhereThereWereNone() {
        write(CLIENT, Level.WARN, Duration.ZERO, "down");
        write(CLIENT, Level.WARN, Duration.ofMinutes(3), "down");
        assertThat(passed).containsExactly("down", "down");
    }

    @Test
    void letsAllOfKullbacksOwnLinesPass() {
        write("io.kullback.drift", Level.INFO, Duration.ZERO, "firing");
        write("io.kullback.drift", Level.INFO, Duration.ZERO, "resolved");
        assertThat(passed).containsExactly("firing", "resolved");
    }
}

package io.kullback.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * Keeps libraries from filling the log: Kafka's clients write several lines a second while a broker is away. Of each of their loggers and levels one line in
 * an interval passes, and says how many were left out since the one before. Kullback's own lines all pass, as they are already one for each cause.
 */
public final class RepeatedLines extends Filter<ILoggingEvent> {

    private static final String OWN = "io.kullback";
    private static final Duration INTERVAL = Duration.ofMinutes(2);

    private record Source(String logger, Level level) {}

    /** What has become of the lines of one source. */
    private static final class Passed {
        private final long atMillis;
        private long leftOut;

        Passed(long atMillis) {
            this.atMillis = atMillis;
        }
    }

    private final Map<Source, Passed> passed = new HashMap<>();

    @Override
    public synchronized FilterReply decide(ILoggingEvent line) {
        if (line.getLoggerName().startsWith(OWN)) {
            return FilterReply.NEUTRAL;
        }
        Source source = new Source(line.getLoggerName(), line.getLevel());
        Passed before = passed.get(source);
        if (before != null && line.getTimeStamp() - before.atMillis < INTERVAL.toMillis()) {
            before.leftOut++;
            return FilterReply.DENY;
        }
        passed.put(source, new Passed(line.getTimeStamp()));
        if (before != null && before.leftOut > 0 && line instanceof LoggingEvent event) {
            event.addKeyValuePair(new KeyValuePair("more-like-this-left-out", before.leftOut));
        }
        return FilterReply.NEUTRAL;
    }
}

package io.kullback.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/** Counts warnings and errors beside the log itself, so that those which {@link RepeatedLines} keeps from it count too. */
final class LogCounts extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger root;
    private final LongAdder warnings = new LongAdder();
    private final LongAdder errors = new LongAdder();

    private LogCounts(LoggerContext context) {
        this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        setContext(context);
        setName("counts");
        start();
        root.addAppender(this);
    }

    /** Begins to count what this process writes. */
    static LogCounts begin() {
        return in((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    static LogCounts in(LoggerContext context) {
        return new LogCounts(context);
    }

    @Override
    protected void append(ILoggingEvent line) {
        if (line.getLevel() == Level.WARN) {
            warnings.increment();
        } else if (line.getLevel() == Level.ERROR) {
            errors.increment();
        }
    }

    Map<String, Long> byLevel() {
        return Map.of("warn", warnings.sum(), "error", errors.sum());
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}

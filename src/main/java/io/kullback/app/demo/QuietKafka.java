package io.kullback.app.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** A broker that starts and stops within the process warns of much that is ordinary then; only errors are worth a line of the demo. */
final class QuietKafka {

    private QuietKafka() {}

    static void set() {
        for (String name : new String[] {"org.apache.kafka", "kafka", "state.change.logger"}) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.ERROR);
            }
        }
    }
}

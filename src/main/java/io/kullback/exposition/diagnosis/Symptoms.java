package io.kullback.exposition.diagnosis;

import io.kullback.histogram.WindowPlan;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is known of a monitor that may be silent.
 *
 * @param now the time of the clock
 * @param beside the topic that its windows are compared with, where that is another one at the same time
 */
public record Symptoms(
        String monitor,
        String topic,
        WindowPlan window,
        SourceFacts source,
        ServiceFacts service,
        Instant now,
        Optional<Beside> beside) {

    /** Another topic and what is known of it. */
    public record Beside(String topic, SourceFacts source) {}

    /** Of a monitor that is compared with no other topic. */
    public Symptoms(
            String monitor, String topic, WindowPlan window, SourceFacts source, ServiceFacts service, Instant now) {
        this(monitor, topic, window, source, service, now, Optional.empty());
    }
}

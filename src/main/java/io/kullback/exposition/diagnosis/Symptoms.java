package io.kullback.exposition.diagnosis;

import io.kullback.histogram.WindowPlan;
import java.time.Instant;

/**
 * All that is known of a monitor that may be silent.
 *
 * @param now the time of the clock
 */
public record Symptoms(
        String monitor, String topic, WindowPlan window, SourceFacts source, ServiceFacts service, Instant now) {}

package io.kullback.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What the pipeline needs to run.
 *
 * @param kafka Kafka client and Streams properties as the user wrote them; {@code bootstrap.servers} among them
 * @param applicationId names the consumer group, the internal topics and the transactions; instances with one id share the work
 * @param topics Kullback's own topics
 * @param mergePartitions number of partitions, and so the most parallel tasks, of the merge stage
 * @param deadLetters where to tell of each record that is not counted; empty for nowhere
 * @param monitors at least one, names unique
 */
public record StreamSettings(
        Map<String, String> kafka,
        String applicationId,
        OwnTopics topics,
        int mergePartitions,
        Optional<DeadLetterSettings> deadLetters,
        List<MonitorSettings> monitors) {

    public static final String DEFAULT_APPLICATION_ID = "kullback";
    public static final int DEFAULT_MERGE_PARTITIONS = 4;

    public StreamSettings {
        kafka = Map.copyOf(kafka);
        monitors = List.copyOf(monitors);
    }

    /** The monitors whose events are counted; the others are summed from their panes. */
    List<MonitorSettings> counted() {
        return monitors.stream().filter(monitor -> monitor.panesOf().isEmpty()).toList();
    }

    /** Without the values of the properties, of which some are secrets. */
    @Override
    public String toString() {
        return "StreamSettings[kafka=" + kafka.keySet() + ", applicationId=" + applicationId + ", topics=" + topics
                + ", mergePartitions=" + mergePartitions + ", monitors=" + monitors + "]";
    }

    /** The same for an instance that is found at the given host:port, by those who ask which one has a monitor. */
    public StreamSettings advertising(String address) {
        Map<String, String> with = new HashMap<>(kafka);
        with.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        return new StreamSettings(with, applicationId, topics, mergePartitions, deadLetters, monitors);
    }

    /** Settings without dead letters. */
    public StreamSettings(
            Map<String, String> kafka,
            String applicationId,
            OwnTopics topics,
            int mergePartitions,
            List<MonitorSettings> monitors) {
        this(kafka, applicationId, topics, mergePartitions, Optional.empty(), monitors);
    }
}

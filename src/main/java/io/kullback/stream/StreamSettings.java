package io.kullback.stream;

import java.util.List;
import java.util.Map;

/**
 * What the pipeline needs to run.
 *
 * @param kafka Kafka client and Streams properties as the user wrote them; {@code bootstrap.servers} among them
 * @param applicationId names the consumer group, the internal topics and the transactions; instances with one id share the work
 * @param resultsTopic compacted topic that takes one record for each series, window and revision
 * @param mergePartitions number of partitions, and so the most parallel tasks, of the merge stage
 * @param monitors at least one, names unique
 */
public record StreamSettings(
        Map<String, String> kafka,
        String applicationId,
        String resultsTopic,
        int mergePartitions,
        List<MonitorSettings> monitors) {

    public static final String DEFAULT_APPLICATION_ID = "kullback";
    public static final String DEFAULT_RESULTS_TOPIC = "kullback.results";
    public static final int DEFAULT_MERGE_PARTITIONS = 4;

    public StreamSettings {
        kafka = Map.copyOf(kafka);
        monitors = List.copyOf(monitors);
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of Kafka's thousands of metrics are shown. */
class KafkaMetersTest {

    private final Map<MetricName, Metric> ofKafka = new ConcurrentHashMap<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private KafkaMeters meters;

    @AfterEach
    void close() {
        meters.close();
    }

    private MetricName measure(String group, String name, Object value, Map<String, String> tags) {
        MetricName metricName = new MetricName(name, group, "What Kafka says of it.", tags);
        ofKafka.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
        return metricName;
    }

    private Set<String> shown() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName()
                        + id.getTags().stream()
                                .map(tag -> tag.getKey() + "=" + tag.getValue())
                                .sorted()
                                .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.toSet());
    }

    @Test
    void onlyWhatIsOnTheListIsShownEachUnderOneSetOfTagsAndOnlyWhileItIsThere() {
        String lag = "records-lag";
        String fetch = "consumer-fetch-manager-metrics";
        MetricName moved = measure(fetch, lag, 7.0, Map.of("client-id", "c", "topic", "t", "partition", "0"));
        // The same name with fewer tags is another metric, which would drive the first one out of a registry.
        measure(fetch, lag, 7.0, Map.of("client-id", "c"));
        measure(fetch, "records-lag-max", 7.0, Map.of("client-id", "c"));
        measure("consumer-metrics", "connection-count", 3.0, Map.of("client-id", "c"));
        measure("stream-metrics", "alive-stream-threads", 2, Map.of("client-id", "c"));
        measure("stream-metrics", "version", "4.3.1", Map.of("client-id", "c"));
        for (int i = 0; i < 5_000; i++) {
            measure("producer-topic-metrics", "byte-rate", 1.0, Map.of("client-id", "c", "topic", "t" + i));
        }
        meters = new KafkaMeters(registry, () -> ofKafka);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(shown())
                        .containsExactlyInAnyOrder(
                                "kullback.consumer.lag.records{partition=0,topic=t}",
                                "kafka.consumer.connections{client.id=c}",
                                "kafka.stream.alive.stream.threads{client.id=c}"));
        ofKafka.remove(moved);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(shown()).hasSize(2).noneMatch(name -> name.startsWith("kullback")));
    }
}

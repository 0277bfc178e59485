package io.kullback.stream;

import io.kullback.testing.Requirement;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.kafka.KafkaContainer;

/** The exact results on Kafka's own image, by Testcontainers. */
class ContainerExactResultsIT extends ExactResultsSuite {

    private static KafkaContainer kafka;

    @BeforeAll
    static void startKafka() {
        Requirement.DOCKER.orSkip();
        kafka = new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
                .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC");
        kafka.start();
    }

    @AfterAll
    static void stopKafka() {
        if (kafka != null) {
            kafka.stop();
        }
    }

    @Override
    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }
}

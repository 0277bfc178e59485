package io.kullback.stream;

import io.kullback.testing.Requirement;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.kafka.KafkaContainer;

/** The exact results on Kafka's own image, by Testcontainers. */
class ContainerExactResultsIT extends ExactResultsSuite {

    private static KafkaContainer kafka;

    @BeforeAll
    static void startKafka() {
        Requirement.DOCKER.orSkip();
        try {
            kafka = new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion())
                    .withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC");
            kafka.start();
        } catch (ContainerLaunchException e) {
            // An engine that can neither find nor pull the image.
            Requirement.DOCKER.isUnusable(e);
        }
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

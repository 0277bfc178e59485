package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer does not depend on how the pipeline is run: on partitions, instances, threads, the order of arrival, one partition that lags behind all others, or on
 * whether the events are read as they come or afterwards. Pairs of these are chosen so that each value meets each other's.
 */
class SameAnswerIT {

    private static final Logger LOG = LoggerFactory.getLogger(SameAnswerIT.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int RESULTS = ArrangedLoad.WINDOWS * ArrangedLoad.SEGMENTS.size() * ArrangedLoad.FEATURES;

    /** How the events come. */
    private enum Arrival {
        /** All are there before the first is read. */
        BACKLOG,
        /** Each is read as it comes. */
        LIVE,
        /** As they come, but those of the first partition when all others have been counted. */
        ONE_PARTITION_LAGS
    }

    private record Variant(int partitions, int instances, int threads, long order, Arrival arrival) {}

    private static final Variant IN_ORDER = new Variant(1, 1, 1, 0, Arrival.BACKLOG);
    private static final List<Variant> OTHERS = List.of(
            new Variant(3, 2, 2, 1, Arrival.BACKLOG),
            new Variant(12, 3, 1, 2, Arrival.BACKLOG),
            new Variant(1, 3, 2, 3, Arrival.LIVE),
            new Variant(3, 1, 1, 0, Arrival.LIVE),
            new Variant(12, 2, 2, 4, Arrival.ONE_PARTITION_LAGS),
            new Variant(3, 3, 1, 5, Arrival.ONE_PARTITION_LAGS),
            new Variant(12, 1, 2, 6, Arrival.LIVE));

    private final ArrangedLoad load = new ArrangedLoad(20_260_404);

    @TempDir
    private Path folder;

    @Test
    void theFinalWindowsAreThoseOfARecountHoweverThePipelineIsRun() throws Exception {
        Map<String, String> expected = run(IN_ORDER);
        assertThat(expected.values())
                .as("alerts are on in some windows")
                .anyMatch(value -> value.contains("\"alert\":\"firing\""));
        for (Variant variant : OTHERS) {
            assertThat(run(variant)).as(variant.toString()).isEqualTo(expected);
        }
    }

    /** The newest result of each key, without what rightly depends on when late events came, and on the topic's name. */
    private Map<String, String> run(Variant variant) throws Exception {
        String topic = "same-" + UUID.randomUUID();
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, variant.partitions());
        Instances instances = new Instances(
                topic,
                folder,
                "num.stream.threads: " + variant.threads(),
                "  - name: payments\n    topic: " + topic + "\n    " + ArrangedLoad.MONITOR);
        List<KillLoad.Event> events = load.events(variant.order(), variant.partitions());
        List<Service> services = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            if (variant.arrival() == Arrival.BACKLOG) {
                send(topic, events);
            }
            for (int i = 0; i < variant.instances(); i++) {
                services.add(instances.start(String.valueOf(i)));
            }
            List<String> urls = services.stream().map(Service::url).toList();
            switch (variant.arrival()) {
                case BACKLOG -> {}
                case LIVE -> {
                    awaitRunning(services);
                    send(topic, events);
                }
                case ONE_PARTITION_LAGS -> {
                    awaitRunning(services);
                    List<KillLoad.Event> others = events.stream()
                            .filter(event -> event.partition() > 0)
                            .toList();
                    send(topic, others);
                    await("all other partitions are counted")
                            .atMost(Instances.PATIENCE)
                            .until(() -> instances.total(urls, "kullback_records_total", "payments") == others.size());
                    send(
                            topic,
                            events.stream()
                                    .filter(event -> event.partition() == 0)
                                    .toList());
                }
            }
            KillOutcome outcome = instances.awaitOutcome("payments", RESULTS, urls, load.totals(variant.partitions()));
            assertThat(outcome.totals()).as(variant.toString()).isEqualTo(load.totals(variant.partitions()));
            assertThat(outcome.counts()).as(variant.toString()).isEqualTo(load.counts());
            LOG.atInfo()
                    .addKeyValue("variant", variant)
                    .addKeyValue("results", outcome.results().size())
                    .addKeyValue("windows", outcome.windows())
                    .addKeyValue("alert steps", outcome.alerts().size())
                    .addKeyValue("seconds", (System.nanoTime() - begin) / 1e9)
                    .log("ran");
            Map<String, String> newest = new TreeMap<>();
            for (Map.Entry<String, String> entry : outcome.newest().entrySet()) {
                newest.put(entry.getKey(), comparable(entry.getValue()));
            }
            return newest;
        } finally {
            services.forEach(Service::close);
        }
    }

    private static void awaitRunning(List<Service> services) throws InterruptedException {
        for (Service service : services) {
            assertThat(service.awaitRunning(Instances.PATIENCE)).isTrue();
        }
    }

    private static String comparable(String value) throws Exception {
        ObjectNode result = (ObjectNode) MAPPER.readTree(value.getBytes(StandardCharsets.ISO_8859_1));
        // How often a window was amended, and so whether its newest result is an amendment, depends on what was read
        // first; a reference's id has the name of the topic in it.
        return result.without(List.of("revision", "cause", "reference_id")).toString();
    }

    private static void send(String topic, List<KillLoad.Event> events) {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "linger.ms",
                "5",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class))) {
            events.forEach(event -> producer.send(new ProducerRecord<>(
                    topic, event.partition(), null, event.value().orElseThrow().getBytes(StandardCharsets.UTF_8))));
        }
    }
}

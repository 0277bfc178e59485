package io.kullback.app;

import static org.awaitility.Awaitility.await;

import io.kullback.config.ConfigurationFile;
import io.kullback.testing.ChildProcess;
import io.kullback.testing.SharedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One application that several instances work on, and what they leave behind together. */
final class Instances {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SCRAPE_PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(SCRAPE_PATIENCE).build();
    private final String id;
    private final Path folder;
    private final Path file;
    private String kafka;
    private String monitors;

    /**
     * An application.
     *
     * @param id names it and its topics
     * @param kafka more properties of Kafka's clients, as members of a YAML flow mapping; may be empty
     * @param monitors the list of monitors in YAML, indented by two
     */
    Instances(String id, Path folder, String kafka, String monitors) throws IOException {
        this.id = id;
        this.folder = folder;
        this.file = folder.resolve(id + ".yaml");
        configure(kafka, monitors);
    }

    /** Changes the configuration for the instances that start from now on. */
    void configure(String kafka, String monitors) throws IOException {
        this.kafka = kafka;
        this.monitors = monitors;
        write(file, "");
    }

    private void write(Path file, String http) throws IOException {
        Files.writeString(file, """
                kafka: {bootstrap.servers: "%s", commit.interval.ms: 100%s}
                application-id: %s
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                http: {bind: "127.0.0.1:0"%s}
                monitors:
                %s""".formatted(
                SharedBroker.bootstrapServers(), kafka.isEmpty() ? "" : ", " + kafka, id, id, id, id, http, monitors));
    }

    /** Starts an instance in this process. */
    Service start(String name) {
        return start(name, file);
    }

    /** Starts an instance in this process that the others know by the same address whenever it starts, as behind a name of its own. */
    Service startUnderOneAddress(String name) throws IOException {
        Path own = folder.resolve(id + "-" + name + ".yaml");
        write(own, ", advertise: \"" + name + ".example:9010\"");
        return start(name, own);
    }

    private Service start(String name, Path file) {
        return Service.start(ConfigurationFile.read(file, Map.of()), List.of(), folder.resolve(id + "-" + name));
    }

    /** Starts an instance in a process of its own. */
    ChildProcess startChild(String name) {
        return ChildProcess.kullback(
                folder,
                Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                "run",
                file.toString(),
                "--state-dir",
                folder.resolve(id + "-" + name).toString());
    }

    /** The drift series and their values that an instance exports; none where it does not answer. */
    Map<String, Double> scrape(String url) {
        Map<String, Double> series = new TreeMap<>();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url).resolve("/metrics"))
                    .timeout(SCRAPE_PATIENCE)
                    .build();
            http.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("kullback_") && line.contains("monitor=\""))
                    .forEach(line -> series.put(
                            line.substring(0, line.lastIndexOf(' ')),
                            Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        } catch (IOException e) {
            // It has ended, has not begun, or is paused: it exports nothing.
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return series;
    }

    /** Sum of a counter of a monitor over its labels, at the instance that has it. */
    long total(List<String> urls, String metric, String monitor) {
        return urls.stream()
                .flatMap(url -> scrape(url).entrySet().stream())
                .filter(entry -> entry.getKey().startsWith(metric + "{")
                        && entry.getKey().contains("monitor=\"" + monitor + "\""))
                .mapToLong(entry -> entry.getValue().longValue())
                .sum();
    }

    /** The committed records of a topic of the application, as far as there are any now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return readToEnd(id + "." + topic);
    }

    /** The committed records of a topic, as far as there are any now. */
    static List<ConsumerRecord<byte[], byte[]>> readToEnd(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
        }
        return records;
    }

    /** What was issued of one monitor, once there are results of so many windows and all records are booked. */
    KillOutcome awaitOutcome(String monitor, int windows, List<String> urls, Map<String, Long> totals) {
        await("all records of " + monitor + " in " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> total(urls, "kullback_records_total", monitor) >= totals.get("kullback_records_total"));
        await("all windows of " + monitor + " in " + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> outcome(monitor, urls, totals).windows() >= windows);
        return outcome(monitor, urls, totals);
    }

    private KillOutcome outcome(String monitor, List<String> urls, Map<String, Long> totals) {
        Map<String, Long> booked = new TreeMap<>();
        totals.keySet().forEach(metric -> booked.put(metric, total(urls, metric, monitor)));
        return new KillOutcome(of(monitor, "results"), of(monitor, "alerts"), booked);
    }

    private List<KillOutcome.Entry> of(String monitor, String topic) {
        return read(topic).stream()
                .map(KillOutcome.Entry::of)
                .filter(entry -> entry.key().contains("\"" + monitor + "\""))
                .toList();
    }
}

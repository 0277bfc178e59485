package io.kullback.app;

import static org.awaitility.Awaitility.await;

import io.kullback.testing.ChildProcess;
import io.kullback.testing.Identities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One application of the kill test: started from the jar, killed and started again, and read when it has come to the end. */
final class KilledService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MERGE_PARTITIONS = 2;
    // Most of a life would else be spent on compiling what the next one compiles again.
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ";

    private final String servers;
    private final String id;
    private final Path folder;
    private final Path file;
    private final String systemProperties;
    private final List<Duration> recoveries = new ArrayList<>();
    private int kills;
    private ChildProcess child;

    /** @param systemProperties of the child, as options of Java; may be empty */
    KilledService(String servers, String id, String topic, Path folder, String systemProperties) throws IOException {
        this(servers, "bootstrap.servers: \"" + servers + '"', id, topic, folder, systemProperties);
    }

    /**
     * A service whose way to the brokers is another than the test's.
     *
     * @param kafka its Kafka properties, as entries of a YAML mapping in one line
     */
    KilledService(String servers, String kafka, String id, String topic, Path folder, String systemProperties)
            throws IOException {
        this.servers = servers;
        this.id = id;
        this.folder = folder;
        this.systemProperties = systemProperties;
        this.file = folder.resolve(id + ".yaml");
        Files.writeString(file, """
                kafka: {%s, commit.interval.ms: 100}
                application-id: %s
                merge-partitions: %d
                topics: {results: %s.results, alerts: %s.alerts, commands: %s.commands}
                dead-letters: {topic: %s.dead-letters, at-most-per-second: 1}
                http: {bind: "127.0.0.1:0"}
                monitors:
                  - name: payments
                    topic: %s
                    %s""".formatted(kafka, id, MERGE_PARTITIONS, id, id, id, id, topic, KillLoad.MONITOR));
    }

    void start() {
        child = ChildProcess.kullback(
                folder,
                Map.of("JAVA_TOOL_OPTIONS", QUICK_START + systemProperties),
                "run",
                file.toString(),
                "--state-dir",
                stateDirectory().toString());
    }

    /** The running child. */
    ChildProcess child() {
        return child;
    }

    void awaitRunning() throws InterruptedException {
        child.await("RunCommand: running", PATIENCE);
    }

    /** Where the child's page is. */
    URI page() throws InterruptedException {
        return URI.create(child.await("page=\"?(http://[^\" \\]]+)", PATIENCE).group(1));
    }

    /** Where the child keeps its name. */
    Path stateDirectory() {
        return folder.resolve(id);
    }

    /** Waits for so many more committed results than there are now; gives how long that took. */
    Duration awaitMoreResults(int count) {
        long start = System.nanoTime();
        try (Consumer<byte[], byte[]> results = reader(id + ".results", 1, "read_committed")) {
            results.seekToEnd(results.assignment());
            awaitRecords(results, count, () -> false);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void kill() throws InterruptedException {
        child.close();
        child.awaitExit(PATIENCE);
        kills++;
    }

    /**
     * Kills and starts again so many times while events come in. Each life counts something that no other has, and then ends after a random number of
     * results, or as soon as a random one of the partial counts is on its way, which is within a commit; and some lives end while they start.
     */
    void liveAndDie(int lives, KillFeed feed, int eventsOfALife, SplittableRandom random) throws InterruptedException {
        start();
        child.await("RunCommand: running", PATIENCE);
        try (Consumer<byte[], byte[]> results = reader(id + ".results", 1, "read_committed");
                Consumer<byte[], byte[]> partials =
                        reader(id + "-partials-repartition", MERGE_PARTITIONS, "read_uncommitted")) {
            for (int life = 0; life < lives; life++) {
                feed.allow(eventsOfALife);
                awaitRecords(results, 1, () -> false);
                if (random.nextBoolean()) {
                    awaitRecords(results, 1 + random.nextInt(40), feed::isPaused);
                } else {
                    partials.seekToEnd(partials.assignment());
                    awaitRecords(partials, 1 + random.nextInt(30), feed::isPaused);
                }
                kill();
                readToEnd(results);
                long killed = System.nanoTime();
                start();
                if (life % 7 == 6) {
                    child.await("RunCommand: listening", PATIENCE);
                    kill();
                    start();
                } else {
                    feed.allow(eventsOfALife / 10);
                    awaitRecords(results, 1, () -> false);
                    recoveries.add(Duration.ofNanos(System.nanoTime() - killed));
                }
                child.await("RunCommand: running", PATIENCE);
            }
        }
    }

    /** The service says that it cannot go on from what it left behind; it must never come to that. */
    static final class CannotGoOnException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotGoOnException(String log) {
            super(log);
        }
    }

    private void requireThatItGoesOn() {
        if (child.lines().stream().anyMatch(line -> line.contains("a stream thread failed"))) {
            throw new CannotGoOnException(String.join("\n", child.lines()));
        }
    }

    private void awaitRecords(Consumer<byte[], byte[]> consumer, int count, BooleanSupplier orElse) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int seen = 0;
        while (seen < count && !orElse.getAsBoolean()) {
            seen += consumer.poll(Duration.ofMillis(50)).count();
            requireThatItGoesOn();
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        seen + " new records for " + PATIENCE + ":\n" + String.join("\n", child.lines()));
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> readToEnd(Consumer<byte[], byte[]> consumer) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(50)).forEach(read::add);
        }
        return read;
    }

    private Consumer<byte[], byte[]> reader(String topic, int partitions, String isolation) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                "bootstrap.servers",
                servers,
                "isolation.level",
                isolation,
                "auto.offset.reset",
                "earliest",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class));
        consumer.assign(IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList());
        return consumer;
    }

    /** Waits until the last window has closed and everything has been counted, and ends. */
    KillOutcome finish(int results, long records) throws IOException, InterruptedException {
        KillOutcome outcome = outcome(results, records);
        child.close();
        return outcome;
    }

    /** The same, without an end. */
    KillOutcome outcome(int results, long records) throws IOException, InterruptedException {
        URI page = page();
        awaitRunning();
        List<KillOutcome.Entry> read = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = reader(id + ".results", 1, "read_committed")) {
            await("all windows of " + id).atMost(PATIENCE).until(() -> {
                requireThatItGoesOn();
                readToEnd(reader).forEach(record -> read.add(KillOutcome.Entry.of(record)));
                return new KillOutcome(read, List.of(), Map.of()).windows() >= results;
            });
            await("all records of " + id)
                    .atMost(PATIENCE)
                    .until(() -> totals(page).getOrDefault("kullback_records_total", 0L) >= records);
            readToEnd(reader).forEach(record -> read.add(KillOutcome.Entry.of(record)));
        }
        try (Consumer<byte[], byte[]> reader = reader(id + ".alerts", 1, "read_committed")) {
            List<KillOutcome.Entry> alerts =
                    readToEnd(reader).stream().map(KillOutcome.Entry::of).toList();
            return new KillOutcome(read, alerts, totals(page));
        }
    }

    /** Sums of the counters over their labels. */
    private static Map<String, Long> totals(URI page) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        Identities.assertHoldOnPage(text);
        Map<String, Long> totals = new LinkedHashMap<>();
        text.lines()
                .filter(line -> line.startsWith("kullback_records"))
                .forEach(line -> totals.merge(
                        line.substring(0, line.indexOf('{')),
                        (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        Long::sum));
        return new HashMap<>(totals);
    }

    /** Records that the topic of dead letters tells of, by reason, as a reader of committed records sees them. */
    Map<String, Long> deadLetters() {
        try (Consumer<byte[], byte[]> reader = reader(id + ".dead-letters", 1, "read_committed")) {
            return readToEnd(reader).stream()
                    .collect(Collectors.groupingBy(
                            letter -> header(letter, "kullback.reason"),
                            Collectors.summingLong(letter -> Long.parseLong(header(letter, "kullback.records")))));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    int kills() {
        return kills;
    }

    /** From each kill to the next new result that a reader of committed records sees. */
    List<Duration> recoveries() {
        return recoveries.stream().sorted().toList();
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}

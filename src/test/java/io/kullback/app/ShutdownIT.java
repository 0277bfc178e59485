package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.testing.BrokerCluster;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a running service ends when it is told to, and what it needs to go on where it was. */
class ShutdownIT {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownIT.class);
    private static final long SEED = 20_260_303;
    private static final int PER_SECOND = 10_000;
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** What Kubernetes and its like grant is 30 s. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final KillLoad load = new KillLoad(SEED);
    private final String topic = "ended-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    /**
     * Scrapes one after the other until nobody is there any more. Series of monitors leave with their tasks, but each scrape must be a whole one.
     *
     * @return how many came after the signal
     */
    private static long scrapesUntilGone(URI page, Runnable signal) throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest metrics = HttpRequest.newBuilder(page.resolve("/metrics")).build();
        long answered = 0;
        try {
            while (http.send(metrics, BodyHandlers.ofString()).body().contains("kullback_build_info{")) {
                if (answered++ == 0) {
                    signal.run();
                }
            }
            throw new AssertionError("an answer that is not one, after " + answered + " that were");
        } catch (IOException e) {
            return answered - 1;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void toldToEndItEndsSoonAndGoesOnExactlyEvenWithoutItsStateDirectory() throws Exception {
        String servers = SharedBroker.bootstrapServers();
        new TestTopics(servers).create(topic, KillLoad.PARTITIONS);
        try (KilledService service = new KilledService(servers, topic + ".app", topic, folder, "");
                KillFeed feed = new KillFeed(servers, topic, load.events(), PER_SECOND)) {
            service.start();
            service.awaitRunning();
            feed.allow(load.events().size() / 2);
            service.awaitMoreResults(20);
            URI page = service.page();

            long start = System.nanoTime();
            long answered = scrapesUntilGone(page, () -> service.child().signal("TERM"));
            assertThat(service.child().awaitExit(PATIENCE)).isZero();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            LOG.atInfo()
                    .addKeyValue("took", took)
                    .addKeyValue("scrapes", answered)
                    .log("ended");
            assertThat(took).isLessThan(SOON);
            assertThat(answered).isPositive();

            delete(service.stateDirectory());
            service.start();
            feed.allowAll();
            KillOutcome outcome = service.finish(RESULTS, load.events().size());
            assertThat(outcome.counts()).isEqualTo(load.counts());
            assertThat(outcome.totals()).isEqualTo(load.totals());
            assertThat(outcome.issuedTwice()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 0", "INT, 130"})
    @Timeout(180)
    void aPageThatIsOpenDoesNotKeepItFromEndingInGoodOrder(String signal, int exitCode) throws Exception {
        String servers = SharedBroker.bootstrapServers();
        new TestTopics(servers).create(topic, KillLoad.PARTITIONS);
        try (KilledService service = new KilledService(servers, topic + ".app", topic, folder, "")) {
            service.start();
            service.awaitRunning();
            HttpRequest events = HttpRequest.newBuilder(service.page().resolve("/api/v1/events"))
                    .build();
            try (Stream<String> told = HttpClient.newHttpClient()
                    .send(events, BodyHandlers.ofLines())
                    .body()) {
                Iterator<String> lines = told.iterator();
                assertThat(lines.next()).isEqualTo("event: alive");
                service.child().signal(signal);
                // Until the stream ends, as it does for a page that is looked at.
                lines.forEachRemaining(line -> LOG.debug("{}", line));
            }
            assertThat(service.child().awaitExit(PATIENCE)).isEqualTo(exitCode);
            assertThat(service.child().lines()).noneMatch(line -> line.contains("Exception"));
        }
    }

    @Test
    void whereABrokerDoesNotAnswerItEndsSoonAllTheSameAndAtOnceWhenToldTwice() throws Exception {
        try (BrokerCluster broker = BrokerCluster.format(folder, 1, Map.of())) {
            broker.startAll();
            String servers = broker.bootstrapServers();
            new TestTopics(servers).create(topic, KillLoad.PARTITIONS);
            try (KillFeed feed = new KillFeed(servers, topic, load.events(), PER_SECOND);
                    KilledService patient = new KilledService(servers, topic + ".a", topic, folder, "");
                    KilledService hurried = new KilledService(servers, topic + ".b", topic, folder, "")) {
                patient.start();
                hurried.start();
                patient.awaitRunning();
                hurried.awaitRunning();
                feed.allowAll();
                patient.awaitMoreResults(1);
                hurried.awaitMoreResults(1);
                // What was counted since the last commit cannot be committed now.
                broker.pause(0);
                try {
                    long start = System.nanoTime();
                    patient.child().signal("TERM");
                    hurried.child().signal("TERM");
                    hurried.child().await("RunCommand: stopping", PATIENCE);
                    hurried.child().signal("TERM");
                    assertThat(hurried.child().awaitExit(PATIENCE)).isEqualTo(143);
                    Duration atOnce = Duration.ofNanos(System.nanoTime() - start);
                    assertThat(patient.child().isAlive()).isTrue();
                    assertThat(patient.child().awaitExit(PATIENCE)).isZero();
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    LOG.atInfo()
                            .addKeyValue("took", took)
                            .addKeyValue("at once", atOnce)
                            .log("ended without an answer");
                    assertThat(took).isLessThan(SOON);
                } finally {
                    broker.resume(0);
                }
            }
        }
    }

    @Test
    void whereItsStateDirectoryCannotBeWrittenItSaysSoInOneSentenceAndCounts() throws Exception {
        String servers = SharedBroker.bootstrapServers();
        new TestTopics(servers).create(topic, KillLoad.PARTITIONS);
        try (KilledService service = new KilledService(servers, topic + ".app", topic, folder, "")) {
            Files.createFile(service.stateDirectory());
            service.start();
            service.awaitRunning();
            List<String> lines = service.child().lines();
            assertThat(lines)
                    .filteredOn(line -> line.contains("state directory cannot be written"))
                    .hasSize(1);
            assertThat(lines).noneMatch(line -> line.startsWith("\tat "));
        }
    }
}

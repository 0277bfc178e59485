package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kullback.testing.BrokerCluster;
import io.kullback.testing.TcpLink;
import io.kullback.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brokers that end, are gone, or cannot be reached: the service waits and goes on by itself, says so in few lines, and what it counts in the end is what a
 * recount of the events gives. Three real brokers; {@code -Dkullback.long=true} disturbs them longer and more often.
 * {@code -Dkullback.brokers.fault=-Dkullback.test.processing.guarantee=at_least_once} plants a fault in the service, which the disturbed network then shows.
 */
class BrokersIT {

    private static final Logger LOG = LoggerFactory.getLogger(BrokersIT.class);
    private static final long SEED = 20_260_202;
    private static final boolean IS_LONG = Boolean.getBoolean("kullback.long");
    private static final int BROKERS = 3;
    private static final int BOUNCES = IS_LONG ? 20 : 4;
    private static final int RESETS = IS_LONG ? 10 : 2;
    private static final Duration ALL_DOWN = Duration.ofSeconds(IS_LONG ? 600 : 20);
    private static final Duration CUT = Duration.ofSeconds(IS_LONG ? 60 : 15);
    private static final Duration SLOW = Duration.ofMillis(IS_LONG ? 2_000 : 500);
    private static final int PER_SECOND = 12_000;
    /** Two windows: what was on its way when a broker ended is one at most. */
    private static final int NEW_RESULTS = 2 * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;

    private static final KillLoad LOAD = new KillLoad(SEED);
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;

    @TempDir
    private static Path brokers;

    private static BrokerCluster cluster;

    @TempDir
    private Path folder;

    private final String topic = "brokers-" + UUID.randomUUID();
    private final String id = topic + ".app";
    private KilledService service;
    private KillFeed feed;

    @BeforeAll
    static void formatBrokers() {
        cluster = BrokerCluster.format(brokers, BROKERS, Map.of());
    }

    @AfterAll
    static void endBrokers() {
        cluster.close();
    }

    @BeforeEach
    void createTopic() throws InterruptedException {
        cluster.startAll();
        new TestTopics(cluster.bootstrapServers()).create(topic, KillLoad.PARTITIONS);
    }

    @AfterEach
    void end() {
        if (feed != null) {
            feed.close();
        }
        if (service != null) {
            service.close();
        }
        cluster.links().forEach(TcpLink::mend);
    }

    private void start(String servers, String moreKafka) throws Exception {
        service = new KilledService(
                cluster.bootstrapServers(),
                "bootstrap.servers: \"" + servers + '"' + moreKafka,
                id,
                topic,
                folder,
                System.getProperty("kullback.brokers.fault", ""));
        service.start();
    }

    private void feed() {
        feed = new KillFeed(cluster.bootstrapServers(), topic, LOAD.events(), PER_SECOND);
    }

    private Set<String> topics() {
        return Set.of(topic, id + ".results", id + ".commands", id + "-partials-repartition");
    }

    /** Everything was counted once, and liveness was never in doubt. */
    private void requireExact(Liveness liveness) throws Exception {
        feed.allowAll();
        KillOutcome outcome = service.outcome(RESULTS, LOAD.events().size());
        assertThat(outcome.counts()).isEqualTo(LOAD.counts());
        assertThat(outcome.totals()).isEqualTo(LOAD.totals());
        assertThat(outcome.issuedTwice()).isEmpty();
        assertThat(liveness.asked()).isPositive();
        assertThat(liveness.doubts()).isEmpty();
        LOG.atInfo()
                .addKeyValue("windows", outcome.windows())
                .addKeyValue("probes", liveness.asked())
                .addKeyValue("lines", service.child().lines().size())
                .log("exact");
    }

    private Duration disturbed(int bounce) throws InterruptedException {
        int leader = cluster.leaderOf(topic, bounce % KillLoad.PARTITIONS);
        if (bounce % 2 == 0) {
            cluster.stop(leader);
        } else {
            cluster.kill(leader);
        }
        // What had been sent before is counted by now, so that these results are of the cluster without that broker.
        feed.allow(LOAD.events().size() / (2 * BOUNCES + 1));
        Duration recovery = service.awaitMoreResults(NEW_RESULTS);
        cluster.start(leader);
        cluster.awaitAllInSync(topics());
        return recovery;
    }

    @Test
    void leadersThatAreStoppedAndKilledLoseNothingAndDoubleNothing() throws Exception {
        start(cluster.bootstrapServers(), "");
        service.awaitRunning();
        feed();
        List<Duration> recoveries = new ArrayList<>();
        try (Liveness liveness = new Liveness(service.page())) {
            for (int bounce = 0; bounce < BOUNCES; bounce++) {
                feed.allow(LOAD.events().size() / (2 * BOUNCES + 1));
                service.awaitMoreResults(1);
                recoveries.add(disturbed(bounce));
            }
            requireExact(liveness);
        }
        LOG.atInfo().addKeyValue("recoveries", recoveries).log("leaders bounced");
        assertThat(Collections.max(recoveries)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void withoutAnyBrokerItWaitsAndSaysSoInFewLines() throws Exception {
        for (int broker = 0; broker < BROKERS; broker++) {
            cluster.kill(broker);
        }
        start(cluster.bootstrapServers(), "");
        service.child().await("no Kafka broker answers yet", Duration.ofMinutes(2));
        cluster.startAll();
        service.awaitRunning();
        feed();
        feed.allow(LOAD.events().size() / 4);
        service.awaitMoreResults(NEW_RESULTS);
        try (Liveness liveness = new Liveness(service.page())) {
            int before = service.child().lines().size();
            for (int broker = 0; broker < BROKERS; broker++) {
                cluster.kill(broker);
            }
            int probes = liveness.asked();
            await("a while without brokers")
                    .atMost(ALL_DOWN.multipliedBy(2))
                    .until(() -> liveness.asked() - probes >= ALL_DOWN.toSeconds() * 4 * 9 / 10);
            int lines = service.child().lines().size() - before;
            LOG.atInfo()
                    .addKeyValue("lines", lines)
                    .addKeyValue("for", ALL_DOWN)
                    .log("all brokers were down");
            cluster.startAll();
            feed.allow(LOAD.events().size() / 4);
            assertThat(lines).isLessThan((int) (10 * Math.max(1, ALL_DOWN.toMinutes())));
            service.awaitMoreResults(NEW_RESULTS);
            requireExact(liveness);
        }
    }

    private void onAllLinks(Consumer<TcpLink> change) {
        cluster.links().forEach(change);
    }

    @Test
    void aNetworkThatIsSlowCutResetAndHalfOpenLosesNothingAndDoublesNothing() throws Exception {
        // So that a half-open connection is given up in seconds; Kafka's own 30 s would do the same, later.
        start(cluster.linkedBootstrapServers(), ", request.timeout.ms: 6000");
        service.awaitRunning();
        feed();
        int share = LOAD.events().size() / (4 + RESETS);
        try (Liveness liveness = new Liveness(service.page())) {
            feed.allow(share);
            service.awaitMoreResults(1);
            onAllLinks(link -> link.delay(SLOW));
            Duration slow = service.awaitMoreResults(NEW_RESULTS);
            onAllLinks(link -> link.delay(Duration.ZERO));

            for (int reset = 0; reset < RESETS; reset++) {
                feed.allow(share);
                service.awaitMoreResults(1);
                onAllLinks(TcpLink::reset);
                service.awaitMoreResults(NEW_RESULTS);
            }

            feed.allow(share);
            service.awaitMoreResults(1);
            onAllLinks(TcpLink::cut);
            int probes = liveness.asked();
            await("a while without a network")
                    .atMost(CUT.multipliedBy(2))
                    .until(() -> liveness.asked() - probes >= CUT.toSeconds() * 4 * 9 / 10);
            onAllLinks(TcpLink::mend);
            feed.allow(share);
            Duration cut = service.awaitMoreResults(NEW_RESULTS);

            onAllLinks(TcpLink::forget);
            feed.allow(share);
            Duration halfOpen = service.awaitMoreResults(NEW_RESULTS);
            LOG.atInfo()
                    .addKeyValue("slow", slow)
                    .addKeyValue("after the cut", cut)
                    .addKeyValue("half-open", halfOpen)
                    .log("network disturbed");
            requireExact(liveness);
        }
    }
}

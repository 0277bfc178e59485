package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kullback.testing.BrokerCluster;
import io.kullback.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker forgets producers that it has not heard of for long, a week by default. A running service is heard of several times a second even when there is
 * nothing to count, as it commits how far it has looked; so it must be out of reach for as long as that, and then goes on all the same.
 */
class ForgottenProducersIT {

    private static final Logger LOG = LoggerFactory.getLogger(ForgottenProducersIT.class);
    private static final long SEED = 20_260_404;
    private static final int PER_SECOND = 10_000;
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A week of a production's broker in a few seconds. */
    private static final Map<String, String> FORGETFUL = Map.of(
            "transactional.id.expiration.ms", "5000",
            "producer.id.expiration.ms", "5000",
            "producer.id.expiration.check.interval.ms", "500",
            "transaction.remove.expired.transaction.cleanup.interval.ms", "500");

    @TempDir
    private Path folder;

    private static long transactions(Admin admin) throws Exception {
        return admin.listTransactions().all().get().size();
    }

    @Test
    void outOfReachUntilTheBrokerHasForgottenItsProducersItGoesOnExactlyByItself() throws Exception {
        KillLoad load = new KillLoad(SEED);
        String topic = "forgotten-" + UUID.randomUUID();
        try (BrokerCluster broker = BrokerCluster.format(folder, 1, FORGETFUL)) {
            broker.startAll();
            String servers = broker.bootstrapServers();
            new TestTopics(servers).create(topic, KillLoad.PARTITIONS);
            try (KilledService service = new KilledService(servers, topic + ".app", topic, folder, "");
                    KillFeed feed = new KillFeed(servers, topic, load.events(), PER_SECOND);
                    Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                service.start();
                service.awaitRunning();
                feed.allow(load.events().size() / 2);
                service.awaitMoreResults(20);
                assertThat(transactions(admin)).isPositive();
                service.child().signal("STOP");
                await("no producer is known any more")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> transactions(admin) == 0);
                service.child().signal("CONT");

                try (Liveness liveness = new Liveness(service.page())) {
                    feed.allowAll();
                    Duration recovery = service.awaitMoreResults(20);
                    KillOutcome outcome = service.outcome(RESULTS, load.events().size());
                    LOG.atInfo()
                            .addKeyValue("recovery", recovery)
                            .addKeyValue("lines", service.child().lines().size())
                            .log("went on");
                    assertThat(outcome.counts()).isEqualTo(load.counts());
                    assertThat(outcome.totals()).isEqualTo(load.totals());
                    assertThat(outcome.issuedTwice()).isEmpty();
                    assertThat(liveness.asked()).isPositive();
                    assertThat(liveness.doubts()).isEmpty();
                }
            }
        }
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.app.KilledService.CannotGoOnException;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code kill -9} at any moment changes no count, no score, no verdict and no alert: the jar is killed again and again while it works, and what it left behind is
 * byte for byte what a run without any disturbance leaves, and what a recount of the events gives. A planted fault shows that the test can fail.
 */
class KillIT {

    private static final Logger LOG = LoggerFactory.getLogger(KillIT.class);
    private static final long SEED = 20_260_101;
    /** Some end while they start, which are kills as well: 20 of them, or 50 with {@code -Dkullback.long=true}. */
    private static final int LIVES = Boolean.getBoolean("kullback.long") ? 44 : 18;

    private static final int KILLS = LIVES + LIVES / 7;
    private static final int LIVES_OF_THE_FAULT = 6;
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;

    private final String servers = SharedBroker.bootstrapServers();
    private final KillLoad load = new KillLoad(SEED);

    @TempDir
    private Path folder;

    private String newTopic() {
        String topic = "killed-" + UUID.randomUUID();
        new TestTopics(servers).create(topic, KillLoad.PARTITIONS);
        return topic;
    }

    private KillOutcome killed(KilledService service, String topic, int lives, int perSecond) throws Exception {
        try (KillFeed feed = new KillFeed(servers, topic, load.events(), perSecond)) {
            int eventsOfALife = load.events().size() * 9 / 10 / (lives + 1);
            service.liveAndDie(lives, feed, eventsOfALife, new SplittableRandom(SEED));
            feed.allowAll();
            KillOutcome outcome = service.finish(RESULTS, load.events().size());
            LOG.atInfo()
                    .addKeyValue("kills", service.kills())
                    .addKeyValue("windows", outcome.windows())
                    .addKeyValue("issued twice", outcome.issuedTwice().size())
                    .addKeyValue("totals", outcome.totals())
                    .addKeyValue("alert steps", outcome.alerts().size())
                    .addKeyValue("recoveries", service.recoveries())
                    .log("killed");
            return outcome;
        }
    }

    @Test
    void killedAgainAndAgainItLeavesTheBytesOfARunThatNobodyDisturbed() throws Exception {
        String topic = newTopic();
        try (KilledService killed = new KilledService(servers, topic + ".b", topic, folder, "");
                KilledService undisturbed = new KilledService(servers, topic + ".a", topic, folder, "")) {
            KillOutcome outcome = killed(killed, topic, LIVES, 8_000);
            undisturbed.start();
            KillOutcome expected = undisturbed.finish(RESULTS, load.events().size());

            assertThat(outcome.counts()).isEqualTo(load.counts());
            assertThat(outcome.totals()).isEqualTo(load.totals());
            Map<String, Long> letters = killed.deadLetters();
            // Right behind a restart only the merge stage knows what is late, and it has no records any more to tell
            // of.
            assertThat(letters.remove("late")).isBetween(1L, load.excluded().get("late"));
            Map<String, Long> others = new TreeMap<>(load.excluded());
            others.remove("late");
            assertThat(letters)
                    .as("records told of in dead letters, which are in the transactions too")
                    .isEqualTo(others);
            assertThat(outcome.newest()).isEqualTo(expected.newest());
            assertThat(outcome.issuedTwice()).isEmpty();
            assertThat(outcome.results()).hasSameSizeAs(expected.results());
            assertThat(outcome.steps()).isEqualTo(expected.steps());
            assertThat(outcome.alerts()).isNotEmpty();
            assertThat(killed.kills()).isEqualTo(KILLS);
            List<Duration> recoveries = killed.recoveries();
            assertThat(recoveries.get(recoveries.size() / 2)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void countedOnlyAtLeastOnceTheSameKillsAreSeen() throws Exception {
        String topic = newTopic();
        String fault = "-Dkullback.test.processing.guarantee=at_least_once";
        try (KilledService faulty = new KilledService(servers, topic + ".c", topic, folder, fault)) {
            KillOutcome outcome = killed(faulty, topic, LIVES_OF_THE_FAULT, 12_000);
            assertThat(outcome.counts()).isNotEqualTo(load.counts());
            LOG.atInfo()
                    .addKeyValue(
                            "series",
                            outcome.counts().entrySet().stream()
                                    .filter(entry -> !entry.getValue()
                                            .equals(load.counts().get(entry.getKey())))
                                    .count())
                    .log("miscounted");
        } catch (CannotGoOnException e) {
            // Killed between the parts of its state, it finds a window closed whose counts were never written.
            LOG.atInfo().log("the state left behind contradicts itself");
            assertThat(e).hasMessageContaining("holds no counts of");
        }
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.testing.ChildProcess;
import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance stands still for longer than its session lasts, as in a long garbage collection or on a paused machine, while another takes its work over; then it
 * goes on where it stood. Nothing that it still holds may be counted a second time, and it must come back to work.
 */
class PausedInstanceIT {

    private static final Logger LOG = LoggerFactory.getLogger(PausedInstanceIT.class);
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;
    private static final Duration PATIENCE = Instances.PATIENCE;
    private static final String SHORT_SESSION = "session.timeout.ms: 6000, heartbeat.interval.ms: 1500";

    private final String topic = "paused-" + UUID.randomUUID();
    private final KillLoad load = new KillLoad(20_260_303);

    @TempDir
    private Path folder;

    @Test
    void aZombieThatWakesAfterItsWorkWasTakenOverCountsNothingTwiceAndComesBack() throws Exception {
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, KillLoad.PARTITIONS);
        Instances instances = new Instances(
                topic, folder, SHORT_SESSION, "  - name: payments\n    topic: " + topic + "\n    " + KillLoad.MONITOR);
        int share = load.events().size() / 4;
        try (KillFeed feed = new KillFeed(SharedBroker.bootstrapServers(), topic, load.events(), 6_000);
                ChildProcess paused = instances.startChild("paused")) {
            String pausedUrl = page(paused);
            feed.allow(share);
            await("the first results")
                    .atMost(PATIENCE)
                    .until(() -> !instances.read("results").isEmpty());
            paused.signal("STOP");
            long stopped = System.nanoTime();
            try (ChildProcess other = instances.startChild("other")) {
                String otherUrl = page(other);
                feed.allow(2 * share);
                await("the other has taken over")
                        .atMost(PATIENCE)
                        .until(() -> instances.total(List.of(otherUrl), "kullback_records_total", "payments")
                                > share * 3L / 2);
                Duration takenOver = Duration.ofNanos(System.nanoTime() - stopped);
                paused.signal("CONT");
                // Whoever has the monitor's series now has them alone.
                await("the zombie lets go")
                        .atMost(PATIENCE)
                        .until(() -> instances.scrape(pausedUrl).keySet().stream()
                                        .filter(series -> series.startsWith("kullback_divergence_nats{"))
                                        .noneMatch(instances.scrape(otherUrl)::containsKey)
                                && paused.lines().stream().anyMatch(PausedInstanceIT::saysItWasFenced));
                feed.allowAll();
                List<String> urls = List.of(pausedUrl, otherUrl);
                KillOutcome outcome = instances.awaitOutcome("payments", RESULTS, urls, load.totals());
                assertThat(outcome.counts()).isEqualTo(load.counts());
                assertThat(outcome.totals()).isEqualTo(load.totals());
                assertThat(otherBytes(outcome)).isEmpty();

                // It works again: alone, it is the one to answer.
                other.signal("KILL");
                other.awaitExit(PATIENCE);
                await("the zombie is back at work")
                        .atMost(PATIENCE)
                        .until(() -> instances.total(List.of(pausedUrl), "kullback_records_total", "payments")
                                == load.events().size());
                LOG.atInfo()
                        .addKeyValue("taken over after", takenOver)
                        .addKeyValue("issued twice", outcome.issuedTwice().size())
                        .log("paused");
            }
        }
    }

    private static boolean saysItWasFenced(String line) {
        return line.contains("left out of the group") || line.contains("TaskMigrated") || line.contains("fenced");
    }

    private static String page(ChildProcess child) throws InterruptedException {
        String url = child.await("page=\"?(http://[^\" \\]]+)", PATIENCE).group(1);
        child.await("RunCommand: listening", PATIENCE);
        return url;
    }

    /** Results that were issued twice under one revision and say different things. */
    private static Map<String, String> otherBytes(KillOutcome outcome) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, String> issued = new HashMap<>();
        Map<String, String> others = new HashMap<>();
        for (KillOutcome.Entry entry : outcome.results()) {
            String revision = entry.key()
                    + mapper.readTree(entry.value().getBytes(StandardCharsets.ISO_8859_1))
                            .path("revision");
            String before = issued.put(revision, entry.value());
            if (before != null && !before.equals(entry.value())) {
                others.put(revision, before + "\n" + entry.value());
            }
        }
        return others;
    }
}

package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kullback.testing.SharedBroker;
import io.kullback.testing.TestTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance becomes three, each of the three is restarted, and one remains, all under load: every count is exact, every series is exported by one instance, a
 * restart moves nothing, and no window waits longer than a lost instance takes to be missed.
 */
class ScaleIT {

    private static final Logger LOG = LoggerFactory.getLogger(ScaleIT.class);
    private static final List<String> MONITORS = List.of("payments", "refunds", "deposits");
    private static final int RESULTS = KillLoad.WINDOWS * KillLoad.SEGMENTS.size() * KillLoad.FEATURES;
    private static final int PHASES = 9;
    /** Of a monitor: in each segment one series for each feature, with four divergences in nats. */
    private static final int DIVERGENCES = MONITORS.size() * KillLoad.SEGMENTS.size() * KillLoad.FEATURES * 4;

    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern TIME = Pattern.compile("^\\{\"t\":(\\d+)");

    private final String topic = "scaled-" + UUID.randomUUID();
    private final KillLoad load = new KillLoad(20_260_202);

    @TempDir
    private Path folder;

    private final Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));

    @AfterEach
    void disconnect() {
        admin.close();
    }

    /** One instance that is started again and again on its own state directory. */
    private static final class Member {
        private final Instances instances;
        private final String name;
        private Service service;

        Member(Instances instances, String name) {
            this.instances = instances;
            this.name = name;
        }

        void start() throws Exception {
            service = instances.startUnderOneAddress(name);
            assertThat(service.awaitRunning(Instances.PATIENCE)).isTrue();
        }

        /** Rebalances that its consumers have seen. */
        double rebalances() {
            return metric("rebalance-total");
        }

        double assignedPartitions() {
            return metric("assigned-partitions");
        }

        private double metric(String metric) {
            return service.kafkaMetrics().entrySet().stream()
                    .filter(entry -> entry.getKey().group().equals("consumer-coordinator-metrics")
                            && entry.getKey().name().equals(metric))
                    .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                    .sum();
        }
    }

    /** Partitions move in several rebalances, each of which begins with a heartbeat, three seconds apart. */
    private void awaitSettled(List<Member> members) {
        AtomicReference<List<Double>> seen = new AtomicReference<>();
        await("nothing moves any more")
                .atMost(Instances.PATIENCE)
                .during(Duration.ofSeconds(4))
                .until(() -> {
                    List<Double> now = members.stream().map(Member::rebalances).toList();
                    return isStable() && now.equals(seen.getAndSet(now));
                });
    }

    private boolean isStable() throws Exception {
        return admin.describeConsumerGroups(List.of(topic))
                        .describedGroups()
                        .get(topic)
                        .get()
                        .groupState()
                == GroupState.STABLE;
    }

    @Test
    void fromOneToThreeThroughARollingRestartAndBackToOneEveryCountIsExactAndEverySeriesHasOneOwner() throws Exception {
        new TestTopics(SharedBroker.bootstrapServers()).create(topic, KillLoad.PARTITIONS);
        StringBuilder monitors = new StringBuilder();
        MONITORS.forEach(name -> monitors.append(
                "  - name: " + name + "\n    topic: " + topic + "\n    " + KillLoad.MONITOR.strip() + "\n"));
        Instances instances = new Instances(topic, folder, "", monitors.toString());
        Member a = new Member(instances, "a");
        Member b = new Member(instances, "b");
        Member c = new Member(instances, "c");
        List<Member> all = List.of(a, b, c);
        int phase = load.events().size() / PHASES;
        a.start();
        try (Owners owners = new Owners(instances);
                KillFeed feed = new KillFeed(SharedBroker.bootstrapServers(), topic, load.events(), 8_000)) {
            owners.watch("a", a.service.url());
            // The reference takes the first twenty windows.
            feed.allow(2 * phase);
            owners.awaitEachOnce(DIVERGENCES);

            feed.allow(phase);
            for (Member joining : List.of(b, c)) {
                joining.start();
                owners.watch(joining.name, joining.service.url());
            }
            await("all three have something to do")
                    .atMost(Instances.PATIENCE)
                    .until(() -> all.stream().allMatch(member -> member.assignedPartitions() > 0));
            owners.awaitEachOnce(DIVERGENCES);
            awaitSettled(all);
            assertThat(owners.owners()).as("instances that have series").isGreaterThan(1);

            for (Member restarted : all) {
                feed.allow(phase);
                List<Member> others =
                        all.stream().filter(member -> member != restarted).toList();
                List<Double> before = others.stream().map(Member::rebalances).toList();
                owners.forget(restarted.name);
                restarted.service.close();
                restarted.start();
                owners.watch(restarted.name, restarted.service.url());
                owners.awaitEachOnce(DIVERGENCES);
                assertThat(others.stream().map(Member::rebalances).toList())
                        .as("rebalances while %s was restarted", restarted.name)
                        .isEqualTo(before);
            }

            feed.allow(phase);
            owners.forget("b");
            b.service.leaveAtClose();
            Instant left = Instant.now();
            b.service.close();
            owners.awaitEachOnce(DIVERGENCES);
            Duration afterLeaving = Duration.between(left, Instant.now());

            feed.allow(phase);
            owners.forget("c");
            Instant lost = Instant.now();
            c.service.close();
            owners.awaitEachOnce(DIVERGENCES);
            Duration afterLoss = Duration.between(lost, Instant.now());

            feed.allowAll();
            List<String> urls = List.of(a.service.url());
            for (String monitor : MONITORS) {
                KillOutcome outcome = instances.awaitOutcome(monitor, RESULTS, urls, load.totals());
                assertThat(outcome.counts()).as(monitor).isEqualTo(load.counts());
                assertThat(outcome.totals()).as(monitor).isEqualTo(load.totals());
                assertThat(outcome.issuedTwice()).as(monitor).isEmpty();
                assertThat(outcome.alerts()).as(monitor).isNotEmpty();
            }
            List<Duration> delays = closeDelays(instances);
            Duration longest = delays.get(delays.size() - 1);
            LOG.atInfo()
                    .addKeyValue("windows", delays.size())
                    .addKeyValue("median delay", delays.get(delays.size() / 2))
                    .addKeyValue("longest delay", longest)
                    .addKeyValue("all exported after leaving", afterLeaving)
                    .addKeyValue("all exported after a loss", afterLoss)
                    .addKeyValue("scrapes", owners.scrapes())
                    .log("scaled");
            assertThat(owners.doubles())
                    .as("series exported by two instances at once")
                    .isEmpty();
            assertThat(longest).isLessThan(SESSION_TIMEOUT.plusSeconds(10));
        } finally {
            a.service.close();
        }
    }

    /** For each result: from the moment when every partition held an event that lets its window close, to its issue; rising. */
    private List<Duration> closeDelays(Instances instances) {
        Map<Integer, TreeMap<Long, Long>> sentAtByTime = new TreeMap<>();
        long maxTime = KillLoad.START + (KillLoad.WINDOWS + 4) * KillLoad.SIZE;
        for (ConsumerRecord<byte[], byte[]> event : Instances.readToEnd(topic)) {
            if (event.value() != null) {
                Matcher matcher = TIME.matcher(new String(event.value(), StandardCharsets.UTF_8));
                if (matcher.find() && Long.parseLong(matcher.group(1)) < maxTime) {
                    // Only what moves the partition's watermark, at the moment of its first event.
                    TreeMap<Long, Long> sentAt =
                            sentAtByTime.computeIfAbsent(event.partition(), key -> new TreeMap<>());
                    long time = Long.parseLong(matcher.group(1));
                    if (sentAt.isEmpty() || time > sentAt.lastKey()) {
                        sentAt.put(time, event.timestamp());
                    }
                }
            }
        }
        List<Duration> delays = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> result : instances.read("results")) {
            String key = new String(result.key(), StandardCharsets.UTF_8);
            Instant start = Instant.parse(key.substring(key.lastIndexOf(',') + 2, key.length() - 2));
            long closes = start.toEpochMilli() + KillLoad.SIZE + KillLoad.GRACE;
            long due = sentAtByTime.values().stream()
                    .mapToLong(sentAt -> sentAt.ceilingEntry(closes).getValue())
                    .max()
                    .orElseThrow();
            delays.add(Duration.ofMillis(Math.max(0, result.timestamp() - due)));
        }
        return delays.stream().sorted().toList();
    }
}

package io.kullback.stream;

import io.kullback.detection.MonitorListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that the monitors watch, looked at again and again: they may not be there yet, get partitions, be deleted, and come back. Tells the listener
 * of each change, so that a monitor without its topic says so while the others go on.
 */
final class SourceTopics implements ToIntFunction<String>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceTopics.class);

    private final List<MonitorSettings> monitors;
    private final Topics topics;
    private final Duration refresh;
    private final MonitorListener listener;
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
    private final Map<String, Integer> lastKnown = new ConcurrentHashMap<>();
    private final Map<String, Long> absentSince = new ConcurrentHashMap<>();
    private final ScheduledExecutorService refresher;

    /** @param refresh how often to look */
    SourceTopics(List<MonitorSettings> monitors, Topics topics, Duration refresh, MonitorListener listener) {
        this.monitors = List.copyOf(monitors);
        this.topics = topics;
        this.refresh = refresh;
        this.listener = listener;
        this.refresher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kullback-source-topics");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The topics that are watched, each once. */
    static Set<String> names(List<MonitorSettings> monitors) {
        return monitors.stream()
                .map(MonitorSettings::topics)
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Matches their names and nothing else. Kafka Streams takes a topic named outright that is not there for the end of all work; one that a pattern does not
     * find is only not read.
     */
    static Pattern pattern(List<MonitorSettings> monitors) {
        return Pattern.compile(names(monitors).stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /**
     * Looks a first time, and from then on again and again.
     *
     * @throws KafkaUnreachableException if no broker answers the first time
     */
    void watch() {
        look();
        refresher.scheduleWithFixedDelay(
                this::lookAgain, refresh.toMillis(), refresh.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            // Brokers come and go; what was seen before stands.
            LOG.atDebug().setCause(e).log("the source topics could not be looked at");
        }
    }

    private void look() {
        Map<String, Integer> found = topics.partitionsOf(names(monitors));
        lastKnown.putAll(found);
        for (String topic : names(monitors)) {
            int now = found.getOrDefault(topic, 0);
            if (now > 0) {
                absentSince.remove(topic);
            } else {
                absentSince.putIfAbsent(topic, System.nanoTime());
            }
            Integer before = seen.put(topic, now);
            if (before == null || before != now) {
                monitors.stream()
                        .filter(monitor -> monitor.topics().contains(topic))
                        .forEach(monitor -> listener.sourceSeen(monitor.name(), topic, now));
            }
        }
    }

    /** What the consumers know of partitions; and of those of a topic that is not there, that they are silent. */
    SourceProgress progress(SourceProgress consumers) {
        return new SourceProgress() {
            @Override
            public void begun(TopicPartition partition) {
                consumers.begun(partition);
            }

            @Override
            public Optional<Duration> silence(TopicPartition partition, long countedTo) {
                return Optional.ofNullable(absentSince.get(partition.topic()))
                        .map(since -> Duration.ofNanos(System.nanoTime() - since))
                        .or(() -> consumers.silence(partition, countedTo));
            }
        };
    }

    /** Number of partitions of a topic; of one that was deleted, how many it had; 0 while it was never seen. */
    @Override
    public int applyAsInt(String topic) {
        return lastKnown.getOrDefault(topic, 0);
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }
}

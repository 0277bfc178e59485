package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.exposition.diagnosis.SourceFacts;
import io.kullback.stream.ClusterProbe;
import io.kullback.stream.KafkaUnreachableException;
import io.kullback.stream.TopicState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The brokers, asked what the monitors' topics hold. After they have failed once to answer they are not asked again. */
final class AskedBrokers implements AutoCloseable {

    private final String group;
    private final Map<String, SourceFacts> found = new HashMap<>();
    private Optional<ClusterProbe> cluster = Optional.empty();
    private String trouble = "";

    AskedBrokers(Settings settings) {
        this.group = settings.stream().applicationId();
        try {
            this.cluster = Optional.of(new ClusterProbe(settings.stream()));
        } catch (ClusterProbe.RefusedPropertiesException e) {
            this.trouble = "Kafka's client refuses its properties: " + e.getMessage();
        }
    }

    /** Why they do not answer; empty if they do. */
    String trouble() {
        return trouble;
    }

    /** What they say of a topic. */
    SourceFacts facts(String topic) {
        return found.computeIfAbsent(topic, this::ask);
    }

    private SourceFacts ask(String topic) {
        if (!trouble.isEmpty()) {
            return SourceFacts.UNKNOWN;
        }
        try {
            TopicState state = cluster.orElseThrow().topic(topic);
            if (state instanceof TopicState.Present present) {
                return new SourceFacts(SourceFacts.State.PRESENT, partitions(topic, present));
            }
            return new SourceFacts(
                    state instanceof TopicState.Absent ? SourceFacts.State.ABSENT : SourceFacts.State.REFUSED,
                    List.of());
        } catch (KafkaUnreachableException e) {
            trouble = e.getMessage();
            return SourceFacts.UNKNOWN;
        }
    }

    private List<SourceFacts.Partition> partitions(String topic, TopicState.Present present) {
        return cluster.orElseThrow().contents(topic, present, group).partitions().stream()
                .map(one -> new SourceFacts.Partition(one.number(), one.begin(), one.end(), one.readTo(), one.newest()))
                .toList();
    }

    @Override
    public void close() {
        cluster.ifPresent(ClusterProbe::close);
    }
}

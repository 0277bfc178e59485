package io.kullback.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.config.DurationText;
import io.kullback.stream.ClusterProbe;
import io.kullback.stream.DeadLetterSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.StreamSettings;
import io.kullback.stream.TopicContents;
import io.kullback.stream.TopicState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A topic that a configuration has to do with, and what the brokers hold of it.
 *
 * @param purpose what it is for
 * @param monitors names of those that read it
 * @param contents empty unless it is there and may be read
 */
record UsedTopic(
        String name, String purpose, List<String> monitors, TopicState state, Optional<TopicContents> contents) {

    private static final int COLUMN = 14;

    UsedTopic {
        monitors = List.copyOf(monitors);
    }

    /** Monitored topics first, each once, then Kullback's own. Those that Kafka Streams keeps for itself are left out. */
    static List<UsedTopic> of(StreamSettings settings, ClusterProbe cluster) {
        List<UsedTopic> topics = new ArrayList<>();
        settings.monitors().stream()
                .map(MonitorSettings::topics)
                .flatMap(List::stream)
                .distinct()
                .forEach(topic -> topics.add(look(
                        topic,
                        "events",
                        settings.monitors().stream()
                                .filter(monitor -> monitor.topics().contains(topic))
                                .map(MonitorSettings::name)
                                .toList(),
                        settings,
                        cluster)));
        topics.add(own(settings.topics().results(), "what each window gave", settings, cluster));
        topics.add(own(settings.topics().alerts(), "each step of each alert: the audit trail", settings, cluster));
        topics.add(own(settings.topics().commands(), "what operators tell the service", settings, cluster));
        topics.add(own(settings.topics().references(), "versions of references", settings, cluster));
        settings.deadLetters()
                .map(DeadLetterSettings::topic)
                .ifPresent(topic -> topics.add(own(topic, "records that could not be counted", settings, cluster)));
        return topics;
    }

    private static UsedTopic own(String topic, String purpose, StreamSettings settings, ClusterProbe cluster) {
        return look(topic, purpose, List.of(), settings, cluster);
    }

    private static UsedTopic look(
            String topic, String purpose, List<String> monitors, StreamSettings settings, ClusterProbe cluster) {
        TopicState state = cluster.topic(topic);
        Optional<TopicContents> contents = state instanceof TopicState.Present present
                ? Optional.of(cluster.contents(topic, present, settings.applicationId()))
                : Optional.empty();
        return new UsedTopic(topic, purpose, monitors, state, contents);
    }

    private long records() {
        return partitions().mapToLong(one -> one.end() - one.begin()).sum();
    }

    private Stream<TopicContents.Partition> partitions() {
        return contents.stream().flatMap(held -> held.partitions().stream());
    }

    private Optional<Instant> oldest() {
        return partitions().flatMap(one -> one.oldest().stream()).min(Comparator.naturalOrder());
    }

    private Optional<Instant> newest() {
        return partitions().flatMap(one -> one.newest().stream()).max(Comparator.naturalOrder());
    }

    /** For people. */
    List<String> lines() {
        AlignedText text = new AlignedText(2, COLUMN)
                .add("for", purpose + (monitors.isEmpty() ? "" : " of " + String.join(", ", monitors)));
        if (state instanceof TopicState.Refused refused) {
            return text.add("state", "the brokers do not let this client " + refused.operation() + " it")
                    .lines();
        }
        if (!(state instanceof TopicState.Present present)) {
            return text.add("state", monitors.isEmpty() ? "not there; it is made when it is needed" : "not there")
                    .lines();
        }
        text.add(
                "holds",
                present.partitions() + (present.partitions() == 1 ? " partition" : " partitions") + ", about "
                        + String.format(Locale.ROOT, "%,d", records()) + " records");
        oldest().ifPresent(from ->
                text.add("from", from + newest().map(to -> " to " + to).orElse("")));
        String cleanup = contents.map(TopicContents::cleanup).orElse("");
        return text.add(
                        "kept",
                        present.retention()
                                        .map(age -> "for " + DurationText.of(age))
                                        .orElse("for ever")
                                + (cleanup.isEmpty() ? "" : " (cleanup.policy " + cleanup + ")"))
                .lines();
    }

    /** For programs. */
    void write(ObjectNode out) {
        out.put("topic", name);
        out.put("purpose", purpose);
        ArrayNode readers = out.putArray("monitors");
        monitors.forEach(readers::add);
        out.put(
                "state",
                state instanceof TopicState.Present
                        ? "present"
                        : state instanceof TopicState.Absent ? "absent" : "refused");
        if (state instanceof TopicState.Present present) {
            out.put("partitions", present.partitions());
            out.put("records", records());
            oldest().ifPresent(time -> out.put("oldest", time.toString()));
            newest().ifPresent(time -> out.put("newest", time.toString()));
            out.put("cleanup_policy", contents.map(TopicContents::cleanup).orElse(""));
            present.retention().ifPresent(age -> out.put("retention_seconds", age.toSeconds()));
        }
    }
}

package io.kullback.config;

import io.kullback.stream.DeadLetterSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.OwnTopics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where to tell of records that are not counted. */
final class DeadLetterSection {

    private static final String KEY = "dead-letters";

    private DeadLetterSection() {}

    /**
     * What the document says of dead letters; empty where it says nothing, or something wrong, which has been noted.
     *
     * @param monitors their topics, and Kullback's other ones, cannot be that of dead letters
     */
    static Optional<DeadLetterSettings> settings(Section root, OwnTopics own, List<MonitorSettings> monitors) {
        return root.section(KEY).flatMap(section -> {
            String topic = section.text("topic").orElse(DeadLetterSettings.DEFAULT.topic());
            Names.requireTopic(section, "topic", topic);
            boolean isTaken = Stream.concat(
                            monitors.stream().map(MonitorSettings::topic),
                            Stream.of(own.results(), own.alerts(), own.commands(), own.references()))
                    .anyMatch(topic::equals);
            if (isTaken) {
                section.problem(
                        ProblemCode.ILLEGAL_TOPIC,
                        "topic",
                        "'" + topic + "' has another use already, as the topic of a monitor or of Kullback's own",
                        "Give dead letters a topic of their own.");
            }
            boolean withPayload = section.flag("payload", DeadLetterSettings.DEFAULT.withPayload());
            int atMost = section.count("at-most-per-second", DeadLetterSettings.DEFAULT.atMostPerSecond());
            section.finish();
            return section.parsed(
                    ProblemCode.OUT_OF_RANGE,
                    "at-most-per-second",
                    () -> new DeadLetterSettings(topic, withPayload, atMost),
                    "100 show what is wrong; all others are told of together.");
        });
    }
}

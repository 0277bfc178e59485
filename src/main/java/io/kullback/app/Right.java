package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.stream.DeadLetterSettings;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.OwnTopics;
import io.kullback.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What the service has to be allowed on the brokers.
 *
 * @param name of a resource, or what the names of resources begin with
 * @param operations in the order of their names
 */
record Right(ResourceType resource, String name, PatternType pattern, List<AclOperation> operations) {

    Right {
        operations = List.copyOf(operations);
    }

    /** The least that a configuration needs, in the order of the page on security. */
    static List<Right> leastOf(Settings settings) {
        StreamSettings stream = settings.stream();
        OwnTopics topics = stream.topics();
        boolean tells = !settings.notifications().webhooks().isEmpty()
                || !settings.notifications().alertmanagers().isEmpty();
        List<Right> rights = new ArrayList<>();
        stream.monitors().stream()
                .map(MonitorSettings::topics)
                .flatMap(List::stream)
                .distinct()
                .forEach(topic -> rights.add(topic(topic, AclOperation.READ)));
        rights.add(topic(topics.results(), AclOperation.CREATE, AclOperation.WRITE));
        rights.add(topic(topics.alerts(), AclOperation.CREATE, AclOperation.WRITE));
        rights.add(topic(topics.commands(), AclOperation.CREATE, AclOperation.READ));
        stream.deadLetters()
                .map(DeadLetterSettings::topic)
                .ifPresent(topic -> rights.add(topic(topic, AclOperation.CREATE, AclOperation.WRITE)));
        rights.add(new Right(
                ResourceType.TOPIC,
                stream.applicationId() + "-",
                PatternType.PREFIXED,
                List.of(AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE)));
        if (tells) {
            rights.add(topic(topics.alerts(), AclOperation.READ));
        }
        rights.add(
                new Right(ResourceType.GROUP, stream.applicationId(), PatternType.LITERAL, List.of(AclOperation.READ)));
        if (tells) {
            rights.add(new Right(
                    ResourceType.GROUP,
                    stream.applicationId() + "-notify-",
                    PatternType.PREFIXED,
                    List.of(AclOperation.READ)));
        }
        rights.add(new Right(
                ResourceType.TRANSACTIONAL_ID,
                stream.applicationId() + "-",
                PatternType.PREFIXED,
                List.of(AclOperation.WRITE)));
        return rights;
    }

    private static Right topic(String name, AclOperation... operations) {
        return new Right(ResourceType.TOPIC, name, PatternType.LITERAL, List.of(operations));
    }
}

package io.kullback.stream;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place in the group that an instance held before it was restarted. The brokers hand it back as it was, without asking what the instance now wants to read: of a
 * topic that has come into the configuration meanwhile nobody would be given a partition. Then the place is given up, so that all partitions are shared out anew.
 */
final class FormerPlace {

    private static final Logger LOG = LoggerFactory.getLogger(FormerPlace.class);
    private static final long PATIENCE_SECONDS = 10;

    private FormerPlace() {}

    /**
     * Gives the instance's place up if the group reads fewer topics than are configured.
     *
     * @param instance what the names of the instance's members begin with
     * @param wanted the configured topics that exist
     */
    static void giveUpUnlessComplete(Admin admin, String group, String instance, Set<String> wanted) {
        try {
            List<MemberDescription> members = List.copyOf(admin.describeConsumerGroups(Set.of(group))
                    .describedGroups()
                    .get(group)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .members());
            Set<MemberToRemove> own = members.stream()
                    .flatMap(member -> member.groupInstanceId().stream())
                    .filter(id -> id.startsWith(instance + "-"))
                    .map(MemberToRemove::new)
                    .collect(Collectors.toSet());
            Set<String> unread = new TreeSet<>(wanted);
            members.forEach(member -> member.assignment().topicPartitions().stream()
                    .map(TopicPartition::topic)
                    .forEach(unread::remove));
            if (!own.isEmpty() && !unread.isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("topics", unread)
                        .log("topics have come into the configuration: partitions are shared out anew");
                admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions(own))
                        .all()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            // A group that is not there yet, or members that went meanwhile: then partitions are shared out in any
            // case.
            LOG.atDebug().setCause(e).log("no former place was given up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.kullback.alert;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A webhook.
 *
 * @param name names it in metrics and logs, and, with the application, the consumer group that remembers what was delivered
 * @param url where to post
 * @param secret signs what is posted; empty for unsigned
 * @param kinds of steps that are posted
 * @param timeout for a connection, and for each part of an answer
 * @param giveUpAfter how old a step may become while the receiver does not take it
 */
public record WebhookSettings(
        String name,
        URI url,
        Optional<WebhookSecret> secret,
        Set<String> kinds,
        Duration timeout,
        Duration giveUpAfter) {

    /** All kinds of steps there are. */
    public static final Set<String> ALL_KINDS = Set.of("pending", "firing", "resolved", "amended", "withdrawn");

    /** What a person wants to be told. */
    public static final Set<String> DEFAULT_KINDS = Set.of("firing", "resolved", "amended", "withdrawn");

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofDays(1);

    public WebhookSettings {
        kinds = Set.copyOf(kinds);
        Destinations.requireWeb(url);
        Destinations.requirePositive("timeout", timeout);
        Destinations.requirePositive("give-up-after", giveUpAfter);
        if (kinds.isEmpty() || !ALL_KINDS.containsAll(kinds)) {
            throw new IllegalArgumentException(
                    "kinds are some of " + new TreeSet<>(ALL_KINDS) + ", but these are " + new TreeSet<>(kinds));
        }
    }
}

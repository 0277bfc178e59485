package io.kullback.stream;

/**
 * Where to tell of each record that is not counted.
 *
 * @param topic where to; created if absent
 * @param withPayload whether its value goes along; it may hold what not everyone who reads dead letters may see
 * @param atMostPerSecond most single records told of in a second by each counting task; the others are told of together
 */
public record DeadLetterSettings(String topic, boolean withPayload, int atMostPerSecond) {

    public static final DeadLetterSettings DEFAULT = new DeadLetterSettings("kullback.dead-letters", false, 100);

    public DeadLetterSettings {
        if (atMostPerSecond < 0 || atMostPerSecond > 1_000_000) {
            throw new IllegalArgumentException(
                    "dead letters a second must be between 0 and 1000000, but are " + atMostPerSecond);
        }
    }
}

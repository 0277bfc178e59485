package io.kullback.alert;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * An Alertmanager that is told directly, without Prometheus between.
 *
 * @param name names it in metrics and logs, and, with the application, the consumer group of which one instance tells it
 * @param url its address, with its path prefix if it has one, without {@code /api/v2/alerts}
 * @param token sent as {@code Authorization: Bearer}; empty for none
 * @param resend how often firing alerts are told again
 * @param keepFiring how long after it was last told an alert goes on: the longest absence of Kullback that does not look like an end of the drift
 * @param timeout for a connection, and for each part of an answer
 */
public record AlertmanagerSettings(
        String name, URI url, Optional<String> token, Duration resend, Duration keepFiring, Duration timeout) {

    public static final Duration DEFAULT_RESEND = Duration.ofMinutes(1);
    public static final Duration DEFAULT_KEEP_FIRING = Duration.ofHours(1);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public AlertmanagerSettings {
        Destinations.requireWeb(url);
        Destinations.requirePositive("resend", resend);
        Destinations.requirePositive("timeout", timeout);
        if (keepFiring.compareTo(resend.multipliedBy(4)) < 0) {
            throw new IllegalArgumentException("alerts must go on for at least four times 'resend', "
                    + resend.multipliedBy(4) + ", but 'keep-firing' is " + keepFiring);
        }
    }

    @Override
    public String toString() {
        return "Alertmanager " + name + " at " + url;
    }
}

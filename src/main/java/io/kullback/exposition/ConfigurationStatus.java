package io.kullback.exposition;

import java.time.Instant;
import java.time.InstantSource;

/** Which configuration is in force, and whether the last one that was offered was taken. Thread-safe. */
public final class ConfigurationStatus {

    /** One moment's view, so that a scrape never mixes two. */
    private record InForce(String hash, Instant since, boolean lastWasTaken) {}

    private final InstantSource clock;
    private volatile InForce inForce;

    /** @param hash changes with any byte of the file that the service started with */
    public ConfigurationStatus(String hash) {
        this(hash, InstantSource.system());
    }

    ConfigurationStatus(String hash, InstantSource clock) {
        this.clock = clock;
        this.inForce = new InForce(hash, clock.instant(), true);
    }

    /** Another one is in force from now on, or the same was read again. */
    public void taken(String hash) {
        inForce = new InForce(hash, clock.instant(), true);
    }

    /** What was offered cannot be used; the one before stays in force. */
    public void refused() {
        inForce = new InForce(inForce.hash(), inForce.since(), false);
    }

    /** Of the configuration in force. */
    public String hash() {
        return inForce.hash();
    }

    void addTo(Samples samples) {
        InForce now = inForce;
        samples.add(DriftMetric.CONFIG_RELOAD_SUCCESSFUL, now.lastWasTaken() ? 1 : 0);
        samples.add(DriftMetric.CONFIG_RELOAD_SUCCESS_TIME, now.since().toEpochMilli() / 1e3);
    }
}

package io.kullback.stream;

import java.time.Duration;
import java.time.Instant;

/** Who reads the alerts topic through an {@link AlertFeed}. All methods are called by the feed's thread. */
public interface AlertReader {

    /** Names the reader, and the consumer group that remembers where it is. */
    String name();

    /** Whether it goes on where it was last; otherwise it is given the whole topic whenever it begins. */
    boolean isFedFromWhereItWas();

    /** This instance is the one that reads now. What was read before is to be forgotten. */
    void begin();

    /**
     * The next step of an alert.
     *
     * @param recorded the timestamp of the record
     */
    void read(String json, Instant recorded);

    /** Whether no more steps should be given before some are settled. */
    boolean isFull();

    /**
     * Does what there is to do about the steps; where the whole topic is given, not before all that stood on it at the beginning has been.
     *
     * @return how many steps since the beginning are settled and need not be given again
     */
    long settle();

    /** How long nothing has to be settled unless a step comes. */
    Duration rest();
}

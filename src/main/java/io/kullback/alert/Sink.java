package io.kullback.alert;

import java.time.Duration;

/** One destination of alerts. All but {@link #state} is called by one thread, which feeds it. */
public interface Sink extends AutoCloseable {

    /**
     * Whether it needs each step once, from where it was last: then what is settled is remembered by the feeder. Otherwise it needs all steps there have ever been,
     * from the first, whenever it begins.
     */
    boolean isFedFromWhereItWas();

    /** What was taken before is to be forgotten: it begins, perhaps where another instance was. */
    void begin();

    /** Takes the next step. */
    void take(Told step);

    /** Whether no more steps should be given before some are settled. */
    boolean isFull();

    /**
     * Delivers what is due, and waits for the answers. Not called before all steps of the past have been taken, if it is fed from the first.
     *
     * @return how many of the steps taken since {@link #begin} are settled, in their order: delivered, not asked for, or given up
     */
    long settle();

    /** How long from now on nothing is due; zero if something is. */
    Duration rest();

    /** Deliveries so far, for the metrics; may be called by any thread. */
    SinkState state();

    /** Ends the delivery that is under way. */
    @Override
    void close();
}

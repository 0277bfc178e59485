package io.kullback.detection;

import io.kullback.histogram.Reference;

/**
 * Where the pipeline tells what it found: the one port between it and all that shows or sends results.
 *
 * <p>Called from the pipeline's threads, several at a time for different monitors; must return at once and never throw.
 */
public interface MonitorListener {

    /** A window closed or was amended, or the last one of a series was found again after a restart or a move. */
    void windowClosed(WindowResult result);

    /**
     * An alert began, ended, or has to be told anew. Never told again after a restart.
     *
     * @param explanation what moved in the window that it rests on; may be empty
     */
    void alertChanged(AlertTransition transition, String explanation);

    /** A monitor's counts or watermark moved, or it came to this instance. */
    void progressed(MonitorProgress progress);

    /** A reference is now in force. */
    void referenceInForce(String monitor, Reference reference);

    /**
     * A source topic came, went, or got partitions; told first at the start. Every instance sees every topic.
     *
     * @param partitions how many it has; 0 while it does not exist
     */
    void sourceSeen(String monitor, String topic, int partitions);

    /** A monitor moved to another instance: nothing of it may be shown here any more. */
    void released(String monitor);
}

package io.kullback.app;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps from a listener, while the pipeline is exchanged, that monitors are given up: most come back a second later, and what has been seen of them need not be
 * lost. Those that have not come back by the end are given up then. Thread-safe.
 */
final class HeldReleases implements MonitorListener {

    private final MonitorListener listener;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private volatile boolean holds;

    HeldReleases(MonitorListener listener) {
        this.listener = listener;
    }

    /** From now on. */
    void hold() {
        holds = true;
    }

    /** From now on no more; who has not come back is released. */
    void settle() {
        holds = false;
        held.forEach(monitor -> {
            if (held.remove(monitor)) {
                listener.released(monitor);
            }
        });
    }

    @Override
    public void released(String monitor) {
        if (holds) {
            held.add(monitor);
        } else {
            listener.released(monitor);
        }
    }

    @Override
    public void windowClosed(WindowResult result) {
        held.remove(result.series().monitor());
        listener.windowClosed(result);
    }

    @Override
    public void alertChanged(AlertTransition transition, String explanation) {
        listener.alertChanged(transition, explanation);
    }

    @Override
    public void progressed(MonitorProgress progress) {
        held.remove(progress.monitor());
        listener.progressed(progress);
    }

    @Override
    public void referenceInForce(String monitor, Reference reference) {
        listener.referenceInForce(monitor, reference);
    }

    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {
        listener.sourceSeen(monitor, topic, partitions);
    }
}

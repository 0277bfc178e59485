package io.kullback.app;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.util.List;

/** Tells several listeners, in order. */
record ListenerFan(List<MonitorListener> listeners) implements MonitorListener {

    ListenerFan {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void windowClosed(WindowResult result) {
        listeners.forEach(listener -> listener.windowClosed(result));
    }

    @Override
    public void alertChanged(AlertTransition transition, String explanation) {
        listeners.forEach(listener -> listener.alertChanged(transition, explanation));
    }

    @Override
    public void progressed(MonitorProgress progress) {
        listeners.forEach(listener -> listener.progressed(progress));
    }

    @Override
    public void referenceInForce(String monitor, Reference reference) {
        listeners.forEach(listener -> listener.referenceInForce(monitor, reference));
    }

    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {
        listeners.forEach(listener -> listener.sourceSeen(monitor, topic, partitions));
    }

    @Override
    public void released(String monitor) {
        listeners.forEach(listener -> listener.released(monitor));
    }
}

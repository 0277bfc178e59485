package io.kullback.testing;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;

/** Takes everything and does nothing; tests override what they look at. */
public class QuietListener implements MonitorListener {
    @Override
    public void windowClosed(WindowResult result) {}

    @Override
    public void alertChanged(AlertTransition transition, String explanation) {}

    @Override
    public void progressed(MonitorProgress progress) {}

    @Override
    public void referenceInForce(String monitor, Reference reference) {}

    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {}

    @Override
    public void released(String monitor) {}
}

package io.kullback.app;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each step of an alert, and one when a reference comes into force; none for each window. */
final class LoggingListener implements MonitorListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.kullback.drift");

    @Override
    public void windowClosed(WindowResult result) {}

    @Override
    public void alertChanged(AlertTransition transition, String explanation) {
        LOG.atInfo()
                .addKeyValue("series", transition.series())
                .addKeyValue("alert", transition.alert().id())
                .addKeyValue("since", transition.since())
                .addKeyValue("window", transition.window())
                .addKeyValue("moved", explanation)
                .log(transition.kind().label());
    }

    @Override
    public void progressed(MonitorProgress progress) {}

    @Override
    public void referenceInForce(String monitor, Reference reference) {
        LOG.atInfo()
                .addKeyValue("monitor", monitor)
                .addKeyValue("reference", reference.id())
                .addKeyValue("origin", reference.origin())
                .log("reference in force");
    }

    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {
        if (partitions == 0) {
            LOG.atWarn()
                    .addKeyValue("monitor", monitor)
                    .addKeyValue("topic", topic)
                    .log(
                            "the source topic does not exist, and the monitor waits for it: create the topic, or correct 'topic'");
        } else {
            LOG.atInfo()
                    .addKeyValue("monitor", monitor)
                    .addKeyValue("topic", topic)
                    .addKeyValue("partitions", partitions)
                    .log("source topic found");
        }
    }

    @Override
    public void released(String monitor) {}
}

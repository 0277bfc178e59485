package io.kullback.app;

import io.kullback.detection.Explanation;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line when a series begins to drift, and one when it has stopped; none for each window. */
final class LoggingListener implements MonitorListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.kullback.drift");

    private final Map<SeriesId, Boolean> drifted = new ConcurrentHashMap<>();

    @Override
    public void windowClosed(WindowResult result) {
        if (result.verdict() instanceof Verdict.Inconclusive) {
            return;
        }
        boolean isDrifted = result.verdict() instanceof Verdict.Drifted;
        boolean wasDrifted = Boolean.TRUE.equals(drifted.put(result.series(), isDrifted));
        if (isDrifted != wasDrifted) {
            LOG.atInfo()
                    .addKeyValue("series", result.series())
                    .addKeyValue("window", result.window())
                    .addKeyValue(
                            "kl",
                            result.scores().map(scores -> scores.kl().plugIn()).orElse(0.0))
                    .addKeyValue("moved", Explanation.of(result))
                    .log(isDrifted ? "drifted" : "stable again");
        }
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
    public void released(String monitor) {
        drifted.keySet().removeIf(series -> series.monitor().equals(monitor));
    }
}

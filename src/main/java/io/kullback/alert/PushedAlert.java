package io.kullback.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One alert as Alertmanager is to know it.
 *
 * @param step the newest step
 * @param ended when it was over, by the clock; empty while it fires
 * @param endTold when Alertmanager was first told of the end; empty if it was not yet
 */
record PushedAlert(Told step, Optional<Instant> ended, Optional<Instant> endTold) {

    /** What the rule of the Prometheus way is called, so that one route, silence or inhibition serves both. */
    static final String NAME = "KullbackDriftDetected";

    static final String SEVERITY = "warning";

    /** For how long the end of an alert is told, in case Alertmanager or its peer forgets. */
    private static final Duration END_TOLD = Duration.ofMinutes(15);

    static PushedAlert firing(Told step) {
        return new PushedAlert(step, Optional.empty(), Optional.empty());
    }

    static PushedAlert over(Told step) {
        return new PushedAlert(step, Optional.of(step.recorded()), Optional.empty());
    }

    PushedAlert told(Instant now) {
        return ended.isPresent() && endTold.isEmpty() ? new PushedAlert(step, ended, Optional.of(now)) : this;
    }

    /**
     * Whether nothing is to be told of it any more: its end was told for long enough, or it ended so long ago that Alertmanager has let it end by itself.
     *
     * @param keepFiring how long Alertmanager lets an alert go on of which it hears nothing
     */
    boolean isHistory(Instant now, Duration keepFiring) {
        return endTold.filter(told -> told.plus(END_TOLD).isBefore(now)).isPresent()
                || ended.filter(end -> end.plus(keepFiring).isBefore(now)).isPresent();
    }

    /**
     * As Alertmanager's API takes it.
     *
     * @param until when a firing alert ends if nothing more is heard
     */
    ObjectNode json(Instant until) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = alert.putObject("labels");
        labels.put("alertname", NAME);
        labels.put("severity", SEVERITY);
        labels.put("monitor", step.monitor());
        labels.put("feature", step.feature());
        if (!step.segment().isEmpty()) {
            labels.put("segment", step.segment());
        }
        ObjectNode annotations = alert.putObject("annotations");
        annotations.put("summary", "The distribution of a feature has drifted from its reference.");
        annotations.put("description", description());
        Instant end = ended.orElse(until);
        // Event time may be ahead of the clock, and Alertmanager takes no alert that ends before it starts.
        alert.put("startsAt", (step.since().isBefore(end) ? step.since() : end.minusMillis(1)).toString());
        alert.put("endsAt", end.toString());
        return alert;
    }

    private String description() {
        String where = step.segment().isEmpty() ? "" : " in " + step.segment();
        String what = step.feature() + " of " + step.monitor() + where + " has drifted since " + step.since();
        return step.explanation().isEmpty() ? what + '.' : what + ": " + step.explanation() + '.';
    }
}

package io.kullback.exposition;

import io.kullback.detection.AlertTransition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last steps of alerts that this instance has seen; the topic of alerts has all of them. Thread-safe. */
final class AlertSteps {

    static final int MOST = 200;

    /**
     * One step.
     *
     * @param explanation what moved; may be empty
     */
    record Step(AlertTransition transition, String explanation) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    synchronized void add(AlertTransition transition, String explanation) {
        steps.addFirst(new Step(transition, explanation));
        if (steps.size() > MOST) {
            steps.removeLast();
        }
    }

    /** Lets go of a monitor that has moved away. */
    synchronized void release(String monitor) {
        steps.removeIf(step -> step.transition().series().monitor().equals(monitor));
    }

    /** Newest first. */
    synchronized List<Step> newestFirst() {
        return new ArrayList<>(steps);
    }
}

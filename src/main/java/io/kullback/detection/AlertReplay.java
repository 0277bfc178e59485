package io.kullback.detection;

import java.util.List;

/**
 * What came of several windows.
 *
 * @param state after the last of them
 * @param transitions in order
 */
public record AlertReplay(AlertState state, List<AlertTransition> transitions) {
    public AlertReplay {
        transitions = List.copyOf(transitions);
    }
}

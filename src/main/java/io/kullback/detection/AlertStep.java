package io.kullback.detection;

import java.util.Optional;

/**
 * What one window does to an alert.
 *
 * @param state where it stands now
 * @param transition what is to be told, if anything
 */
public record AlertStep(AlertState state, Optional<AlertTransition> transition) {

    static AlertStep silent(AlertState state) {
        return new AlertStep(state, Optional.empty());
    }

    static AlertStep telling(AlertState state, AlertTransition transition) {
        return new AlertStep(state, Optional.of(transition));
    }
}

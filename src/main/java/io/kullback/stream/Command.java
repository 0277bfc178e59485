package io.kullback.stream;

import io.kullback.histogram.Reference;
import java.time.Instant;
import java.util.Optional;

/** What operators tell the running service. */
sealed interface Command {

    /**
     * Accept the new normal.
     *
     * @param segment only there; in all where empty
     * @param feature only this one; all where empty
     */
    record Accept(Optional<String> segment, Optional<String> feature) implements Command {}

    /**
     * Compare with another reference.
     *
     * @param reference empty for the configured one
     * @param from windows that start then or later
     */
    record Promote(Optional<Reference> reference, Instant from) implements Command {}
}

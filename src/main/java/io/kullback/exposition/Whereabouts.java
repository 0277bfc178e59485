package io.kullback.exposition;

import java.net.URI;
import java.util.Optional;

/** Knows which instance has a monitor, when several share the work. */
@FunctionalInterface
public interface Whereabouts {

    /** Of an instance that is alone, or does not know. */
    Whereabouts NOT_KNOWN = monitor -> Optional.empty();

    /** Where another instance answers for a monitor, such as {@code http://10.0.0.7:8080}; empty if this one does, or if that is not known now. */
    Optional<URI> elsewhere(String monitor);
}

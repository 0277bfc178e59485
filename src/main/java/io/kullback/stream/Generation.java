package io.kullback.stream;

import io.kullback.histogram.Reference;
import java.util.Optional;

/**
 * The decisions taken against one reference: the first are against the configured one, each later ones against one that an operator has promoted.
 *
 * @param number 0 for the first
 * @param from the first window that may start for it, epoch milliseconds; {@link Long#MIN_VALUE} for the first
 * @param promoted empty where windows are compared with what is configured
 */
record Generation(int number, long from, Optional<Reference> promoted, Decisions decisions) {}

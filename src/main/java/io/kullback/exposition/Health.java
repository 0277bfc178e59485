package io.kullback.exposition;

import java.util.function.BooleanSupplier;

/**
 * What the probes ask.
 *
 * @param alive false when only a restart could help; an absent broker is no such case
 * @param ready whether partitions are assigned and state is restored
 */
public record Health(BooleanSupplier alive, BooleanSupplier ready) {}

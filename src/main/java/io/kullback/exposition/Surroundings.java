package io.kullback.exposition;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What the API tells, and has done, beside what the board knows.
 *
 * @param whereabouts which instance has a monitor
 * @param configuration the configuration in force as a tree of mappings, lists, texts, numbers and flags, without its secrets
 * @param reloading has the configuration read anew, where the settings let clients ask for it
 */
public record Surroundings(Whereabouts whereabouts, Supplier<Map<String, Object>> configuration, Reloading reloading) {

    /** Nothing is known. */
    static final Surroundings NONE = new Surroundings(Whereabouts.NOT_KNOWN, Map::of, Reloading.NONE);
}

package io.kullback.exposition;

/**
 * What is configured of a feature, as far as it is shown.
 *
 * @param minKl divergence in nats above which a difference matters
 * @param minEvents fewest usable events that a window is judged on
 */
public record FeatureDescription(String name, double minKl, long minEvents) {}

package io.kullback.stream;

import io.kullback.detection.DecisionSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.ingest.FieldPath;

/**
 * One field of a monitor.
 *
 * @param name unique within the monitor
 * @param field where its value stands
 * @param bins where its bins come from
 * @param decision when a window of it is called drifted
 */
public record FeatureSettings(String name, FieldPath field, BinningRule bins, DecisionSettings decision) {}

package io.kullback.stream;

import io.kullback.detection.DecisionSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.FeatureType;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorBinning;
import io.kullback.ingest.FieldPath;
import java.util.List;

/**
 * One feature of a monitor: a field, or several that belong together.
 *
 * @param name unique within the monitor
 * @param fields where its value stands: one field; for a vector one list, or as many fields of one number each as it has elements; for a posterior the list of
 *     means, then that of the logarithms of variances
 * @param bins where its bins come from
 * @param decision when a window of it is called drifted
 */
public record FeatureSettings(String name, List<FieldPath> fields, BinningRule bins, DecisionSettings decision) {

    public FeatureSettings {
        int needed = fieldsNeeded(bins, fields.size());
        if (fields.size() != needed) {
            throw new IllegalArgumentException(
                    "feature '" + name + "' needs " + needed + " fields, but has " + fields.size() + ": " + fields);
        }
        fields = List.copyOf(fields);
    }

    /** A feature of one field. */
    public FeatureSettings(String name, FieldPath field, BinningRule bins, DecisionSettings decision) {
        this(name, List.of(field), bins, decision);
    }

    private static int fieldsNeeded(BinningRule bins, int given) {
        if (bins instanceof BinningRule.Fixed fixed && fixed.binning() instanceof PosteriorBinning) {
            return 2;
        }
        boolean isOfSeveral = given > 1 && bins.type() == FeatureType.VECTOR;
        return isOfSeveral ? ((VectorBinning) ((BinningRule.Fixed) bins).binning()).dimension() : 1;
    }

    /** The field, or the first of several. */
    public FieldPath field() {
        return fields.get(0);
    }

    /** Type of its values. */
    public FeatureType type() {
        return bins.type();
    }
}

package io.kullback.histogram;

import java.util.Locale;

/**
 * The bins after the value bins of every {@link Binning}: where a record is counted whose field holds no usable value.
 *
 * <p>They make a histogram total: the counts of a feature add up to the records counted, so a rising null rate is
 * visible as drift and nothing is lost.
 */
public enum UnusableBin {
    /** The field is absent, null or an empty string. */
    MISSING,
    /** A number that is NaN or infinite. */
    NON_FINITE,
    /** A value of another type than the feature's, or one outside a closed list of categories. */
    WRONG_TYPE;

    /** Label of the bin in results, metrics and on screen. */
    public String label() {
        return "(" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
    }

    /** The value of the metric label {@code reason}: {@code missing}, {@code non_finite} or {@code type}. */
    public String reason() {
        return this == WRONG_TYPE ? "type" : name().toLowerCase(Locale.ROOT);
    }
}

package io.kullback.divergence;

import java.util.Optional;

/**
 * One bin's part in D(observed ‖ reference), or one coordinate's where vectors are compared.
 *
 * @param bin number of the bin in its binning, or of the coordinate
 * @param label name of the bin or coordinate
 * @param observedShare share o of the observed records in this bin, in [0, 1], as counted; of a coordinate, those with a usable vector
 * @param referenceShare share r of the reference's records in this bin, in [0, 1], as counted
 * @param signedNats o ln(o/r) of the smoothed shares; adds up to the divergence; positive where the bin gained
 * @param nats o ln(o/r) − o + r of the smoothed shares, at least 0; adds up to the divergence too, and is what bins are ranked by
 * @param residual (n − N r) / √(N r (1 − r)): how many standard deviations the count is from what the reference expects; of a
 *     coordinate, how many its mean is
 * @param shift how the coordinate differs; empty for a bin
 */
public record Contribution(
        int bin,
        String label,
        double observedShare,
        double referenceShare,
        double signedNats,
        double nats,
        double residual,
        Optional<CoordinateShift> shift) {

    /** A bin's part. */
    public Contribution(
            int bin,
            String label,
            double observedShare,
            double referenceShare,
            double signedNats,
            double nats,
            double residual) {
        this(bin, label, observedShare, referenceShare, signedNats, nats, residual, Optional.empty());
    }
}

package io.kullback.detection.change;

import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.Sum;
import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Histogram;
import java.util.Arrays;

/** The bins that a series is watched on, with the reference's weight in each: what a detector measures windows against. Immutable. */
public final class ReferenceBins {

    private static final long FEWEST_EVENTS = 50;
    /** A reference without a pseudo-count leaves bins that no window may hit; the detectors need some mass in each. */
    private static final double LEAST_PSEUDO_COUNT = 0.5;

    private final boolean ordered;
    private final int valueBins;
    private final double[] weights;
    private final double[] shares;
    private final double events;

    private ReferenceBins(boolean ordered, int valueBins, double[] weights, double events) {
        if (valueBins < 1 || valueBins > weights.length) {
            throw new IllegalArgumentException("the value bins must be between 1 and all " + weights.length
                    + " scored bins, but are " + valueBins);
        }
        Sum total = new Sum();
        for (int bin = 0; bin < weights.length; bin++) {
            if (!(weights[bin] >= 0) || Double.isInfinite(weights[bin])) {
                throw new IllegalArgumentException("reference weights must be at least 0 and finite, but that of bin "
                        + bin + " is " + weights[bin]);
            }
            total.add(weights[bin]);
        }
        if (total.value() == 0) {
            throw new IllegalArgumentException("the reference must have some mass, but all its bins are empty");
        }
        this.ordered = ordered;
        this.valueBins = valueBins;
        this.weights = weights;
        this.shares =
                Arrays.stream(weights).map(weight -> weight / total.value()).toArray();
        this.events = events;
    }

    /** The scored bins of a reference, smoothed as the divergence of record is. */
    public static ReferenceBins of(Histogram reference, ScoringSettings scoring) {
        return ofCounts(
                // The bins of a posterior are those of the divergence of its records, a number.
                reference.binning().type() == FeatureType.NUMBER
                        || reference.binning().type() == FeatureType.POSTERIOR,
                reference.binning().valueBins(),
                scoring.scoreUnusable() ? reference.counts() : reference.valueCounts(),
                scoring.referencePseudoCount());
    }

    /** The scored bins of a reference as a detector watches them: each has some mass. */
    public static ReferenceBins watched(Histogram reference, ScoringSettings scoring) {
        return of(
                reference,
                new ScoringSettings(
                        scoring.observedPseudoCount(),
                        Math.max(LEAST_PSEUDO_COUNT, scoring.referencePseudoCount()),
                        scoring.scoreUnusable()));
    }

    /**
     * A reference of counted events.
     *
     * @param ordered whether the value bins follow each other along a line, as those of a number do
     * @param valueBins how many of the bins, the first ones, are for values; the others are for what has none
     * @param counts of the reference
     * @param pseudoCount added to each, at least 0
     */
    public static ReferenceBins ofCounts(boolean ordered, int valueBins, long[] counts, double pseudoCount) {
        double[] weights = new double[counts.length];
        double events = 0;
        for (int bin = 0; bin < weights.length; bin++) {
            weights[bin] = counts[bin] + pseudoCount;
            events += counts[bin];
        }
        return new ReferenceBins(ordered, valueBins, weights, events);
    }

    /** A reference that is known exactly, not by a sample. */
    public static ReferenceBins exact(boolean ordered, int valueBins, double... shares) {
        return new ReferenceBins(ordered, valueBins, shares.clone(), Double.POSITIVE_INFINITY);
    }

    boolean isOrdered() {
        return ordered;
    }

    /** Number of scored bins. */
    public int size() {
        return shares.length;
    }

    int valueBins() {
        return valueBins;
    }

    double share(int bin) {
        return shares[bin];
    }

    /** All shares, adding up to 1; a copy. */
    double[] shares() {
        return shares.clone();
    }

    /** The counts with the pseudo-counts; a copy. */
    double[] weights() {
        return weights.clone();
    }

    /** Events that the reference was counted from; +∞ for an exact one. */
    double events() {
        return events;
    }

    /** Nₑ = N M / (N + M) of a window of N events. */
    double effective(double windowEvents) {
        return Double.isInfinite(events) ? windowEvents : windowEvents * events / (windowEvents + events);
    }

    /** Bins that have reference mass. */
    int used() {
        return (int) Arrays.stream(shares).filter(share -> share > 0).count();
    }

    /** Events of a window in bins that have reference mass. */
    long events(long[] counts) {
        if (counts.length != shares.length) {
            throw new IllegalArgumentException("a window must have one count for each of the " + shares.length
                    + " scored bins, but has " + counts.length);
        }
        long sum = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            sum += shares[bin] > 0 ? counts[bin] : 0;
        }
        if (sum <= 0) {
            throw new IllegalArgumentException(
                    "a window without events in the reference's bins cannot be scored; merge it with the next one");
        }
        return sum;
    }

    /**
     * Whether a window has enough events to be scored by itself: at least 50, and one for each bin on average. Smaller ones are to be merged with those that follow.
     */
    public boolean isEnough(long[] counts) {
        long events = Arrays.stream(counts).sum();
        return events >= FEWEST_EVENTS && events >= used();
    }

    /** The counts of a window's histogram in the scored bins. */
    public long[] scored(Histogram window) {
        return Arrays.copyOf(window.counts(), shares.length);
    }

    /** A number that tells one reference from another, kept beside a detector's state. */
    int fingerprint() {
        return 31 * Arrays.hashCode(weights) + (ordered ? valueBins : -valueBins);
    }
}

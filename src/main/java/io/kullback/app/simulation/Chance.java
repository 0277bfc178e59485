package io.kullback.app.simulation;

import io.kullback.divergence.StandardNormal;
import java.util.SplittableRandom;

/** Random numbers that are the same for the same seed on every Java platform. */
final class Chance {

    private static final double HALF_STEP = 0x1p-54;

    /** Equal slots of the unit interval, each with the bin to look at first: most events are then placed at the first look. */
    private static final int SLOTS = 256;

    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Uniform in (0, 1), never an end of it. */
    double uniform() {
        return random.nextDouble() + HALF_STEP;
    }

    /** Standard normal, by its quantile. */
    double normal() {
        return StandardNormal.upperQuantile(uniform());
    }

    /** Counts of so many independent events over bins with the given cumulative shares, the last of which is 1. */
    long[] counts(int events, double[] cumulative) {
        int[] first = new int[SLOTS];
        for (int slot = 1; slot < SLOTS; slot++) {
            first[slot] = bin(cumulative, (double) slot / SLOTS, first[slot - 1]);
        }
        long[] counts = new long[cumulative.length];
        for (int event = 0; event < events; event++) {
            double position = random.nextDouble();
            counts[bin(cumulative, position, first[(int) (position * SLOTS)])]++;
        }
        return counts;
    }

    /** The first bin, not before a given one, whose cumulative share is above a position in [0, 1). */
    private static int bin(double[] cumulative, double position, int from) {
        int bin = from;
        while (bin < cumulative.length - 1 && position >= cumulative[bin]) {
            bin++;
        }
        return bin;
    }
}

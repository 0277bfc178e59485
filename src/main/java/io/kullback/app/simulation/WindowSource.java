package io.kullback.app.simulation;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/** Gives the counts of one window after the other. */
@FunctionalInterface
interface WindowSource {

    /**
     * The next window.
     *
     * @param index of the window, rising by one from 0
     * @param change of the data
     * @param since how many windows the change has lasted, from 0
     */
    long[] next(int index, Change change, int since);

    /** Independent events whose mean and number may differ from window to window. */
    static WindowSource wandering(Chance chance, IntToDoubleFunction mean, IntUnaryOperator events) {
        return (index, change, since) -> chance.counts(
                events.applyAsInt(index),
                NormalBins.cumulative(mean.applyAsDouble(index) + change.shift(since), change.spread()));
    }

    /** Each event resembles the one before it: xₜ = ρ xₜ₋₁ + √(1 − ρ²) εₜ, across the ends of windows. */
    static WindowSource correlatedEvents(Chance chance, double correlation) {
        double fresh = Math.sqrt(1 - correlation * correlation);
        double[] value = {chance.normal()};
        return (index, change, since) -> {
            long[] counts = new long[NormalBins.COUNT];
            double shift = change.shift(since);
            for (int event = 0; event < 1_000; event++) {
                value[0] = correlation * value[0] + fresh * chance.normal();
                counts[NormalBins.bin(shift + change.spread() * value[0])]++;
            }
            return counts;
        };
    }

    /** Users who send the same value again and again: runs of geometric length. */
    static WindowSource runs(Chance chance, double meanLength) {
        double[] value = {chance.normal()};
        return (index, change, since) -> {
            long[] counts = new long[NormalBins.COUNT];
            for (int event = 0; event < 1_000; event++) {
                if (chance.uniform() < 1 / meanLength) {
                    value[0] = chance.normal();
                }
                counts[NormalBins.bin(change.shift(since) + change.spread() * value[0])]++;
            }
            return counts;
        };
    }

    /** Independent events over categories. */
    static WindowSource categories(Chance chance, double[] shares, int events) {
        return (index, change, since) -> {
            double[] cumulative = change.mix(shares).clone();
            for (int bin = 1; bin < cumulative.length; bin++) {
                cumulative[bin] += cumulative[bin - 1];
            }
            return chance.counts(events, cumulative);
        };
    }
}

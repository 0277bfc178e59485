package io.kullback.divergence;

import java.util.Optional;

/**
 * The chain rule of relative entropy over cells in groups: D(cells) = D(groups) + Σ w D(cells within the group), w the observed share of the group.
 *
 * <p>Exact for any non-negative weights, since the groups' weights are the sums of their cells'.
 */
final class ChainRule {

    private final double[] within;
    private final double[] observedShares;
    private final double[] referenceShares;
    private final double[] between;

    private ChainRule(int groups) {
        within = new double[groups];
        observedShares = new double[groups];
        referenceShares = new double[groups];
        between = new double[groups];
    }

    /**
     * Splits a divergence.
     *
     * @param observed weights of the cells, by group; pseudo-counts included
     * @param reference weights of the same cells
     * @return empty when one side has no mass at all
     */
    static Optional<ChainRule> of(double[][] observed, double[][] reference) {
        Optional<Distribution> o = Distribution.of(totals(observed), Smoothing.NONE);
        Optional<Distribution> r = Distribution.of(totals(reference), Smoothing.NONE);
        if (o.isEmpty() || r.isEmpty()) {
            return Optional.empty();
        }
        ChainRule split = new ChainRule(observed.length);
        for (int group = 0; group < observed.length; group++) {
            split.observedShares[group] = o.get().share(group);
            split.referenceShares[group] = r.get().share(group);
            split.between[group] = RelativeEntropy.term(o.get(), r.get(), group);
            split.within[group] = within(observed[group], reference[group]);
        }
        return Optional.of(split);
    }

    private static double within(double[] observed, double[] reference) {
        Optional<Distribution> o = Distribution.of(observed, Smoothing.NONE);
        if (o.isEmpty()) {
            return 0;
        }
        return Distribution.of(reference, Smoothing.NONE)
                .map(r -> RelativeEntropy.of(o.get(), r))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double[] totals(double[][] weights) {
        double[] totals = new double[weights.length];
        for (int group = 0; group < weights.length; group++) {
            Sum sum = new Sum();
            for (double weight : weights[group]) {
                sum.add(weight);
            }
            totals[group] = sum.value();
        }
        return totals;
    }

    double observedShare(int group) {
        return observedShares[group];
    }

    double referenceShare(int group) {
        return referenceShares[group];
    }

    /** The group's non-negative part o ln(o/r) − o + r of the divergence between the groups. */
    double between(int group) {
        return between[group];
    }

    /** Divergence between the groups, in nats. */
    double between() {
        Sum sum = new Sum();
        for (double part : between) {
            sum.add(part);
        }
        return sum.value();
    }

    /** Divergence of the cells within one group, in nats; 0 where nothing was observed in it. */
    double within(int group) {
        return within[group];
    }

    /** What the cells within one group add to the whole: its share times their divergence. A group without a share adds nothing, however far its cells. */
    double weighted(int group) {
        return observedShares[group] == 0 ? 0 : observedShares[group] * within[group];
    }
}

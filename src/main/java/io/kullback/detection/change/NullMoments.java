package io.kullback.detection.change;

import io.kullback.histogram.Restlessness;
import java.util.Optional;

/**
 * Mean and variance that a series' G statistic 2 Nₑ · KL has while nothing changes. Events that cluster make both larger than those of χ².
 *
 * <p>G / a has nearly the law χ² with ν degrees of freedom, a = variance / (2 mean), ν = 2 mean² / variance (Satterthwaite; Rao and Scott, Ann. Statist. 12 (1984)
 * 46–60).
 *
 * @param mean above 0
 * @param variance above 0
 */
public record NullMoments(double mean, double variance) {

    public NullMoments {
        if (!(mean > 0 && variance > 0) || Double.isInfinite(mean) || Double.isInfinite(variance)) {
            throw new IllegalArgumentException(
                    "moments of G must be above 0 and finite, but are mean " + mean + " and variance " + variance);
        }
    }

    /** Those of independent events: χ² with the given degrees of freedom, above 0. */
    public static NullMoments chiSquare(int degreesOfFreedom) {
        return new NullMoments(degreesOfFreedom, 2.0 * degreesOfFreedom);
    }

    /** Those that were measured on a reference's own windows; empty if these did not differ at all. */
    public static Optional<NullMoments> of(Restlessness measured) {
        return measured.mean() > 0
                ? Optional.of(new NullMoments(measured.mean(), measured.variance()))
                : Optional.empty();
    }

    /** The factor a that G is divided by. */
    public double scale() {
        return variance / (2 * mean);
    }

    /** The degrees of freedom ν of what is left. */
    public double degreesOfFreedom() {
        return 2 * mean * mean / variance;
    }
}

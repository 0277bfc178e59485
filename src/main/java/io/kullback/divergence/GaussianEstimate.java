package io.kullback.divergence;

import java.util.List;

/** What can be said of the divergence of a window of vectors from its reference. Never NaN. */
public sealed interface GaussianEstimate {

    /** Which of the two divergences was estimated. */
    enum Form {
        /** Means and all covariances: needs n ≥ 5 d. */
        FULL,
        /** Means and variances only, in the coordinates in which the reference is N(0, I): what n &lt; 5 d bears. */
        DIAGONAL
    }

    /** Why nothing can be said. */
    enum Reason {
        /** The window has fewer than {@link GaussianEstimator#FEWEST} vectors. */
        TOO_FEW_VECTORS,
        /** The reference has fewer than 5 d vectors, or fewer than 20 d where the diagonal form is needed. */
        REFERENCE_TOO_SMALL,
        /** The reference has no coordinate that varies, or one that others determine. */
        REFERENCE_SINGULAR
    }

    /**
     * A finite divergence.
     *
     * @param kl the divergence in nats; its noise floor is the exact bias, and 2 Nₑ KL is the likelihood ratio scaled by Bartlett's factor, which follows χ²
     *     with {@code degreesOfFreedom} when nothing has changed
     * @param standardError of the plug-in value by the delta method, in nats; 0 to first order when nothing has changed
     * @param pValue P(χ² ≥ 2 Nₑ KL), in [0, 1], for normal data
     * @param meanPValue the same for the means alone, by Hotelling's T²
     * @param coordinates one for each coordinate that varies in the reference, in order, as the vectors give them
     * @param correlationNats what is left of the divergence when the coordinates' own are taken away; may be negative
     */
    record Measured(
            Form form,
            KlEstimate kl,
            double standardError,
            double pValue,
            double meanPValue,
            List<CoordinateShift> coordinates,
            double correlationNats)
            implements GaussianEstimate {
        public Measured {
            coordinates = List.copyOf(coordinates);
        }
    }

    /**
     * The divergence is +∞: the window's vectors lie in a plane that the reference's do not, most often because a coordinate no longer varies.
     *
     * @param coordinates one for each coordinate that varies in the reference, of which those that no longer vary have infinite
     *     {@link CoordinateShift#varianceNats}; or those alone that were constant in the reference and are no longer
     */
    record Degenerate(List<CoordinateShift> coordinates) implements GaussianEstimate {
        public Degenerate {
            coordinates = List.copyOf(coordinates);
        }
    }

    /** Nothing can be said. */
    record Unmeasured(Reason reason) implements GaussianEstimate {}
}

package io.kullback.divergence;

/**
 * How the zero counts of a vector of weights are treated before it becomes a distribution.
 *
 * @see <a href="https://doi.org/10.1109/TIT.1981.1056331">Krichevsky and Trofimov, IEEE Trans. Inf. Theory 27 (1981) 199–207</a>
 */
public sealed interface Smoothing {

    /** Every weight as it is. */
    Smoothing NONE = new Additive(0);
    /** Half a count more in every bin (Krichevsky and Trofimov). */
    Smoothing KT = new Additive(0.5);
    /** One count more in every bin (Laplace). */
    Smoothing LAPLACE = new Additive(1);

    /** {@code alpha} more in every bin, at least 0. */
    record Additive(double alpha) implements Smoothing {
        public Additive {
            if (!(alpha >= 0) || Double.isInfinite(alpha)) {
                throw new IllegalArgumentException("alpha must be at least 0, but is " + alpha);
            }
        }
    }

    /**
     * After division by the sum every exact zero becomes {@code epsilon}.
     *
     * @param epsilon in (0, 1)
     * @param renormalise whether the shares are then divided by their new sum; if not, they add up to more than 1
     */
    record Epsilon(double epsilon, boolean renormalise) implements Smoothing {
        public Epsilon {
            if (!(epsilon > 0 && epsilon < 1)) {
                throw new IllegalArgumentException("epsilon must be between 0 and 1, but is " + epsilon);
            }
        }
    }
}

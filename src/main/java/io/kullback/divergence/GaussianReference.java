package io.kullback.divergence;

import io.kullback.histogram.Moments;

/** The normal distribution that windows of vectors are compared with. */
public sealed interface GaussianReference {

    /** Number d of coordinates. */
    int dimension();

    /** A distribution that is known, such as N(0, I). */
    record Known(Gaussian distribution) implements GaussianReference {
        @Override
        public int dimension() {
            return distribution.dimension();
        }
    }

    /** A sample, with sampling noise of its own. */
    record Sample(Moments moments) implements GaussianReference {
        @Override
        public int dimension() {
            return moments.dimension();
        }
    }
}

package io.kullback.divergence;

import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import io.kullback.histogram.PosteriorBinning;
import java.util.Map;

/**
 * What a window of encoder posteriors has beside the histogram of its records' divergences from the prior.
 *
 * <p>The mean of the records' divergences is mutual information plus the divergence of the aggregate posterior from the prior (Hoffman and Johnson, ELBO
 * surgery, 2016), and of all distributions with the aggregate's mean m and covariance C the normal one is nearest to the prior. Therefore
 * {@value #AGGREGATE} ≤ KL(aggregate ‖ N(0, I)) ≤ {@value #MEAN}. A healthy encoder is not at 0 in either; watch how they change.
 */
final class PosteriorScorer {

    /** Mean over the records of KL(q(z|x) ‖ N(0, I)). */
    static final String MEAN = "posterior_kl_mean";
    /** KL(N(m, C) ‖ N(0, I)). */
    static final String AGGREGATE = "aggregate_kl";
    /** KL(N(m, C) ‖ N(m₀, C₀)), against the reference's aggregate. */
    static final String AGGREGATE_SHIFT = "aggregate_kl_reference";

    private PosteriorScorer() {}

    /** Adds what the moments tell; nothing where there are none, +∞ where the aggregate is singular. */
    static void add(Histogram observed, Histogram reference, Map<String, Double> values) {
        if (!(observed.binning() instanceof PosteriorBinning posterior)
                || observed.moments().isEmpty()) {
            return;
        }
        Moments moments = observed.moments().get();
        values.put(MEAN, moments.mean(posterior.dimension()));
        Gaussian prior = Gaussian.standard(posterior.dimension());
        values.put(AGGREGATE, divergence(moments.leading(posterior.dimension()), prior));
        reference
                .moments()
                .flatMap(known -> Gaussian.fitted(known.leading(posterior.dimension())))
                .ifPresent(known ->
                        values.put(AGGREGATE_SHIFT, divergence(moments.leading(posterior.dimension()), known)));
    }

    private static double divergence(Moments aggregate, Gaussian reference) {
        return Gaussian.fitted(aggregate)
                .map(fitted -> GaussianDivergence.full(fitted, reference))
                .orElse(Double.POSITIVE_INFINITY);
    }
}

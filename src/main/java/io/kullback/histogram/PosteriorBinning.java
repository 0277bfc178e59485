package io.kullback.histogram;

/**
 * Bins of KL(q(z|x) ‖ N(0, I)), the divergence in nats of one record's posterior from the prior, for posteriors N(μ, diag σ²) as a variational encoder emits
 * them: d means μ and d logarithms of variances ln σ².
 *
 * <p>A histogram over this binning also carries {@link Moments} of d + 1 elements. The first d are those of the aggregate posterior, the mixture of all
 * records' posteriors: m = mean μ and C = diag(mean σ²) + cov(μ). The last is the record's divergence itself.
 *
 * @param dimension number d of latent coordinates, 1 to {@link #MOST_COORDINATES}
 * @param divergence the bins of the divergence, in nats
 */
public record PosteriorBinning(int dimension, NumberBinning divergence) implements Binning {

    /** Most latent coordinates. */
    public static final int MOST_COORDINATES = VectorBinning.MOST_ELEMENTS - 1;

    private static final int DEFAULT_BINS = 20;

    public PosteriorBinning {
        VectorBinning.requireDimension(dimension, MOST_COORDINATES);
    }

    /**
     * The default: 20 bins whose edges rise by one ratio from 0.1 to 10 nats a coordinate, and one on either side. A healthy encoder lies between; one whose
     * posteriors collapse to the prior falls below, one that is fed what it was not trained for rises above.
     */
    public static PosteriorBinning of(int dimension) {
        VectorBinning.requireDimension(dimension, MOST_COORDINATES);
        return new PosteriorBinning(
                dimension, NumberBinning.logSpaced(0.1 * dimension, 10.0 * dimension, DEFAULT_BINS));
    }

    @Override
    public FeatureType type() {
        return FeatureType.POSTERIOR;
    }

    @Override
    public int valueBins() {
        return divergence.valueBins();
    }

    @Override
    public String valueLabel(int bin) {
        return divergence.valueLabel(bin);
    }

    @Override
    public int momentsDimension() {
        return dimension + 1;
    }

    @Override
    public Tally newTally() {
        return new MomentTally(this);
    }

    @Override
    public String canonical() {
        return "posterior " + dimension + " of " + divergence.canonical();
    }

    /**
     * KL(N(μ, diag σ²) ‖ N(0, I)) = ½ Σ (e^s − 1 − s + μ²) with s = ln σ², in nats, at least 0; +∞ or NaN where an element is not finite or too large.
     *
     * @see <a href="https://arxiv.org/abs/1312.6114">Kingma and Welling, Auto-Encoding Variational Bayes (2014), appendix B</a>
     */
    public static double divergence(double[] mean, double[] logVariance) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += divergence(mean[i], logVariance[i]);
        }
        return sum;
    }

    /** The part of one latent coordinate. */
    public static double divergence(double mean, double logVariance) {
        return (StrictMath.expm1(logVariance) - logVariance + mean * mean) / 2;
    }
}

package io.kullback.divergence;

/**
 * D(observed ‖ reference) = Σ oᵢ ln(oᵢ / rᵢ) and its terms.
 *
 * <p>Computed as Σ rᵢ φ(uᵢ) with uᵢ = (oᵢ − rᵢ) / rᵢ and φ(u) = (1 + u) ln(1 + u) − u: every term is at least 0, so nothing cancels, and near-identical
 * distributions keep their digits. The plain sum of o ln(o/r) loses all of them.
 */
final class RelativeEntropy {

    private static final double SERIES_BELOW = 0.01;
    private static final double DIRECT_ABOVE = 1;

    private RelativeEntropy() {}

    /** The divergence in nats, in [0, +∞]. */
    static double of(Distribution observed, Distribution reference) {
        observed.requireSameSize(reference);
        Sum sum = new Sum();
        for (int bin = 0; bin < observed.size(); bin++) {
            sum.add(term(observed, reference, bin));
        }
        // Σ o ln(o/r) = Σ [o ln(o/r) − o + r] + Σo − Σr; the last two are equal unless smoothing left the shares
        // unnormalised.
        return sum.value() + (observed.mass() - reference.mass());
    }

    /** One bin's non-negative part, o ln(o/r) − o + r. */
    static double term(Distribution observed, Distribution reference, int bin) {
        double o = observed.share(bin);
        double r = reference.share(bin);
        if (o == 0) {
            return r;
        }
        if (r == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double u = observed.relativeExcess(reference, bin);
        if (u > DIRECT_ABOVE || !Double.isFinite(u)) {
            return o * (observed.logShare(bin) - reference.logShare(bin)) - o + r;
        }
        return r * phi(u);
    }

    /** One bin's signed part, o ln(o/r): positive where the bin gained. */
    static double signedTerm(Distribution observed, Distribution reference, int bin) {
        double o = observed.share(bin);
        if (o == 0) {
            return 0;
        }
        if (reference.share(bin) == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double u = observed.relativeExcess(reference, bin);
        return o
                * (Math.abs(u) <= DIRECT_ABOVE
                        ? StrictMath.log1p(u)
                        : observed.logShare(bin) - reference.logShare(bin));
    }

    /** φ(u) = (1 + u) ln(1 + u) − u for u ≥ −1; φ(−1) = 1. For small u the series Σⱼ₌₂ (−u)ʲ / (j (j − 1)). */
    static double phi(double u) {
        if (u <= -1) {
            return 1;
        }
        if (Math.abs(u) >= SERIES_BELOW) {
            return (1 + u) * StrictMath.log1p(u) - u;
        }
        double power = u * u;
        double sum = 0;
        for (int j = 2; j <= 10; j++) {
            sum += power / (j * (j - 1.0));
            power *= -u;
        }
        return sum;
    }
}

package io.kullback.divergence;

/** Distances between two distributions whose bins follow each other along a line, as those of a number do. */
public final class OrderedBins {

    /** Name of the Kolmogorov–Smirnov distance in results and metrics; in [0, 1]. */
    public static final String KS = "ks";
    /** Name of the Wasserstein-1 distance in results; in the unit of the feature's values. */
    public static final String WASSERSTEIN = "wasserstein";

    private OrderedBins() {}

    /**
     * Kolmogorov–Smirnov distance on bins: the largest gap between the two cumulative shares at a bin's end, in [0, 1]. At most the distance of the
     * unbinned values.
     */
    public static double kolmogorovSmirnov(Distribution observed, Distribution reference) {
        observed.requireSameSize(reference);
        Sum gap = new Sum();
        double largest = 0;
        for (int bin = 0; bin < observed.size(); bin++) {
            gap.add(observed.excess(reference, bin));
            largest = Math.max(largest, Math.abs(gap.value()));
        }
        return Math.min(1, largest);
    }

    /**
     * Probability of a distance of at least this size when both samples come from one continuous distribution, Q(√(NM/(N+M)) · distance) of Kolmogorov's
     * limit law. On bins it is conservative.
     */
    public static double kolmogorovSmirnovPValue(double distance, double effectiveObservations) {
        double x = Math.sqrt(effectiveObservations) * distance;
        if (x < 0.2) {
            // The complement is below 1e-12 there, and the alternating series would need hundreds of terms.
            return 1;
        }
        double sum = 0;
        for (int j = 1; j <= 200; j++) {
            double term = StrictMath.exp(-2.0 * j * j * x * x);
            sum += j % 2 == 1 ? term : -term;
            if (term < 1e-18) {
                break;
            }
        }
        return Math.min(1, Math.max(0, 2 * sum));
    }

    /**
     * Wasserstein-1 distance ∫ |F − G| when the mass of each bin sits at one position.
     *
     * @param positions one for each bin, rising
     */
    public static double wassersteinAtPoints(double[] positions, Distribution observed, Distribution reference) {
        observed.requireSameSize(reference);
        Sum gap = new Sum();
        Sum distance = new Sum();
        for (int bin = 0; bin + 1 < observed.size(); bin++) {
            gap.add(observed.excess(reference, bin));
            distance.add(Math.abs(gap.value()) * (positions[bin + 1] - positions[bin]));
        }
        return distance.value();
    }

    /**
     * Wasserstein-1 distance ∫ |F − G| when the mass of each bin is spread evenly between its edges.
     *
     * @param edges one more than bins, rising
     */
    public static double wassersteinSpread(double[] edges, Distribution observed, Distribution reference) {
        observed.requireSameSize(reference);
        Sum gap = new Sum();
        Sum distance = new Sum();
        for (int bin = 0; bin < observed.size(); bin++) {
            double before = gap.value();
            gap.add(observed.excess(reference, bin));
            distance.add(area(before, gap.value()) * (edges[bin + 1] - edges[bin]));
        }
        return distance.value();
    }

    /** ∫₀¹ |a + (b − a) t| dt. */
    private static double area(double a, double b) {
        if (a * b >= 0) {
            return (Math.abs(a) + Math.abs(b)) / 2;
        }
        // The line crosses zero: two triangles.
        return (a * a + b * b) / (2 * (Math.abs(a) + Math.abs(b)));
    }

    /**
     * Positions of the mass of a number's bins, whose outer two have no end: those sit at the outermost edges, the others at their middles.
     *
     * @param edges the edges between the bins, one fewer than bins
     */
    public static double[] positions(double[] edges) {
        double[] positions = new double[edges.length + 1];
        positions[0] = edges[0];
        positions[edges.length] = edges[edges.length - 1];
        for (int bin = 1; bin < edges.length; bin++) {
            positions[bin] = (edges[bin - 1] + edges[bin]) / 2;
        }
        return positions;
    }
}

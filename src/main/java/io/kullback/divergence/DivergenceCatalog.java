package io.kullback.divergence;

import io.kullback.divergence.Divergence.Unit;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Every divergence on unordered bins, in the order in which results show them. One on ordered bins of a number is in {@link OrderedBins}. */
public final class DivergenceCatalog {

    /** Relative entropy D(observed ‖ reference) = Σ o ln(o/r), in [0, +∞]. Kullback and Leibler 1951, doi:10.1214/aoms/1177729694. */
    public static final Divergence KL = of("kl", Unit.NATS, true, RelativeEntropy::of);

    /** Relative entropy in the other direction, D(reference ‖ observed) = Σ r ln(r/o), in [0, +∞]. */
    public static final Divergence KL_REVERSE =
            of("kl_reverse", Unit.NATS, true, (observed, reference) -> RelativeEntropy.of(reference, observed));

    /** Population stability index Σ (o − r) ln(o/r) = KL + reverse KL, in [0, +∞]. The same number as {@link #JEFFREYS}, under the name that credit scoring uses. */
    public static final Divergence PSI = of("psi", Unit.NATS, true, DivergenceCatalog::jeffreys);

    /** Jeffreys divergence Σ (o − r) ln(o/r), in [0, +∞]. Jeffreys 1946, doi:10.1098/rspa.1946.0056. */
    public static final Divergence JEFFREYS = of("jeffreys", Unit.NATS, true, DivergenceCatalog::jeffreys);

    /** Jensen–Shannon divergence ½ D(o ‖ m) + ½ D(r ‖ m), m = (o + r)/2, in [0, ln 2]. Lin 1991, doi:10.1109/18.61115. */
    public static final Divergence JS = of("js", Unit.NATS, false, DivergenceCatalog::jensenShannon);

    /** Jensen–Shannon distance, the square root of the divergence; a metric, in [0, √ln 2]. Endres and Schindelin 2003, doi:10.1109/TIT.2003.813506. */
    public static final Divergence JS_DISTANCE = of(
            "js_distance", Unit.NUMBER, false, (observed, reference) -> Math.sqrt(jensenShannon(observed, reference)));

    /** Hellinger distance √(½ Σ (√o − √r)²), in [0, 1]. */
    public static final Divergence HELLINGER = of(
            "hellinger", Unit.RATIO, false, (observed, reference) -> Math.sqrt(squaredHellinger(observed, reference)));

    /** Bhattacharyya distance −ln Σ √(o r), in [0, +∞]. Bhattacharyya 1943. */
    public static final Divergence BHATTACHARYYA =
            of("bhattacharyya", Unit.NATS, false, DivergenceCatalog::bhattacharyya);

    /** Total variation distance ½ Σ |o − r|, in [0, 1]: the largest difference in the probability of any event. */
    public static final Divergence TOTAL_VARIATION =
            of("total_variation", Unit.RATIO, false, DivergenceCatalog::totalVariation);

    /** Pearson's χ² divergence Σ (o − r)² / r, in [0, +∞]. */
    public static final Divergence CHI_SQUARE = of("chi_square", Unit.NUMBER, true, DivergenceCatalog::chiSquare);

    /** Rényi divergence of order ½, −2 ln Σ √(o r), in [0, +∞]. Rényi 1961. */
    public static final Divergence RENYI_HALF =
            of("renyi_half", Unit.NATS, false, (observed, reference) -> 2 * bhattacharyya(observed, reference));

    /** Rényi divergence of order 2, ln Σ o² / r = ln(1 + χ²), in [0, +∞]. Rényi 1961. */
    public static final Divergence RENYI_2 =
            of("renyi_2", Unit.NATS, true, (observed, reference) -> StrictMath.log1p(chiSquare(observed, reference)));

    /** All of them. */
    public static final List<Divergence> ALL = List.of(
            KL,
            KL_REVERSE,
            PSI,
            JEFFREYS,
            JS,
            JS_DISTANCE,
            HELLINGER,
            BHATTACHARYYA,
            TOTAL_VARIATION,
            CHI_SQUARE,
            RENYI_HALF,
            RENYI_2);

    private DivergenceCatalog() {}

    private static double jeffreys(Distribution observed, Distribution reference) {
        return RelativeEntropy.of(observed, reference) + RelativeEntropy.of(reference, observed);
    }

    private static double jensenShannon(Distribution observed, Distribution reference) {
        return sum(observed, reference, bin -> {
            double middle = (observed.share(bin) + reference.share(bin)) / 2;
            double contrast = middle == 0 ? 0 : observed.contrast(reference, bin);
            return middle * (RelativeEntropy.phi(contrast) + RelativeEntropy.phi(-contrast)) / 2;
        });
    }

    private static double squaredHellinger(Distribution observed, Distribution reference) {
        double sum = sum(observed, reference, bin -> {
            double roots = Math.sqrt(observed.share(bin)) + Math.sqrt(reference.share(bin));
            double difference = roots == 0 ? 0 : observed.excess(reference, bin) / roots;
            return difference * difference;
        });
        return Math.min(1, sum / 2);
    }

    private static double bhattacharyya(Distribution observed, Distribution reference) {
        double squaredHellinger = squaredHellinger(observed, reference);
        if (squaredHellinger < 0.5) {
            // The coefficient is 1 − H²; taken from H², it keeps its digits near 1.
            return -StrictMath.log1p(-squaredHellinger);
        }
        double coefficient =
                sum(observed, reference, bin -> Math.sqrt(observed.share(bin)) * Math.sqrt(reference.share(bin)));
        return -StrictMath.log(coefficient);
    }

    private static double totalVariation(Distribution observed, Distribution reference) {
        return Math.min(1, sum(observed, reference, bin -> Math.abs(observed.excess(reference, bin))) / 2);
    }

    private static double chiSquare(Distribution observed, Distribution reference) {
        return sum(observed, reference, bin -> {
            double excess = observed.excess(reference, bin);
            if (reference.share(bin) == 0) {
                return observed.share(bin) == 0 ? 0 : Double.POSITIVE_INFINITY;
            }
            return excess * observed.relativeExcess(reference, bin);
        });
    }

    @FunctionalInterface
    private interface Term {
        double of(int bin);
    }

    private static double sum(Distribution observed, Distribution reference, Term term) {
        observed.requireSameSize(reference);
        Sum sum = new Sum();
        for (int bin = 0; bin < observed.size(); bin++) {
            sum.add(term.of(bin));
        }
        return sum.value();
    }

    private static Divergence of(
            String name, Unit unit, boolean needsSupport, ToDoubleBiFunction<Distribution, Distribution> formula) {
        return new CatalogEntry(name, unit, needsSupport, formula);
    }

    private record CatalogEntry(
            String name, Unit unit, boolean needsSupport, ToDoubleBiFunction<Distribution, Distribution> formula)
            implements Divergence {
        @Override
        public double between(Distribution observed, Distribution reference) {
            return formula.applyAsDouble(observed, reference);
        }
    }
}

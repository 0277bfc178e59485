package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every value of the reference file, computed elsewhere to 60 digits, within the tolerance that stands beside it. */
class ReferenceValuesTest {

    private static final Set<String> COVERED =
            Set.of("discrete", "one_sample", "two_sample", "binned", "estimate", "g_gamma", "effect_threshold");
    /** Sequential figures: {@code DetectorReferenceValuesTest} holds the detectors to them. */
    private static final Set<String> COVERED_IN_DETECTION = Set.of(
            "evalue", "detector_fixed", "detector_learned", "detector_rank", "detector_learned_null", "whitening");
    /** Figures of normal distributions, which {@link GaussianReferenceValuesTest} covers. */
    static final Set<String> COVERED_AS_GAUSSIAN =
            Set.of("gaussian_1d", "gaussian_diagonal", "gaussian_full", "vae", "vae_aggregate_1d", "moments");

    private static List<JsonNode> cases() {
        Requirement.SHARED.orSkip();
        List<JsonNode> cases = new ArrayList<>();
        SharedFolder.json("vectors/divergence.json").get("cases").forEach(cases::add);
        return cases;
    }

    @Test
    void everyKindOfCaseIsCoveredSomewhere() {
        Set<String> kinds = new TreeSet<>();
        cases().forEach(node -> kinds.add(node.get("kind").asText()));
        Set<String> named = new TreeSet<>(COVERED);
        named.addAll(COVERED_IN_DETECTION);
        named.addAll(COVERED_AS_GAUSSIAN);
        assertThat(kinds).isEqualTo(named);
    }

    @TestFactory
    Stream<DynamicTest> everyCoveredCaseIsMetWithinItsTolerance() {
        List<JsonNode> covered = cases().stream()
                .filter(node -> COVERED.contains(node.get("kind").asText()))
                .toList();
        assertThat(covered).hasSizeGreaterThanOrEqualTo(51);
        return covered.stream()
                .map(node -> DynamicTest.dynamicTest(node.get("id").asText(), () -> check(node)));
    }

    private static void check(JsonNode node) {
        JsonNode input = node.get("input");
        Optional<Map<String, List<Double>>> computed = switch (node.get("kind").asText()) {
            case "discrete" -> discrete(input);
            case "one_sample" -> Optional.of(oneSample(input));
            case "two_sample" -> Optional.of(twoSample(input));
            case "binned" -> Optional.of(binned(input));
            case "estimate" -> Optional.of(estimate(input));
            case "g_gamma" -> Optional.of(gamma(input));
            case "effect_threshold" -> Optional.of(effectThreshold(input));
            default -> throw new AssertionError("not covered: " + node.get("kind"));
        };
        if (node.get("status").asText().equals("empty")) {
            assertThat(computed).as("an empty vector has no value").isEmpty();
            return;
        }
        assertThat(computed).isPresent();
        node.get("expect").properties().forEach(expected -> {
            List<Double> got = computed.get().get(expected.getKey());
            assertThat(got).as(expected.getKey()).isNotNull();
            List<Double> want = numbers(expected.getValue());
            assertThat(got).as(expected.getKey()).hasSameSizeAs(want);
            for (int i = 0; i < want.size(); i++) {
                assertClose(node, expected.getKey(), got.get(i), want.get(i));
            }
        });
    }

    private static void assertClose(JsonNode node, String name, double got, double want) {
        double rtol = node.get("rtol").asDouble();
        double atol = node.get("atol").asDouble();
        if (node.path("tol").has(name)) {
            rtol = node.get("tol").get(name).get(0).asDouble();
            atol = node.get("tol").get(name).get(1).asDouble();
        }
        if (Double.isInfinite(want)) {
            assertThat(got).as(name).isEqualTo(want);
        } else {
            assertThat(Math.abs(got - want))
                    .as("%s: got %s, want %s", name, got, want)
                    .isLessThanOrEqualTo(atol + rtol * Math.abs(want));
        }
    }

    private static Optional<Map<String, List<Double>>> discrete(JsonNode input) {
        Smoothing smoothing = smoothing(input.get("smoothing"));
        Optional<Distribution> p = Distribution.of(doubles(input.get("p")), smoothing);
        Optional<Distribution> q = Distribution.of(doubles(input.get("q")), smoothing);
        if (p.isEmpty() || q.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<Double>> values = new LinkedHashMap<>();
        Map<String, Divergence> named = new LinkedHashMap<>();
        named.put("kl_pq", DivergenceCatalog.KL);
        named.put("kl_qp", DivergenceCatalog.KL_REVERSE);
        named.put("jeffreys", DivergenceCatalog.JEFFREYS);
        named.put("psi", DivergenceCatalog.PSI);
        named.put("js_divergence", DivergenceCatalog.JS);
        named.put("js_distance", DivergenceCatalog.JS_DISTANCE);
        named.put("hellinger", DivergenceCatalog.HELLINGER);
        named.put("bhattacharyya_distance", DivergenceCatalog.BHATTACHARYYA);
        named.put("total_variation", DivergenceCatalog.TOTAL_VARIATION);
        named.put("renyi_half", DivergenceCatalog.RENYI_HALF);
        named.put("renyi_2", DivergenceCatalog.RENYI_2);
        named.put("chi2_divergence", DivergenceCatalog.CHI_SQUARE);
        named.forEach((name, divergence) -> values.put(name, List.of(divergence.between(p.get(), q.get()))));
        // In other units by definition, and the coefficient from its distance.
        values.put("kl_pq_bits", scaled(values, "kl_pq", 1 / Math.log(2)));
        values.put("kl_qp_bits", scaled(values, "kl_qp", 1 / Math.log(2)));
        values.put("kl_pq_base10", scaled(values, "kl_pq", 1 / Math.log(10)));
        values.put("kl_qp_base10", scaled(values, "kl_qp", 1 / Math.log(10)));
        values.put("js_divergence_bits", scaled(values, "js_divergence", 1 / Math.log(2)));
        values.put("js_distance_bits", scaled(values, "js_distance", 1 / Math.sqrt(Math.log(2))));
        values.put(
                "bhattacharyya_coefficient",
                List.of(Math.exp(-values.get("bhattacharyya_distance").get(0))));
        List<Double> signed = new ArrayList<>();
        List<Double> nonNegative = new ArrayList<>();
        for (int bin = 0; bin < p.get().size(); bin++) {
            signed.add(RelativeEntropy.signedTerm(p.get(), q.get(), bin));
            nonNegative.add(RelativeEntropy.term(p.get(), q.get(), bin));
        }
        values.put("contributions_signed", signed);
        values.put("contributions_nonnegative", nonNegative);
        return Optional.of(values);
    }

    private static List<Double> scaled(Map<String, List<Double>> values, String name, double factor) {
        return List.of(values.get(name).get(0) * factor);
    }

    private static Smoothing smoothing(JsonNode node) {
        return switch (node.get("kind").asText()) {
            case "none" -> Smoothing.NONE;
            case "kt" -> Smoothing.KT;
            case "laplace" -> Smoothing.LAPLACE;
            case "additive" -> new Smoothing.Additive(node.get("alpha").asDouble());
            case "epsilon" ->
                new Smoothing.Epsilon(
                        node.get("epsilon").asDouble(), node.get("renormalise").asBoolean());
            default -> throw new AssertionError("unknown smoothing " + node);
        };
    }

    private static Map<String, List<Double>> oneSample(JsonNode input) {
        long[] counts = longs(input.get("counts"));
        double[] reference = doubles(input.get("reference"));
        GTest test = GTest.oneSample(counts, reference);
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("g", List.of(test.g()));
        values.put("df", List.of((double) test.degreesOfFreedom()));
        values.put("p_g", List.of(test.pValue(test.g())));
        values.put("ln_p_g", List.of(test.logPValue(test.g())));
        values.put("chi2", List.of(test.pearson()));
        values.put("p_chi2", List.of(test.pValue(test.pearson())));
        values.put("ln_p_chi2", List.of(test.logPValue(test.pearson())));
        values.put("kl_window_ref", List.of(kl(counts, reference)));
        values.put("williams_q", List.of(test.williams()));
        values.put("g_williams", List.of(test.adjusted()));
        values.put("p_g_williams", List.of(test.pValue(test.adjusted())));
        values.put("ln_p_g_williams", List.of(test.logPValue(test.adjusted())));
        return values;
    }

    private static double kl(long[] counts, double[] reference) {
        return DivergenceCatalog.KL.between(
                Distribution.of(counts, Smoothing.NONE).orElseThrow(),
                Distribution.of(reference, Smoothing.NONE).orElseThrow());
    }

    private static Map<String, List<Double>> twoSample(JsonNode input) {
        long[] counts = longs(input.get("counts"));
        long[] reference = longs(input.get("reference_counts"));
        GTest test = GTest.twoSample(counts, reference);
        double n = sum(counts);
        double m = sum(reference);
        double effective = n * m / (n + m);
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("g_pooled", List.of(test.g()));
        values.put("df", List.of((double) test.degreesOfFreedom()));
        values.put("p_g_pooled", List.of(test.pValue(test.g())));
        values.put("ln_p_g_pooled", List.of(test.logPValue(test.g())));
        values.put("chi2_pooled", List.of(test.pearson()));
        values.put("p_chi2_pooled", List.of(test.pValue(test.pearson())));
        values.put("ln_p_chi2_pooled", List.of(test.logPValue(test.pearson())));
        values.put("williams_q", List.of(test.williams()));
        values.put("g_pooled_williams", List.of(test.adjusted()));
        values.put("p_g_pooled_williams", List.of(test.pValue(test.adjusted())));
        values.put("ln_p_g_pooled_williams", List.of(test.logPValue(test.adjusted())));
        values.put("n_effective", List.of(effective));
        values.put("g_scaled_plugin", List.of(2 * effective * kl(counts, doubles(input.get("reference_counts")))));
        return values;
    }

    private static Map<String, List<Double>> binned(JsonNode input) {
        long[] counts = longs(input.get("counts"));
        long[] reference = longs(input.get("reference_counts"));
        double[] edges = doubles(input.get("edges"));
        double[] middles = new double[counts.length];
        for (int bin = 0; bin < middles.length; bin++) {
            middles[bin] = (edges[bin] + edges[bin + 1]) / 2;
        }
        Distribution p = Distribution.of(counts, Smoothing.NONE).orElseThrow();
        Distribution q = Distribution.of(reference, Smoothing.NONE).orElseThrow();
        double n = sum(counts);
        double m = sum(reference);
        double ks = OrderedBins.kolmogorovSmirnov(p, q);
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("ks", List.of(ks));
        values.put("ks_p_asymptotic", List.of(OrderedBins.kolmogorovSmirnovPValue(ks, n * m / (n + m))));
        values.put("wasserstein1_midpoint", List.of(OrderedBins.wassersteinAtPoints(middles, p, q)));
        values.put("wasserstein1_linear", List.of(OrderedBins.wassersteinSpread(edges, p, q)));
        return values;
    }

    private static Map<String, List<Double>> estimate(JsonNode input) {
        long[] counts = longs(input.get("counts"));
        double[] shares = doubles(input.get("reference"));
        double n = sum(counts);
        Distribution observed = Distribution.of(counts, Smoothing.NONE).orElseThrow();
        Distribution reference = Distribution.of(shares, Smoothing.NONE).orElseThrow();
        double plugIn = DivergenceCatalog.KL.between(observed, reference);
        int bins = (int) Arrays.stream(shares).filter(share -> share > 0).count();
        KlEstimate estimate = KlEstimator.of(plugIn, bins, n);
        double error = KlEstimator.standardError(observed, reference, n);
        double confidence = input.get("confidence").asDouble();
        double z = KlEstimator.normalUpperQuantile((1 - confidence) / 2);
        double centre = plugIn - estimate.noiseFloor();
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("kl_plugin", List.of(plugIn));
        values.put("kl_bias_corrected", List.of(centre));
        values.put("kl_delta_se", List.of(error));
        values.put("kl_delta_lower", List.of(Math.max(0, centre - z * error)));
        values.put("kl_delta_upper", List.of(Math.max(0, centre + z * error)));
        values.put("kl_ncx2_lower", List.of(KlEstimator.bound(plugIn, bins - 1, n, (1 + confidence) / 2)));
        values.put("kl_ncx2_upper", List.of(KlEstimator.bound(plugIn, bins - 1, n, (1 - confidence) / 2)));
        return values;
    }

    private static Map<String, List<Double>> gamma(JsonNode input) {
        long[] counts = longs(input.get("counts"));
        double[] reference = doubles(input.get("reference"));
        SmallSampleG law = SmallSampleG.of((long) sum(counts), reference);
        double g = GTest.oneSample(counts, reference).g();
        return Map.of(
                "g_mean",
                List.of(law.mean()),
                "g_var",
                List.of(law.variance()),
                "p_g_gamma",
                List.of(law.pValue(g)),
                "g",
                List.of(g));
    }

    private static Map<String, List<Double>> effectThreshold(JsonNode input) {
        List<Double> thresholds = new ArrayList<>();
        input.get("rows")
                .forEach(row -> thresholds.add(KlEstimator.effectThreshold(
                        row.get("k").asInt(),
                        row.get("n").asDouble(),
                        row.get("delta").asDouble(),
                        row.get("alpha").asDouble())));
        return Map.of("g_threshold", thresholds);
    }

    private static double sum(long[] counts) {
        return Arrays.stream(counts).sum();
    }

    private static List<Double> numbers(JsonNode node) {
        List<Double> numbers = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> numbers.addAll(numbers(element)));
        } else {
            numbers.add(Double.parseDouble(node.asText()));
        }
        return numbers;
    }

    private static double[] doubles(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    private static long[] longs(JsonNode array) {
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asLong();
        }
        return numbers;
    }
}

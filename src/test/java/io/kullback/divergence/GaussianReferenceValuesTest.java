package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.histogram.Moments;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorMoments;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every value of the reference file about normal distributions, computed elsewhere to 60 digits, within the tolerance that stands beside it. */
class GaussianReferenceValuesTest {

    @TestFactory
    Stream<DynamicTest> everyCaseIsMetWithinItsTolerance() {
        Requirement.SHARED.orSkip();
        List<JsonNode> cases = new ArrayList<>();
        SharedFolder.json("vectors/divergence.json").get("cases").forEach(node -> {
            if (ReferenceValuesTest.COVERED_AS_GAUSSIAN.contains(
                    node.get("kind").asText())) {
                cases.add(node);
            }
        });
        assertThat(cases).hasSizeGreaterThanOrEqualTo(15);
        return cases.stream().map(node -> DynamicTest.dynamicTest(node.get("id").asText(), () -> check(node)));
    }

    private static void check(JsonNode node) {
        JsonNode input = node.get("input");
        Map<String, List<Double>> computed = switch (node.get("kind").asText()) {
            case "gaussian_1d" -> univariate(input);
            case "gaussian_diagonal" -> diagonal(input);
            case "gaussian_full" -> full(input);
            case "vae" -> posteriors(matrix(input.get("mu")), matrix(input.get("logvar")));
            case "vae_aggregate_1d" -> aggregate(column(input.get("mu")), column(input.get("logvar")));
            case "moments" -> moments(input.get("partitions"));
            default -> throw new AssertionError("not covered: " + node.get("kind"));
        };
        node.get("expect").properties().forEach(expected -> {
            List<Double> got = computed.get(expected.getKey());
            List<Double> want = numbers(expected.getValue());
            assertThat(got).as(expected.getKey()).hasSameSizeAs(want);
            double rtol = node.get("rtol").asDouble();
            double atol = node.get("atol").asDouble();
            if (node.path("tol").has(expected.getKey())) {
                rtol = node.get("tol").get(expected.getKey()).get(0).asDouble();
                atol = node.get("tol").get(expected.getKey()).get(1).asDouble();
            }
            for (int i = 0; i < want.size(); i++) {
                assertThat(Math.abs(got.get(i) - want.get(i)))
                        .as("%s: got %s, want %s", expected.getKey(), got.get(i), want.get(i))
                        .isLessThanOrEqualTo(atol + rtol * Math.abs(want.get(i)));
            }
        });
    }

    private static Map<String, List<Double>> univariate(JsonNode input) {
        double meanP = input.get("mean_p").asDouble();
        double meanQ = input.get("mean_q").asDouble();
        double sdP = input.get("sd_p").asDouble();
        double sdQ = input.get("sd_q").asDouble();
        double forward = GaussianDivergence.univariate(meanP, sdP, meanQ, sdQ);
        double reverse = GaussianDivergence.univariate(meanQ, sdQ, meanP, sdP);
        return Map.of("kl_pq", List.of(forward), "kl_qp", List.of(reverse), "jeffreys", List.of(forward + reverse));
    }

    private static Map<String, List<Double>> diagonal(JsonNode input) {
        double[] meanP = doubles(input.get("mean_p"));
        double[] varianceP = doubles(input.get("var_p"));
        double[] meanQ = doubles(input.get("mean_q"));
        double[] varianceQ = doubles(input.get("var_q"));
        List<Double> parts = new ArrayList<>();
        for (int i = 0; i < meanP.length; i++) {
            parts.add(GaussianDivergence.coordinate(meanP[i], varianceP[i], meanQ[i], varianceQ[i]));
        }
        return Map.of(
                "kl_pq",
                List.of(GaussianDivergence.diagonal(meanP, varianceP, meanQ, varianceQ)),
                "kl_pq_per_dimension",
                parts);
    }

    private static Map<String, List<Double>> full(JsonNode input) {
        Gaussian p = Gaussian.of(doubles(input.get("mean_p")), matrix(input.get("cov_p_lower")))
                .orElseThrow();
        Gaussian q = Gaussian.of(doubles(input.get("mean_q")), matrix(input.get("cov_q_lower")))
                .orElseThrow();
        return Map.of("kl_pq", List.of(GaussianDivergence.full(p, q)), "kl_qp", List.of(GaussianDivergence.full(q, p)));
    }

    private static Map<String, List<Double>> posteriors(double[][] mean, double[][] logVariance) {
        int d = mean[0].length;
        List<Double> perRecord = new ArrayList<>();
        List<Double> perDimension = new ArrayList<>();
        for (int i = 0; i < mean.length; i++) {
            perRecord.add(PosteriorBinning.divergence(mean[i], logVariance[i]));
        }
        for (int j = 0; j < d; j++) {
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                sum += PosteriorBinning.divergence(mean[i][j], logVariance[i][j]);
            }
            perDimension.add(sum / mean.length);
        }
        Moments moments = VectorMoments.ofPosteriors(mean, logVariance);
        Gaussian aggregate = Gaussian.fitted(moments.leading(d)).orElseThrow();
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("kl_per_record", perRecord);
        values.put("kl_batch_mean", List.of(moments.mean(d)));
        values.put("kl_per_dimension_batch_mean", perDimension);
        values.put("aggregate_moment_matched_full", List.of(GaussianDivergence.full(aggregate, Gaussian.standard(d))));
        values.put(
                "aggregate_moment_matched_diagonal",
                List.of(GaussianDivergence.diagonal(aggregate, Gaussian.standard(d))));
        return values;
    }

    /** The product computes the two ends of the inequality; what lies between is integrated here. */
    private static Map<String, List<Double>> aggregate(double[][] mean, double[][] logVariance) {
        Map<String, List<Double>> values = posteriors(mean, logVariance);
        double mixture = divergenceOfMixture(mean, logVariance);
        values.put("kl_aggregate_mixture", List.of(mixture));
        assertThat(mixture)
                .isBetween(
                        values.get("aggregate_moment_matched_full").get(0),
                        values.get("kl_batch_mean").get(0));
        return values;
    }

    /** ∫ q ln(q/p) with q the mixture of the posteriors and p standard normal: the trapezoidal rule, which converges exponentially for such integrands. */
    private static double divergenceOfMixture(double[][] mean, double[][] logVariance) {
        double step = 1e-3;
        double sum = 0;
        for (double z = -30; z <= 30; z += step) {
            double q = 0;
            for (int i = 0; i < mean.length; i++) {
                q += density(z, mean[i][0], Math.exp(logVariance[i][0])) / mean.length;
            }
            if (q > 1e-300) {
                sum += q * (Math.log(q) + z * z / 2 + Math.log(2 * Math.PI) / 2) * step;
            }
        }
        return sum;
    }

    private static double density(double z, double mean, double variance) {
        return Math.exp(-(z - mean) * (z - mean) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    }

    private static Map<String, List<Double>> moments(JsonNode partitions) {
        List<double[][]> parts = StreamSupport.stream(partitions.spliterator(), false)
                .map(GaussianReferenceValuesTest::matrix)
                .toList();
        Moments merged = VectorMoments.ofPartitions(parts);
        int d = merged.dimension();
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("n", List.of((double) merged.count()));
        values.put("mean", boxed(merged.mean()));
        values.put("m2_lower", boxed(merged.m2()));
        values.put(
                "kl_standard_normal_mle",
                List.of(GaussianDivergence.full(Gaussian.fitted(merged).orElseThrow(), Gaussian.standard(d))));
        values.put("kl_bias_exact", List.of(GaussianNoise.bias(d, merged.count())));
        return values;
    }

    private static List<Double> boxed(double[] numbers) {
        List<Double> boxed = new ArrayList<>();
        for (double number : numbers) {
            boxed.add(number);
        }
        return boxed;
    }

    private static double[][] matrix(JsonNode rows) {
        double[][] matrix = new double[rows.size()][];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = doubles(rows.get(i));
        }
        return matrix;
    }

    private static double[][] column(JsonNode numbers) {
        double[][] column = new double[numbers.size()][1];
        for (int i = 0; i < column.length; i++) {
            column[i][0] = numbers.get(i).asDouble();
        }
        return column;
    }

    private static double[] doubles(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
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
}

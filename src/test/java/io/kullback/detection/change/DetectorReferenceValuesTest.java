package io.kullback.detection.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.divergence.DirichletMultinomial;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every sequential value of the reference file, computed elsewhere to 60 digits, within the tolerance that stands beside it. */
class DetectorReferenceValuesTest {

    private static final Set<String> KINDS = Set.of(
            "evalue", "detector_fixed", "detector_learned", "detector_rank", "detector_learned_null", "whitening");

    @TestFactory
    Stream<DynamicTest> everySequentialCaseIsMetWithinItsTolerance() {
        Requirement.SHARED.orSkip();
        List<JsonNode> cases = new ArrayList<>();
        SharedFolder.json("vectors/divergence.json").get("cases").forEach(node -> {
            if (KINDS.contains(node.get("kind").asText())) {
                cases.add(node);
            }
        });
        assertThat(cases).hasSizeGreaterThanOrEqualTo(KINDS.size());
        return cases.stream().map(node -> DynamicTest.dynamicTest(node.get("id").asText(), () -> check(node)));
    }

    private static void check(JsonNode node) {
        JsonNode input = node.get("input");
        Map<String, List<Double>> computed = switch (node.get("kind").asText()) {
            case "evalue" -> eValues(input);
            case "detector_fixed" -> fixed(input);
            case "detector_learned" -> learned(input);
            case "detector_rank" -> rank(input);
            case "detector_learned_null" -> learnedNull(input);
            case "whitening" -> whitening(input);
            default -> throw new AssertionError("not covered: " + node.get("kind"));
        };
        node.get("expect").properties().forEach(expected -> {
            List<Double> want = numbers(expected.getValue());
            List<Double> got = computed.get(expected.getKey());
            assertThat(got).as(expected.getKey()).hasSameSizeAs(want);
            for (int i = 0; i < want.size(); i++) {
                double tolerance =
                        node.get("atol").asDouble() + node.get("rtol").asDouble() * Math.abs(want.get(i));
                assertThat(Math.abs(got.get(i) - want.get(i)))
                        .as("%s[%d]: got %s, want %s", expected.getKey(), i, got.get(i), want.get(i))
                        .isLessThanOrEqualTo(tolerance);
            }
        });
    }

    private static Map<String, List<Double>> eValues(JsonNode input) {
        double[] reference = doubles(input.get("reference"));
        double[] half = new double[reference.length];
        Arrays.fill(half, 0.5);
        List<Double> krichevskyTrofimov = new ArrayList<>();
        List<Double> centred = new ArrayList<>();
        for (JsonNode window : input.get("windows")) {
            long[] counts = longs(window);
            krichevskyTrofimov.add(DirichletMultinomial.logRatioToMultinomial(counts, half, reference));
            for (double kappa : doubles(input.get("kappas"))) {
                double[] parameters =
                        Arrays.stream(reference).map(share -> kappa * share).toArray();
                centred.add(DirichletMultinomial.logRatioToMultinomial(counts, parameters, reference));
            }
        }
        return Map.of("ln_e_kt", krichevskyTrofimov, "ln_e_dirichlet", centred);
    }

    private static Map<String, List<Double>> fixed(JsonNode input) {
        double[] reference = doubles(input.get("reference"));
        List<double[]> alternatives = new ArrayList<>();
        input.get("alternatives").forEach(alternative -> alternatives.add(doubles(alternative)));
        ShiryaevRoberts sums = new ShiryaevRoberts(doubles(input.get("weights")));
        ShiryaevRoberts products = new ShiryaevRoberts(doubles(input.get("weights")));
        double threshold = input.get("ln_threshold").asDouble();
        Run sr = new Run(threshold);
        Run cusum = new Run(threshold);
        for (JsonNode window : input.get("windows")) {
            double[] logE = alternatives.stream()
                    .mapToDouble(
                            alternative -> DirichletMultinomial.logFixedRatio(longs(window), alternative, reference))
                    .toArray();
            sums.update(logE, 0, 0);
            products.update(logE, 0, 0);
            sr.take(sums.logEvidence(), sums);
            cusum.take(products.logProduct(), products);
        }
        return Map.of(
                "ln_sr", sr.values, "sr_alarms", sr.alarms, "ln_cusum", cusum.values, "cusum_alarms", cusum.alarms);
    }

    private static Map<String, List<Double>> learned(JsonNode input) {
        double[] reference = doubles(input.get("reference"));
        double[] kappas = numbersAt(input.get("learners"), "kappa");
        double[] gammas = numbersAt(input.get("learners"), "gamma");
        LearnedBank bank = new LearnedBank(kappas, gammas, reference.length);
        ShiryaevRoberts sums = ShiryaevRoberts.ofEqualWeights(kappas.length);
        Run run = new Run(input.get("ln_threshold").asDouble());
        List<Double> all = new ArrayList<>();
        for (JsonNode window : input.get("windows")) {
            long[] counts = longs(window);
            double[] logE = new double[kappas.length];
            bank.logMasses(counts, reference, 1, logE);
            for (int learner = 0; learner < logE.length; learner++) {
                // Without alternatives the fixed ratio of r to 1 is the reference's own ln Π r^n.
                double[] ones = new double[reference.length];
                Arrays.fill(ones, 1);
                logE[learner] -= DirichletMultinomial.logFixedRatio(counts, reference, ones);
                all.add(logE[learner]);
            }
            bank.learn(counts);
            sums.update(logE, 0, 0);
            run.take(sums.logEvidence(), sums);
        }
        return Map.of("ln_e", all, "ln_sr", run.values, "alarms", run.alarms);
    }

    private static Map<String, List<Double>> rank(JsonNode input) {
        double[] scores = doubles(input.get("scores"));
        double[] shifts = doubles(input.get("mu"));
        int baseline = input.get("baseline").asInt();
        RankMemory memory = new RankMemory();
        ShiryaevRoberts sums = ShiryaevRoberts.ofEqualWeights(shifts.length);
        Run run = new Run(input.get("ln_threshold").asDouble());
        run.window = baseline;
        List<Double> all = new ArrayList<>();
        for (int t = 0; t < scores.length; t++) {
            if (t < baseline) {
                memory.add(scores[t]);
                continue;
            }
            double[] logE = new double[shifts.length];
            RankEvidence.logEValues(
                    memory.larger(scores[t]), memory.atLeast(scores[t]) + 1, memory.size() + 1, shifts, logE);
            Arrays.stream(logE).map(StrictMath::exp).forEach(all::add);
            sums.update(logE, 0, 0);
            run.take(sums.logEvidence(), sums);
            memory.add(scores[t]);
        }
        return Map.of("e", all, "ln_sr", run.values, "alarms", run.alarms);
    }

    private static Map<String, List<Double>> learnedNull(JsonNode input) {
        double prior = input.get("prior").asDouble();
        LearnedNull law = new LearnedNull(Arrays.stream(doubles(input.get("reference_counts")))
                .map(count -> count + prior)
                .toArray());
        List<double[]> tilts = new ArrayList<>();
        input.get("tilts").forEach(tilt -> tilts.add(doubles(tilt)));
        ShiryaevRoberts sums = ShiryaevRoberts.ofEqualWeights(tilts.size());
        Run run = new Run(input.get("ln_threshold").asDouble());
        List<Double> all = new ArrayList<>();
        for (JsonNode window : input.get("windows")) {
            long[] counts = longs(window);
            double logMass = law.logMass(counts);
            double[] logE = tilts.stream()
                    .mapToDouble(tilt -> law.logTiltedRatio(counts, tilt, logMass))
                    .toArray();
            Arrays.stream(logE).forEach(all::add);
            sums.update(logE, 0, 0);
            run.take(sums.logEvidence(), sums);
            law.learn(counts);
        }
        return Map.of("ln_e", all, "ln_sr", run.values, "alarms", run.alarms);
    }

    private static Map<String, List<Double>> whitening(JsonNode input) {
        double[] scores = doubles(input.get("scores"));
        AutoRegression model = AutoRegression.fit(
                Arrays.copyOf(scores, input.get("baseline").asInt()),
                input.get("max_order").asInt());
        List<Double> whitened = new ArrayList<>();
        double[] tail = new double[AutoRegression.MOST];
        for (double score : scores) {
            double standardised = model.standardised(score);
            whitened.add(model.whitened(standardised, tail));
            System.arraycopy(tail, 0, tail, 1, tail.length - 1);
            tail[0] = standardised;
        }
        Map<String, List<Double>> values = new LinkedHashMap<>();
        values.put("mean", List.of(model.mean()));
        values.put("sd", List.of(model.deviation()));
        values.put("order", List.of((double) model.order()));
        values.put("coefficients", Arrays.stream(model.coefficients()).boxed().toList());
        values.put("whitened", whitened);
        return values;
    }

    /** The evidence after each window, and the windows that raised an alarm. */
    private static final class Run {
        private final double threshold;
        private final List<Double> values = new ArrayList<>();
        private final List<Double> alarms = new ArrayList<>();
        private int window;

        Run(double threshold) {
            this.threshold = threshold;
        }

        void take(double value, ShiryaevRoberts evidence) {
            values.add(value);
            if (value >= threshold) {
                alarms.add((double) window);
                evidence.reset();
            }
            window++;
        }
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

    private static double[] numbersAt(JsonNode array, String field) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).get(field).asDouble();
        }
        return numbers;
    }

    private static double[] doubles(JsonNode array) {
        return numbers(array).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static long[] longs(JsonNode array) {
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asLong();
        }
        return numbers;
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.divergence.Gaussian;
import io.kullback.divergence.GaussianDivergence;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Moments;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.VectorMoments;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An encoder's latent codes through the whole topology: a first window that is the reference, one that is like it, one whose coordinate z1 moved. */
class LatentTopologyTest {

    private static final Instant START = Instant.ofEpochMilli(Given.T0);
    private static final int PER_WINDOW = 400;

    @TempDir
    private Path folder;

    private final Random random = new Random(42);
    private final List<List<double[]>> means = new ArrayList<>();
    private final List<List<double[]>> logVariances = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private List<JsonNode> results = List.of();

    private static MonitorSettings monitor() {
        return new MonitorSettings(
                "encoder",
                "codes",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                Optional.empty(),
                Given.tumbling(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Period(START, START.plusSeconds(10)),
                List.of(
                        new FeatureSettings(
                                "latent",
                                FieldPath.parse("/mu"),
                                new BinningRule.Fixed(new VectorBinning(2)),
                                Given.EVERY_EVENT),
                        new FeatureSettings(
                                "prior",
                                List.of(FieldPath.parse("/x"), FieldPath.parse("/y")),
                                new BinningRule.Fixed(new VectorBinning(2, true)),
                                Given.EVERY_EVENT),
                        new FeatureSettings(
                                "code",
                                List.of(FieldPath.parse("/mu"), FieldPath.parse("/logvar")),
                                new BinningRule.Fixed(PosteriorBinning.of(2)),
                                Given.EVERY_EVENT)),
                ScoringSettings.DEFAULT);
    }

    @BeforeEach
    void runThreeWindows() {
        window(0, 0);
        window(10, 0);
        window(20, 0.8);
        events.add("{\"t\":" + (Given.T0 + 45_000) + "}");
        results = run(events);
    }

    private void window(int second, double shift) {
        List<double[]> mean = new ArrayList<>();
        List<double[]> logVariance = new ArrayList<>();
        for (int i = 0; i < PER_WINDOW; i++) {
            double[] mu = {random.nextGaussian(), shift + random.nextGaussian()};
            double[] s = {-1 + 0.1 * random.nextGaussian(), -2};
            mean.add(mu);
            logVariance.add(s);
            events.add("{\"t\":" + (Given.T0 + second * 1_000L + i * 20L) + ",\"mu\":" + Arrays.toString(mu)
                    + ",\"logvar\":" + Arrays.toString(s) + ",\"x\":" + mu[0] + ",\"y\":" + mu[1] + "}");
        }
        // One of no use in each window.
        events.add("{\"t\":" + (Given.T0 + second * 1_000L) + ",\"mu\":[1],\"x\":1}");
        means.add(mean);
        logVariances.add(logVariance);
    }

    private List<JsonNode> run(List<String> inOrder) {
        return LatentRun.of(monitor(), folder, START, inOrder);
    }

    private JsonNode result(String feature, int window) {
        return results.stream()
                .filter(node -> node.get("feature").asText().equals(feature)
                        && node.get("window")
                                .get("start")
                                .asText()
                                .equals(START.plusSeconds(10L * window).toString()))
                .findFirst()
                .orElseThrow();
    }

    private Moments moments(int window) {
        return VectorMoments.of(means.get(window).toArray(double[][]::new));
    }

    @Test
    void everyRecordIsCountedAndTheShareOfUnusableOnesIsAScore() {
        JsonNode moved = result("latent", 2);
        assertThat(moved.get("bins").toString())
                .isEqualTo("[\"(vector)\",\"(missing)\",\"(non-finite)\",\"(wrong-type)\"]");
        assertThat(moved.get("observed").toString()).isEqualTo("[400,0,0,1]");
        assertThat(result("prior", 2).get("observed").toString()).isEqualTo("[400,1,0,0]");
        // (400, 1) against (400, 1) with half a count more in both bins; the two that are empty on both sides are not
        // scored.
        double expected = 400 / 401.0 * Math.log(400 / 401.0 * 402 / 400.5) + Math.log(402 / 401.0 / 1.5) / 401;
        assertThat(moved.get("scores").get("kl_unusable").asDouble()).isCloseTo(expected, within(1e-14));
    }

    @Test
    void aVectorsHeadlineIsTheDivergenceOfTheNormalDistributions() {
        for (int window = 1; window <= 2; window++) {
            double expected = GaussianDivergence.full(
                    Gaussian.fitted(moments(window)).orElseThrow(),
                    Gaussian.fitted(moments(0)).orElseThrow());
            JsonNode result = result("latent", window);
            assertThat(result.get("kl").get("plug_in").asDouble()).isCloseTo(expected, within(1e-13));
            assertThat(result.get("scores").get("gaussian_kl").asDouble()).isCloseTo(expected, within(1e-13));
            assertThat(result.get("kl").get("degrees_of_freedom").asInt()).isEqualTo(5);
        }
        assertThat(result("latent", 1).get("verdict").asText()).isEqualTo("stable");
        assertThat(result("latent", 2).get("verdict").asText()).isEqualTo("drifted");
    }

    @Test
    void theCoordinateThatMovedComesFirst() {
        JsonNode first = result("latent", 2).get("contributions").get(0);
        assertThat(first.get("bin").asText()).isEqualTo("z1");
        assertThat(first.get("mean_shift").asDouble()).isCloseTo(0.8, within(0.2));
    }

    @Test
    void againstTheStandardNormalTheReferencePeriodOnlyGivesTheShareOfUsableOnes() {
        double expected = GaussianDivergence.full(Gaussian.fitted(moments(2)).orElseThrow(), Gaussian.standard(2));
        assertThat(result("prior", 2).get("kl").get("plug_in").asDouble()).isCloseTo(expected, within(1e-13));
        assertThat(result("prior", 1).get("verdict").asText()).isEqualTo("stable");
        assertThat(result("prior", 2).get("verdict").asText()).isEqualTo("drifted");
    }

    @Test
    void aPosteriorsScoresLieInTheOrderThatTheoryGives() {
        JsonNode scores = result("code", 2).get("scores");
        double mean = 0;
        for (int i = 0; i < PER_WINDOW; i++) {
            mean += PosteriorBinning.divergence(
                            means.get(2).get(i), logVariances.get(2).get(i))
                    / PER_WINDOW;
        }
        assertThat(scores.get("posterior_kl_mean").asDouble()).isCloseTo(mean, within(1e-12));
        assertThat(scores.get("aggregate_kl").asDouble()).isBetween(0.0, mean);
        assertThat(scores.get("aggregate_kl_reference").asDouble()).isGreaterThan(0.1);
        assertThat(result("code", 1).get("scores").get("aggregate_kl_reference").asDouble())
                .isLessThan(0.1);
        assertThat(scores.has("wasserstein")).isTrue();
    }

    @Test
    void theOrderOfArrivalChangesNoBit() {
        List<String> turned = new ArrayList<>();
        for (int window = 0; window < 3; window++) {
            List<String> part =
                    new ArrayList<>(events.subList(window * (PER_WINDOW + 1), (window + 1) * (PER_WINDOW + 1)));
            Collections.reverse(part);
            turned.addAll(part);
        }
        turned.add(events.get(events.size() - 1));
        List<JsonNode> first = results;
        assertThat(run(turned)).isEqualTo(first);
    }
}

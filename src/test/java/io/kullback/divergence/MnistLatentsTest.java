package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.histogram.Moments;
import io.kullback.histogram.VectorMoments;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Principal components of handwritten digits, of which the second half are by other writers: every window's figure, as computed elsewhere to 12 digits. */
class MnistLatentsTest {

    /** A row: its time, then z0, z1, … */
    private record Row(long time, List<Double> elements) {}

    @TestFactory
    Stream<DynamicTest> everyWindowHasTheMomentsAndDivergencesThatWereComputedElsewhere() throws IOException {
        Requirement.SHARED.orSkip();
        List<Row> rows = rows();
        JsonNode monitors =
                SharedFolder.json("data/expected-mnist-latents.json").get("monitors");
        return StreamSupport.stream(monitors.spliterator(), false)
                .filter(node -> node.get("kind").asText().equals("vector"))
                .map(node -> DynamicTest.dynamicTest(node.get("name").asText(), () -> check(node, rows)));
    }

    private static void check(JsonNode monitor, List<Row> rows) {
        int d = monitor.get("fields").size();
        long size = monitor.get("window_ms").asLong();
        JsonNode expected = monitor.get("reference");
        Moments reference = moments(
                rows, d, expected.get("from_ms").asLong(), expected.get("to_ms").asLong());
        assertMoments(reference, expected);
        double worst = 0;
        for (JsonNode node : monitor.get("windows")) {
            long start = node.get("start_ms").asLong();
            Moments window = moments(rows, d, start, start + size);
            assertMoments(window, node);
            JsonNode kl = node.get("kl");
            Gaussian observed = unbiased(window);
            Gaussian known = unbiased(reference);
            assertClose(GaussianDivergence.full(observed, known), kl.get("full_wr"));
            assertClose(GaussianDivergence.full(known, observed), kl.get("full_rw"));
            assertClose(GaussianDivergence.diagonal(observed, known), kl.get("diag_wr"));
            assertClose(GaussianDivergence.diagonal(known, observed), kl.get("diag_rw"));
            GaussianEstimate.Measured measured = (GaussianEstimate.Measured)
                    GaussianEstimator.estimate(window, new GaussianReference.Sample(reference));
            assertClose(measured.kl().plugIn(), kl.get("full_wr_ddof0"));
            // The writers change at row 5,000; before, the windows have only the noise of moderately non-normal data.
            if (start >= 1_600_005_000_000L) {
                assertThat(measured.kl().lower()).isGreaterThan(0.15);
                worst = Math.max(worst, measured.pValue());
            }
        }
        assertThat(worst).as("largest p-value after the change").isLessThan(1e-10);
    }

    private static Gaussian unbiased(Moments moments) {
        double[][] covariance = new double[moments.dimension()][moments.dimension()];
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = moments.m2(i, j) / (moments.count() - 1);
            }
        }
        return Gaussian.of(moments.mean(), covariance).orElseThrow();
    }

    private static void assertMoments(Moments moments, JsonNode expected) {
        assertThat(moments.count()).isEqualTo(expected.get("rows").asLong());
        JsonNode covariance = expected.get("cov_lower_ddof1");
        int at = 0;
        for (int i = 0; i < moments.dimension(); i++) {
            assertClose(moments.mean(i), expected.get("mean").get(i));
            for (int j = 0; j <= i; j++) {
                assertClose(moments.m2(i, j) / (moments.count() - 1), covariance.get(at++));
            }
        }
    }

    /** Half a unit in the last of the file's 12 digits, and what the file's decimals lose as doubles: 5,000 roundings by 2⁻⁵³ of about 5. */
    private static void assertClose(double got, JsonNode want) {
        Offset<Double> half = within(5.1e-12 * Math.abs(want.asDouble()) + 1e-15);
        assertThat(got).isCloseTo(want.asDouble(), half);
    }

    private static Moments moments(List<Row> rows, int dimension, long from, long to) {
        return VectorMoments.of(rows.stream()
                .filter(row -> row.time() >= from && row.time() < to)
                .map(row -> row.elements().stream()
                        .limit(dimension)
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .toArray(double[][]::new));
    }

    private static List<Row> rows() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(SharedFolder.file("data/mnist-latents.csv.gz"))),
                StandardCharsets.UTF_8))) {
            lines.readLine();
            List<Row> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                rows.add(new Row(
                        Long.parseLong(cells[0]),
                        Arrays.stream(cells, 1, 17).map(Double::valueOf).toList()));
            }
            return rows;
        }
    }
}

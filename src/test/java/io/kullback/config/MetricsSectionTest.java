package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bins in the metrics are asked for, and counted: (4 edges give 5 bins, and 3 are for what is unusable) x 2 sides = 16 for each feature and segment. */
class MetricsSectionTest {

    private static final String RIGHT = """
            kafka: {bootstrap.servers: localhost:9092}
            monitors:
              - name: flights
                topic: flights
                window: {size: 1h}
                metrics: {bins: true}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features:
                  - {name: delay, type: number, bins: {edges: [1, 2, 3, 4]}}
            """;

    @TempDir
    private Path folder;

    private Settings parse(String yaml) {
        return ConfigurationFile.parse(yaml, "my.yaml", folder, Map.of());
    }

    private List<Problem> problems(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(yaml))
                .problems();
    }

    @Test
    void noMonitorShowsItsBinsUnlessItIsAskedTo() {
        String without = RIGHT.replace("    metrics: {bins: true}\n", "");
        assertThat(parse(without).binsOf()).isEmpty();
        assertThat(parse(without).mostSeries()).isEqualTo(1);
        assertThat(parse(RIGHT.replace("true", "false")).binsOf()).isEmpty();
        assertThat(parse(RIGHT).binsOf()).containsExactly("flights");
    }

    @Test
    void binsCountAsSeriesForEachFeatureSegmentAndSide() {
        assertThat(parse(RIGHT).mostSeries()).isEqualTo(1 + 16);
        String segmented = RIGHT.replace("topic: flights", "topic: flights\n    segment: /carrier")
                .replace("window:", "limits: {segments: 30}\n    window:");
        assertThat(parse(segmented).mostSeries()).isEqualTo(31 + 31 * 16);
        // Quantiles, the default, may be so many bins and one more at each end.
        assertThat(parse(RIGHT.replace(", bins: {edges: [1, 2, 3, 4]}", "")).mostBinSeries())
                .isEqualTo(2 * (22 + 3));
    }

    @Test
    void binsThatTheBudgetHasNoRoomForAreRefusedWithTheSumAndAWayOut() {
        assertThat(parse("limits: {series: 17}\n" + RIGHT).series()).isEqualTo(17);
        assertThat(problems("limits: {series: 16}\n" + RIGHT)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
            assertThat(problem.message())
                    .contains("17 series, but limits.series is 16: flights 1 feature, and 16 of its bins");
            assertThat(problem.remedy()).contains("metrics: {bins: true}");
        });
    }

    @Test
    void aMistakeIsSaidOfItsKey() {
        assertThat(problems(RIGHT.replace("bins: true", "bin: true")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ProblemCode.MISSPELT_KEY));
        assertThat(problems(RIGHT.replace("bins: true", "bins: perhaps")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("monitors[0].metrics.bins"));
    }
}

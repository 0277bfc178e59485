package io.kullback.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.VectorBinning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceJsonTest {

    private static final Reference REFERENCE = Reference.of(
            "topic flights, 2001-01-04 to 2001-01-18",
            Map.of(
                    "",
                    Map.of(
                            "delay",
                            Histogram.of(NumberBinning.ofEdges(-0.1, 1 / 3.0, 1e300), 1, 2, 3, 4, 5, 6, 7),
                            "up",
                            Histogram.of(new BooleanBinning(), 1, 2, 0, 0, 0),
                            "latent",
                            Histogram.of(
                                    new VectorBinning(2, true),
                                    Moments.of(3, new double[] {1 / 3.0, -1e300}, new double[] {0.1, -0.0, 1e-300}),
                                    3,
                                    0,
                                    1,
                                    0),
                            "code",
                            Histogram.of(
                                    new PosteriorBinning(1, NumberBinning.ofEdges(1)),
                                    Moments.of(2, new double[] {0, 1}, new double[] {2, 0, 0.5}),
                                    1,
                                    1,
                                    0,
                                    0,
                                    0)),
                    "DE \"\n",
                    Map.of("origin", Histogram.of(CategoryBinning.closed(List.of("é", "")), 9, 8, 7, 6, 5))),
            Map.of(
                    "",
                    Map.of(
                            "delay",
                            new Restlessness(1 / 3.0, 2e300, 14, Duration.ofHours(24)),
                            "up",
                            new Restlessness(0, 0, 10, Duration.ofMillis(1_500)))));

    @Test
    void whatIsWrittenIsReadBackToTheLastBit() {
        Reference read = ReferenceJson.read(ReferenceJson.write(REFERENCE));
        assertThat(read).isEqualTo(REFERENCE);
        assertThat(read.id()).isEqualTo(REFERENCE.id());
    }

    @Test
    void aFileOfTheFormBeforeThereWereVectorsIsStillRead() {
        Reference plain =
                Reference.of("by hand", Map.of("", Map.of("up", Histogram.of(new BooleanBinning(), 1, 2, 0, 0, 0))));
        String json = new String(ReferenceJson.write(plain), StandardCharsets.UTF_8);
        assertThat(read(json.replace("kullback-reference/2", "kullback-reference/1")))
                .isEqualTo(plain);
    }

    @Test
    void theNoiseOfWindowsSaysHowLongTheyWereAndMayBeAbsent() {
        String json = new String(ReferenceJson.write(REFERENCE), StandardCharsets.UTF_8);
        assertThat(json).containsPattern("\"windows\" ?: ?14,\\s*\"window\" ?: ?\"PT24H\"");
        Reference plain = Reference.of(REFERENCE.origin(), REFERENCE.histograms());
        String without = new String(ReferenceJson.write(plain), StandardCharsets.UTF_8);
        assertThat(without).doesNotContain("noise");
        assertThat(read(without)).isEqualTo(plain);
    }

    @Test
    void noiseThatCannotBeIsRefusedWithWhatAndWhere() {
        String json = new String(ReferenceJson.write(REFERENCE), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(json.replace("PT24H", "a day")))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class)
                .hasMessage(
                        "segment '', feature 'delay', noise: 'window' must be a duration like PT1H, but is 'a day'");
        assertThatThrownBy(() -> read(json.replaceFirst("\"variance\" ?: ?2.0E300", "\"variance\":-1")))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class)
                .hasMessageContaining("feature 'delay', noise: mean and variance of G must be at least 0");
        assertThatThrownBy(() -> read(json.replaceFirst("\"variance\" ?: ?2.0E300", "\"variance\":\"2\"")))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class)
                .hasMessageContaining("'variance' must be a number");
    }

    @Test
    void momentsThatDoNotFitTheirCountsAreRefused() {
        String json = new String(ReferenceJson.write(REFERENCE), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(json.replaceFirst("\"count\" ?: ?3", "\"count\":4")))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class)
                .hasMessageContaining("feature 'latent'")
                .hasMessageContaining("must have the moments of 3 records");
    }

    @Test
    void aFileThatIsNoReferenceIsRefusedWithWhatAndWhere() {
        assertThatThrownBy(() -> read("[]")).isInstanceOf(ReferenceJson.ReferenceFormatException.class);
        assertThatThrownBy(() -> read("{\"format\":\"other\"}"))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class);
        String json = new String(ReferenceJson.write(REFERENCE), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read(
                        json.replace("\"missing\" : 5", "\"missing\" : -5").replace("\"missing\":5", "\"missing\":-5")))
                .isInstanceOf(ReferenceJson.ReferenceFormatException.class)
                .hasMessageContaining("delay");
    }

    @Test
    void aFileThatWasChangedByHandIsToldFromTheOneThatWasBuilt() {
        Reference other = Reference.of(
                REFERENCE.origin(), Map.of("", Map.of("up", Histogram.of(new BooleanBinning(), 1, 3, 0, 0, 0))));
        assertThat(other.id()).isNotEqualTo(REFERENCE.id());
    }

    private static Reference read(String json) {
        return ReferenceJson.read(json.getBytes(StandardCharsets.UTF_8));
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.detection.AlertMachine;
import io.kullback.detection.AlertPolicy;
import io.kullback.detection.AlertState;
import io.kullback.detection.AlertStep;
import io.kullback.detection.CloseCause;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultJsonTest {

    private static final ScoringSettings AS_COUNTED = new ScoringSettings(0, 0, true);

    private static JsonNode json(Histogram observed, Histogram reference, ScoringSettings scoring) throws IOException {
        return new ObjectMapper()
                .readTree(ResultJson.value(new WindowResult(
                        new SeriesId("m", Reference.WHOLE, "x"),
                        Window.ofEpochMillis(Given.T0, Given.T0 + 10_000),
                        1,
                        CloseCause.WATERMARK,
                        observed.total(),
                        Optional.of(observed),
                        Optional.of(reference),
                        Optional.of("r"),
                        Scorer.score(observed, reference, scoring),
                        new Verdict.Stable(),
                        AlertState.INITIAL)));
    }

    /** Two values, then missing, non-finite, wrong type. */
    private static Histogram counts(long... counts) {
        return Histogram.of(new BooleanBinning(), counts);
    }

    @Test
    void everyFieldOfAResultAndOfAnAlertIsInTheDocuments() throws IOException {
        String documents = Files.readString(Path.of("src/docs/results.md"));
        SeriesId series = new SeriesId("m", Reference.WHOLE, "x");
        Window window = Window.ofEpochMillis(Given.T0, Given.T0 + 10_000);
        AlertStep fired = new AlertMachine(series, AlertPolicy.DEFAULT)
                .next(AlertState.INITIAL, window, new Verdict.Drifted(0.02));
        JsonNode alert =
                new ObjectMapper().readTree(AlertJson.value(fired.transition().orElseThrow(), "what moved"));
        JsonNode result = json(counts(60, 20, 20, 0, 0), counts(450, 450, 100, 0, 0), AS_COUNTED);
        for (JsonNode node :
                List.of(result, result.get("kl"), result.at("/contributions/0"), alert, alert.at("/evidence/0"))) {
            assertThat(node).isNotEmpty();
            node.fieldNames().forEachRemaining(name -> assertThat(documents).contains("`" + name + "`"));
        }
    }

    @Test
    void whatMissingValuesMakeOfTheDivergenceStandsBesideWhatTheOthersMake() throws IOException {
        JsonNode result = json(counts(60, 20, 20, 0, 0), counts(450, 450, 100, 0, 0), AS_COUNTED);
        // By hand: a fifth missing against a tenth, and three quarters of the rest against one half.
        double missing = 0.2 * Math.log(2) + 0.8 * Math.log(8 / 9.0);
        double rest = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        assertThat(result.at("/missing/observed_share").asDouble()).isCloseTo(0.2, within(1e-15));
        assertThat(result.at("/missing/reference_share").asDouble()).isCloseTo(0.1, within(1e-15));
        assertThat(result.at("/missing/kl").asDouble()).isCloseTo(missing, within(1e-15));
        assertThat(result.at("/missing/rest").asDouble()).isCloseTo(rest, within(1e-15));
        assertThat(result.at("/kl/plug_in").asDouble()).isCloseTo(missing + 0.8 * rest, within(1e-15));
    }

    @Test
    void whereNothingIsMissingOrItIsNotScoredThereIsNoSuchSplit() throws IOException {
        assertThat(json(counts(60, 20, 0, 0, 0), counts(450, 450, 0, 0, 0), AS_COUNTED)
                        .has("missing"))
                .isFalse();
        assertThat(json(counts(60, 20, 20, 0, 0), counts(450, 450, 100, 0, 0), new ScoringSettings(0, 0, false))
                        .has("missing"))
                .isFalse();
    }
}

package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final CategoryBinning AIRPORTS = CategoryBinning.of(List.of("ATL", "JFK", "LGA"));

    private static ScoreCard scores(long... observed) {
        return Scorer.score(
                        Histogram.ofValues(AIRPORTS, observed),
                        Histogram.ofValues(AIRPORTS, 4_000, 1_000, 2_000, 93_000),
                        ScoringSettings.DEFAULT)
                .orElseThrow();
    }

    @Test
    void namesTheBinsThatMovedWithTheirSharesBeforeAndAfter() {
        assertThat(Explanation.of(scores(402, 14, 60, 9_524)))
                .isEqualTo("LGA 2.0 % → 0.60 %, JFK 1.0 % → 0.14 %: 98 % of the divergence");
    }

    @Test
    void saysNothingOfIdenticalData() {
        assertThat(Explanation.of(scores(4_000_000, 1_000_000, 2_000_000, 93_000_000)))
                .doesNotContain("NaN");
        assertThat(Explanation.topBins(
                        Scorer.score(
                                        Histogram.ofValues(AIRPORTS, 1, 1, 1, 1),
                                        Histogram.ofValues(AIRPORTS, 1, 1, 1, 1),
                                        new ScoringSettings(0, 0, false))
                                .orElseThrow(),
                        3))
                .isEmpty();
    }

    @Test
    void sharesAreWrittenWithTheDigitsThatMatter() {
        assertThat(Explanation.percent(0)).isEqualTo("0 %");
        assertThat(Explanation.percent(0.00001)).isEqualTo("< 0.01 %");
        assertThat(Explanation.percent(0.0014)).isEqualTo("0.14 %");
        assertThat(Explanation.percent(0.0995)).isEqualTo("10 %");
        assertThat(Explanation.percent(0.0312)).isEqualTo("3.1 %");
        assertThat(Explanation.percent(0.714)).isEqualTo("71 %");
    }
}

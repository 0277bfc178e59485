package io.kullback.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the README, by hand. */
class TextbookExamplesTest {

    private static final double FOUR_ULPS = 4 * Math.ulp(0.25);

    private static Distribution of(double... shares) {
        return Distribution.of(shares, Smoothing.NONE).orElseThrow();
    }

    @Test
    void theClassicExampleIsATenthOfTheLogarithmOfEightThirdsBothWays() {
        Distribution p = of(0.2, 0.3, 0.4, 0.1);
        Distribution q = of(0.1, 0.4, 0.3, 0.2);
        // 0.2 ln 2 + 0.3 ln ¾ + 0.4 ln 4/3 − 0.1 ln 2 = 0.1 ln 2 + 0.1 ln 4/3 = ln(8/3)/10
        double byHand = Math.log(8 / 3.0) / 10;
        assertThat(byHand).isCloseTo(0.0981, within(5e-5));
        assertThat(DivergenceCatalog.KL.between(p, q)).isCloseTo(byHand, within(FOUR_ULPS));
        assertThat(DivergenceCatalog.KL.between(q, p)).isCloseTo(byHand, within(FOUR_ULPS));
    }

    @Test
    void againstTheUniformDistributionTheDirectionMatters() {
        Distribution p = of(0.5, 0.3, 0.1, 0.1);
        Distribution uniform = of(0.25, 0.25, 0.25, 0.25);
        assertThat(DivergenceCatalog.KL.between(p, uniform)).isCloseTo(0.2180, within(5e-5));
        assertThat(DivergenceCatalog.KL.between(uniform, p)).isCloseTo(0.2393, within(5e-5));
    }

    @Test
    void aFairCoinAgainstAOneInFourReferenceScoresTheHandComputedNats() {
        double nats = DivergenceCatalog.KL.between(of(0.5, 0.5), of(0.25, 0.75));
        assertThat(nats).isCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3.0), within(FOUR_ULPS));
    }

    @Test
    void contributionsAddUpToTheDivergenceAndNameWhatMoved() {
        CategoryBinning bins = CategoryBinning.of(List.of("a", "b", "c"));
        Histogram observed = Histogram.ofValues(bins, 100, 700, 150, 50);
        Histogram reference = Histogram.ofValues(bins, 4_000, 3_000, 2_000, 1_000);
        ScoreCard scores =
                Scorer.score(observed, reference, ScoringSettings.DEFAULT).orElseThrow();
        double kl = scores.value("kl").orElseThrow();
        assertThat(scores.contributions().stream()
                        .mapToDouble(Contribution::nats)
                        .sum())
                .isCloseTo(kl, within(1e-15));
        assertThat(scores.contributions().stream()
                        .mapToDouble(Contribution::signedNats)
                        .sum())
                .isCloseTo(kl, within(1e-15));
        assertThat(scores.contributions())
                .allSatisfy(bin -> assertThat(bin.nats()).isNotNegative());
        // 700 of 1000 where 300 are expected: 400 / √(1000 · 0.3 · 0.7) = 27.6 standard deviations
        assertThat(scores.contributions().get(1).residual()).isCloseTo(27.6, within(0.02));
    }
}

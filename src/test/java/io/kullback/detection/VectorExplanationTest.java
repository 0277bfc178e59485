package io.kullback.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import io.kullback.histogram.VectorBinning;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Windows of two coordinates against a reference of 10,000 vectors with means 0, standard deviations 1 and 2, and no correlation. */
class VectorExplanationTest {

    private static final VectorBinning PAIRS = new VectorBinning(2);
    private static final Histogram REFERENCE = histogram(10_000, 0, 1, 0, 4);

    /** A histogram of n vectors: the mean of z1, and the covariance's lower triangle. */
    private static Histogram histogram(long n, double mean, double variance0, double covariance, double variance1) {
        Moments moments =
                Moments.of(n, new double[] {0, mean}, new double[] {n * variance0, n * covariance, n * variance1});
        return Histogram.of(PAIRS, moments, n, 0, 0, 0);
    }

    private static ScoreCard scores(Histogram window) {
        return Scorer.score(window, REFERENCE, ScoringSettings.DEFAULT).orElseThrow();
    }

    @Test
    void namesTheCoordinateWhoseMeanMovedInTheReferencesStandardDeviations() {
        ScoreCard scores = scores(histogram(1_000, 1.6, 1, 0, 4));
        assertThat(scores.kl().plugIn()).as("half of 0.8 squared").isCloseTo(0.32, within(1e-12));
        assertThat(Explanation.of(scores)).isEqualTo("z1 mean +0.80 σ: 100 % of the divergence");
    }

    @Test
    void namesTheCoordinateThatSpread() {
        assertThat(Explanation.of(scores(histogram(1_000, 0, 2.25, 0, 4))))
                .isEqualTo("z0 sd × 1.50: 100 % of the divergence");
    }

    /** A correlation of 0.6 alone is −½ ln(1 − 0.36) = 0.2231 nats. */
    @Test
    void saysThatTheCorrelationsChangedWhereNoCoordinateDid() {
        ScoreCard scores = scores(histogram(1_000, 0, 1, 1.2, 4));
        assertThat(scores.kl().plugIn()).isCloseTo(-Math.log(0.64) / 2, within(1e-12));
        assertThat(Explanation.of(scores)).isEqualTo("(correlation) changed: 100 % of the divergence");
    }

    @Test
    void aCoordinateThatCollapsedIsDriftWithoutEndAndIsNamed() {
        ScoreCard scores = scores(histogram(1_000, 0, 1, 0, 0));
        assertThat(scores.kl().plugIn()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Explanation.of(scores)).isEqualTo("z1 sd × 0.00");
        Verdict verdict = LevelRule.decide(
                1_000, Optional.of(REFERENCE), Optional.of(scores), DecisionSettings.DEFAULT, Duration.ofHours(1));
        assertThat(verdict).isInstanceOf(Verdict.Drifted.class);
    }

    @Test
    void coordinatesThatBecameOneAreDriftWithoutEndToo() {
        ScoreCard scores = scores(histogram(1_000, 0, 1, 2, 4));
        assertThat(scores.kl().plugIn()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Explanation.of(scores)).isEqualTo("(correlation) changed");
    }

    @Test
    void tooFewVectorsAreNoScore() {
        assertThat(Scorer.score(histogram(4, 0, 1, 0, 4), REFERENCE, ScoringSettings.DEFAULT))
                .isEmpty();
    }

    @Test
    void noScoreOfTheSameIsNotANumber() {
        ScoreCard same = scores(histogram(10_000, 0, 1, 0, 4));
        assertThat(same.values().values()).noneMatch(value -> Double.isNaN(value));
        assertThat(same.kl().plugIn()).isZero();
        assertThat(same.pValue()).isEqualTo(1);
        assertThat(Explanation.of(same)).isEmpty();
    }
}

package io.kullback.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {

    @Test
    void everyValueIsCountedInExactlyOneBin() {
        BinnedTally tally = BinnedTally.of(NumberBinning.ofEdges(0, 1));
        tally.addNumber(-5);
        tally.addNumber(0.5);
        tally.addNumber(Double.NaN);
        tally.addText("12");
        tally.addText("");
        tally.addBoolean(true);
        tally.addUnusable(UnusableBin.MISSING);
        assertThat(tally.over(tally.binning()).counts()).containsExactly(1, 1, 0, 2, 1, 2);
        assertThat(tally.total()).isEqualTo(7);
    }

    @Test
    void textsAndBooleansHaveNoPlaceAmongEachOther() {
        BinnedTally categories = BinnedTally.of(CategoryBinning.of(List.of("a")));
        categories.addText("a");
        categories.addText("b");
        categories.addNumber(1);
        assertThat(categories.over(categories.binning()).counts()).containsExactly(1, 1, 0, 0, 1);
        BinnedTally booleans = BinnedTally.of(new BooleanBinning());
        booleans.addBoolean(true);
        booleans.addText("true");
        assertThat(booleans.over(booleans.binning()).counts()).containsExactly(0, 1, 0, 0, 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void learningTheBinsLateGivesTheHistogramOfKnowingThemBefore(long seed) {
        double[] values = values(seed);
        NumberSketch sketch = new NumberSketch();
        Arrays.stream(values).forEach(sketch::addNumber);
        NumberBinning learned = sketch.quantileBinning(20);
        BinnedTally direct = BinnedTally.of(learned);
        Arrays.stream(values).forEach(direct::addNumber);
        assertThat(sketch.over(learned)).isEqualTo(direct.over(learned));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void mergingDoesNotDependOnOrderOrGrouping(long seed) {
        double[] values = values(seed);
        List<NumberSketch> parts = new ArrayList<>(
                IntStream.range(0, 7).mapToObj(i -> new NumberSketch()).toList());
        for (int i = 0; i < values.length; i++) {
            parts.get(i % 7).addNumber(values[i]);
        }
        NumberSketch whole = new NumberSketch();
        Arrays.stream(values).forEach(whole::addNumber);
        Collections.shuffle(parts, new Random(seed));
        NumberSketch merged = new NumberSketch();
        parts.forEach(merged::merge);
        NumberBinning bins = whole.quantileBinning(10);
        assertThat(merged.quantileBinning(10)).isEqualTo(bins);
        assertThat(merged.over(bins)).isEqualTo(whole.over(bins));
    }

    private static double[] values(long seed) {
        Random random = new Random(seed);
        return random.doubles(5_000)
                .map(uniform -> Math.exp(8 * (uniform - 0.5)) * (random.nextInt(4) == 0 ? -1 : 1))
                .toArray();
    }

    @Test
    void quantileBinsHoldAboutEqualCounts() {
        NumberSketch sketch = new NumberSketch();
        IntStream.range(0, 100_000).forEach(i -> sketch.addNumber(i / 100.0));
        NumberBinning bins = sketch.quantileBinning(10);
        long[] counts = sketch.over(bins).valueCounts();
        // Ten inner bins between eleven edges, of which the outermost two cut off one value in a thousand.
        assertThat(counts).hasSize(12);
        assertThat(counts[0]).isLessThan(300);
        assertThat(counts[11]).isLessThan(300);
        for (int bin = 1; bin <= 10; bin++) {
            assertThat(counts[bin]).as("bin %d", bin).isBetween(8_500L, 11_500L);
        }
    }

    @Test
    void aReferenceOfOneValueStillGivesABinForItAndOneAbove() {
        NumberSketch sketch = new NumberSketch();
        IntStream.range(0, 100).forEach(i -> sketch.addNumber(7));
        Histogram histogram = sketch.over(sketch.quantileBinning(20));
        assertThat(histogram.valueCounts()).containsExactly(0, 100, 0);
    }

    @Test
    void theMostFrequentTextsGetBinsAndTiesGoByName() {
        CategorySketch sketch = new CategorySketch(100);
        sketch.add("rare", 1);
        sketch.add("b", 5);
        sketch.add("a", 5);
        sketch.add("often", 9);
        assertThat(sketch.topBinning(2).categories()).containsExactly("a", "often");
        assertThat(sketch.over(sketch.topBinning(2)).valueCounts()).containsExactly(5, 9, 6);
    }

    @Test
    void textsBeyondTheLimitAreCountedTogether() {
        CategorySketch sketch = new CategorySketch(2);
        List.of("a", "b", "c", "d", "a").forEach(sketch::addText);
        assertThat(sketch.overflow()).isEqualTo(2);
        assertThat(sketch.total()).isEqualTo(5);
        assertThat(sketch.over(sketch.topBinning(2)).valueCounts()).containsExactly(2, 1, 2);
    }

    @Test
    void talliesOfDifferentKindsDoNotMix() {
        assertThatThrownBy(() -> new NumberSketch().merge(new CategorySketch(5)))
                .hasMessageContaining("cannot take the counts");
        assertThatThrownBy(
                        () -> BinnedTally.of(NumberBinning.ofEdges(1)).merge(BinnedTally.of(NumberBinning.ofEdges(2))))
                .isInstanceOf(IncompatibleBinningException.class);
    }

    @Test
    void aTextThatIsTooLongIsNotToldApartAndOfThoseThatFindNoRoomTheFrequentOnesComeFirst() {
        CategorySketch sketch = new CategorySketch(10);
        sketch.addText("x".repeat(256));
        sketch.addText("x".repeat(257));
        assertThat(sketch.counts()).containsOnlyKeys("x".repeat(256));
        assertThat(sketch.overflow()).isEqualTo(1);
        CategorySketch more = new CategorySketch(10);
        more.add("a", 1);
        more.add("b", 3);
        more.add("c", 2);
        more.add("x".repeat(256), 4);
        sketch.merge(more, 1);
        assertThat(sketch.counts()).containsOnly(Map.entry("x".repeat(256), 5L), Map.entry("b", 3L));
        assertThat(sketch.overflow()).isEqualTo(4);
        assertThat(sketch.total()).isEqualTo(12);
    }
}

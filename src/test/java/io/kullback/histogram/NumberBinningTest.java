package io.kullback.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class NumberBinningTest {

    @Test
    void aNumberOnAnEdgeBelongsToTheBinAboveIt() {
        NumberBinning binning = NumberBinning.ofEdges(0, 10, 20);
        assertThat(binning.binOf(-0.001)).isEqualTo(0);
        assertThat(binning.binOf(0)).isEqualTo(1);
        assertThat(binning.binOf(9.999)).isEqualTo(1);
        assertThat(binning.binOf(10)).isEqualTo(2);
        assertThat(binning.binOf(20)).isEqualTo(3);
        assertThat(binning.binOf(1e300)).isEqualTo(3);
    }

    @Test
    void negativeZeroIsZero() {
        assertThat(NumberBinning.ofEdges(0).binOf(-0.0)).isEqualTo(1);
        assertThat(NumberBinning.ofEdges(-0.0)).isEqualTo(NumberBinning.ofEdges(0.0));
        assertThat(NumberBinning.ofEdges(-0.0).fingerprint())
                .isEqualTo(NumberBinning.ofEdges(0.0).fingerprint());
    }

    @Test
    void whatIsNotFiniteHasABinOfItsOwn() {
        NumberBinning binning = NumberBinning.ofEdges(0);
        int bin = binning.binOf(UnusableBin.NON_FINITE);
        assertThat(binning.binOf(Double.NaN)).isEqualTo(bin);
        assertThat(binning.binOf(Double.POSITIVE_INFINITY)).isEqualTo(bin);
        assertThat(binning.binOf(Double.NEGATIVE_INFINITY)).isEqualTo(bin);
        assertThat(binning.bins()).isEqualTo(2 + 3);
    }

    @Test
    void equalWidthEdgesEndExactlyWhereTheyShould() {
        assertThat(NumberBinning.equalWidth(0, 1, 10).edges())
                .hasSize(11)
                .startsWith(0.0, 0.1)
                .endsWith(0.9, 1.0);
    }

    @Test
    void logSpacedEdgesRiseByOneRatio() {
        double[] edges = NumberBinning.logSpaced(1, 1000, 3).edges();
        assertThat(edges[0]).isEqualTo(1);
        assertThat(edges[1]).isEqualTo(10, offset(1e-12));
        assertThat(edges[2]).isEqualTo(100, offset(1e-11));
        assertThat(edges[3]).isEqualTo(1000);
    }

    @Test
    void labelsAreWhatPeopleWrite() {
        NumberBinning binning = NumberBinning.ofEdges(-0.5, 4.5, 1e12);
        assertThat(binning.labels())
                .containsExactly(
                        "< -0.5",
                        "[-0.5, 4.5)",
                        "[4.5, 1E+12)",
                        "≥ 1E+12",
                        "(missing)",
                        "(non-finite)",
                        "(wrong-type)");
    }

    @Test
    void edgesThatDoNotRiseAreRefusedByNumberAndValue() {
        assertThatThrownBy(() -> NumberBinning.ofEdges(1, 10, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("edges must rise strictly, but edge 3 (10.0) is not above edge 2 (10.0)");
        assertThatThrownBy(() -> NumberBinning.ofEdges(1, Double.NaN)).hasMessageContaining("edge 2 is NaN");
        assertThatThrownBy(NumberBinning::ofEdges).hasMessageContaining("the list is empty");
    }
}

package io.kullback.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CategoryBinningTest {

    @Test
    void whatIsNotListedIsOther() {
        CategoryBinning binning = CategoryBinning.of(List.of("JFK", "LGA"));
        assertThat(binning.binOf("LGA")).isEqualTo(1);
        assertThat(binning.binOf("ATL")).isEqualTo(2);
        assertThat(binning.binOf("jfk")).isEqualTo(2);
        assertThat(binning.label(2)).isEqualTo("(other)");
    }

    @Test
    void aClosedListCountsAStrangerAsWrongType() {
        CategoryBinning binning = CategoryBinning.closed(List.of("1", "2"));
        assertThat(binning.valueBins()).isEqualTo(2);
        assertThat(binning.binOf("3")).isEqualTo(binning.binOf(UnusableBin.WRONG_TYPE));
    }

    @Test
    void noNameCanImitateTwo() {
        assertThat(CategoryBinning.of(List.of("a 1:b")).fingerprint())
                .isNotEqualTo(CategoryBinning.of(List.of("a", "b")).fingerprint());
        assertThat(CategoryBinning.of(List.of("a")).fingerprint())
                .isNotEqualTo(CategoryBinning.closed(List.of("a")).fingerprint());
    }

    @Test
    void repeatedAndAbsentCategoriesAreRefused() {
        assertThatThrownBy(() -> CategoryBinning.of(List.of("a", "b", "a"))).hasMessageContaining("listed twice: a");
        assertThatThrownBy(() -> CategoryBinning.of(List.of())).hasMessageContaining("at least one");
    }
}

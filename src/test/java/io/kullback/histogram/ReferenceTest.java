package io.kullback.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What windows are compared with, and what is known of how much they differ. */
class ReferenceTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Histogram UP = Histogram.of(new BooleanBinning(), 1, 2, 0, 0, 0);
    private static final Restlessness CALM = new Restlessness(1, 2, 10, HOUR);
    private static final Map<String, Map<String, Histogram>> COUNTS =
            Map.of("a", Map.of("up", UP), "b", Map.of("up", UP));

    @Test
    void theNoiseOfItsWindowsIsPartOfIt() {
        Reference plain = Reference.of("by hand", COUNTS);
        Reference calm = Reference.of("by hand", COUNTS, Map.of("a", Map.of("up", CALM)));
        Reference restless =
                Reference.of("by hand", COUNTS, Map.of("a", Map.of("up", new Restlessness(2, 4, 10, HOUR))));
        assertThat(calm.restlessness("a", "up")).contains(CALM);
        assertThat(calm.restlessness("b", "up")).isEmpty();
        assertThat(calm).isNotEqualTo(plain).isNotEqualTo(restless);
        assertThat(List.of(plain.id(), calm.id(), restless.id())).doesNotHaveDuplicates();
    }

    @Test
    void toKnowNothingOfASegmentIsTheSameWhetherItIsNamedOrNot() {
        assertThat(Reference.of("by hand", COUNTS, Map.of("a", Map.of()))).isEqualTo(Reference.of("by hand", COUNTS));
    }

    @Test
    void takenApartBySegmentAndJoinedItIsTheSame() {
        Reference whole = Reference.of("by hand", COUNTS, Map.of("a", Map.of("up", CALM)));
        assertThat(Reference.joined("by hand", List.of(whole.only("b"), whole.only("a"))))
                .isEqualTo(whole);
    }

    @Test
    void theNoiseOfASeriesWithoutCountsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reference.of("by hand", COUNTS, Map.of("a", Map.of("down", CALM))))
                .withMessageContaining("segment 'a', feature 'down'");
    }

    @Test
    void noiseThatCannotBeIsRefused() {
        assertThat(new Restlessness(0, 0, 10, HOUR)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new Restlessness(-1, 2, 10, HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restlessness(Double.NaN, 2, 10, HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restlessness(1, Double.POSITIVE_INFINITY, 10, HOUR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Restlessness(1, 0, 10, HOUR))
                .withMessageContaining("both be 0 or both above");
        assertThatIllegalArgumentException().isThrownBy(() -> new Restlessness(1, 2, 1, HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> new Restlessness(1, 2, 10, Duration.ZERO));
    }
}

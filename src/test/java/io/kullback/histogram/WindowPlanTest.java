package io.kullback.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowPlanTest {

    private static final WindowPlan HOPPING =
            new WindowPlan(Duration.ofMillis(30), Duration.ofMillis(10), Duration.ofMillis(5), Duration.ofMillis(100));

    @Test
    void aPaneOfAHoppingWindowBelongsToSizeOverAdvanceWindows() {
        assertThat(HOPPING.paneOf(47)).isEqualTo(40);
        assertThat(HOPPING.windowsOf(40)).containsExactly(20L, 30L, 40L);
        assertThat(HOPPING.panesOf(20)).containsExactly(20L, 30L, 40L);
    }

    @Test
    void panesBefore1970AreCutAtTheSamePlaces() {
        assertThat(HOPPING.paneOf(-1)).isEqualTo(-10);
    }

    @Test
    void aWindowClosesOnceItsEndAndGraceHaveBeenRead() {
        assertThat(HOPPING.isClosed(20, 54)).isFalse();
        assertThat(HOPPING.isClosed(20, 55)).isTrue();
    }

    @Test
    void aPaneExpiresWithTheLastWindowThatHoldsIt() {
        // The window [40, 70) closes at 75 and can be amended until 175.
        assertThat(HOPPING.isExpired(40, 174)).isFalse();
        assertThat(HOPPING.isExpired(40, 175)).isTrue();
        assertThat(HOPPING.isExpired(40, Long.MIN_VALUE)).isFalse();
    }

    @Test
    void anAdvanceThatDoesNotDivideTheSizeIsRefused() {
        assertThatThrownBy(() ->
                        new WindowPlan(Duration.ofMinutes(10), Duration.ofMinutes(3), Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("PT10M is not a multiple of PT3M");
    }
}

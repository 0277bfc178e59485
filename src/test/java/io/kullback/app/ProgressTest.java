package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    private static final long TOTAL = 1_000_000;
    private static final Pattern LEFT = Pattern.compile(", (\\d+) s left");

    private long nanos = 7;

    private final Progress progress = Progress.of(Progress.Unit.RECORDS, () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void saysShareAndCountsAndRateAndTimeLeft() {
        pass(Duration.ofSeconds(10));
        assertThat(progress.words(250_000, TOTAL))
                .isEqualTo(" 25 %  250,000 of 1,000,000 records, 25,000/s, 30 s left");
    }

    @Test
    void atTheEndNoTimeIsLeft() {
        pass(Duration.ofSeconds(10));
        assertThat(progress.words(TOTAL, TOTAL)).isEqualTo("100 %  1,000,000 of 1,000,000 records, 100,000/s");
    }

    @Test
    void bytesAreSaidInMillions() {
        Progress ofFile = Progress.of(Progress.Unit.BYTES, () -> nanos);
        pass(Duration.ofSeconds(2));
        assertThat(ofFile.words(5_000_000, 20_000_000)).isEqualTo(" 25 %  5.0 of 20.0 MB, 2.5 MB/s, 6 s left");
    }

    @Test
    void longTimesAreSaidInMinutes() {
        pass(Duration.ofMinutes(1));
        assertThat(progress.words(TOTAL / 10, TOTAL)).endsWith(", 9 min left");
    }

    @Test
    void nothingAtAllToDoIsDone() {
        assertThat(progress.words(0, 0)).startsWith("100 %");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void afterATenthOfTheWorkTheTimeLeftIsWithinAFifth(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // A thousand steps of a tenth of a second each, give or take half of it.
        long[] took = random.longs(1_000, 50_000_000, 150_000_000).toArray();
        long whole = Arrays.stream(took).sum();
        long passed = 0;
        for (int step = 0; step < took.length; step++) {
            nanos += took[step];
            passed += took[step];
            Matcher left = LEFT.matcher(progress.words((step + 1) * TOTAL / took.length, TOTAL));
            if (step >= 100 && whole - passed > Duration.ofSeconds(10).toNanos()) {
                assertThat(left.find()).isTrue();
                double seconds = (whole - passed) / 1e9;
                assertThat(Double.parseDouble(left.group(1)))
                        .as("step %d", step)
                        .isBetween(0.8 * seconds, 1.2 * seconds);
            }
        }
    }

    @Test
    void aLineOfALogIsDueEveryTenSeconds() {
        assertThat(progress.isDue()).isFalse();
        pass(Duration.ofMillis(9_999));
        assertThat(progress.isDue()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(progress.isDue()).isTrue();
        assertThat(progress.isDue()).isFalse();
    }
}

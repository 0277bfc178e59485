package io.kullback.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertState;
import io.kullback.detection.CloseCause;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments are named by data: whatever their names are, what is scraped is well formed and no larger than the ceiling. */
class HostileNamesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String[] PIECES = {
        "\u0000",
        "\n",
        "\r",
        "\t",
        "\"",
        "\\",
        "\u0085",
        "\u009f",
        "\u2028",
        "\u202e",
        "\ud800",
        "\udfff",
        "\ud83d\ude00",
        "{",
        "}",
        "=\"",
        ",",
        "#",
        " ",
        "a",
        "FR",
        "\u05d0",
        "\ufeff",
        "\\n",
        "x".repeat(10_000)
    };
    /** One sample of the text format: a name, labels whose values hold no raw quote, newline or lone backslash, and a number. */
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(.*)\\})? ([-+0-9.eE]+)");

    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"(,|$)");

    private final Board board = new Board(List.of(new MonitorDescription(
            "m",
            "events",
            WindowPlan.tumbling(HOUR, Duration.ZERO, HOUR),
            "1h",
            List.of(new FeatureDescription("x", 0.02, 50)))));

    private void close(String segment, long hour) {
        board.windowClosed(new WindowResult(
                new SeriesId("m", segment, "x"),
                Window.ofEpochMillis(hour * HOUR.toMillis(), (hour + 1) * HOUR.toMillis()),
                1,
                CloseCause.WATERMARK,
                7,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, 7, 50),
                AlertState.INITIAL));
    }

    private void progress(long ceiling) {
        board.progressed(new MonitorProgress(
                "m",
                1,
                1,
                Map.of(),
                0,
                0,
                Map.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Map.of(),
                1,
                new MonitorProgress.Ceilings(ceiling, 12, 34),
                Optional.empty(),
                List.of()));
    }

    private List<String> scrape() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Metrics metrics = new Metrics(board, new BuildInfo("1", "17", "cafe"))) {
            metrics.write(metrics.writer("text/plain"), bytes);
        }
        // Refuses what is not UTF-8.
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString();
        return Pattern.compile("\n")
                .splitAsStream(text)
                .filter(line -> line.startsWith("kullback_"))
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everySampleIsWellFormedAndNoSeriesComesTwice(long seed) throws IOException {
        Random random = new Random(seed);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            StringBuilder name = new StringBuilder();
            for (int pieces = 1 + random.nextInt(4); pieces > 0; pieces--) {
                name.append(PIECES[random.nextInt(PIECES.length)]);
            }
            names.add(name.toString());
        }
        progress(1_000);
        names.forEach(name -> close(name, 1));
        List<String> series = new ArrayList<>();
        for (String line : scrape()) {
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as("seed %d: %s", seed, line).isTrue();
            series.add(sample.group(1) + "{" + sample.group(3) + "}");
            Matcher label = LABEL.matcher(Optional.ofNullable(sample.group(3)).orElse(""));
            int end = 0;
            while (label.find() && label.start() == end) {
                end = label.end();
                String value = label.group(2).replaceAll("\\\\(.)", "$1");
                assertThat(value).as("seed %d: %s", seed, line).isNotEmpty();
                assertThat(value.codePointCount(0, value.length())).isLessThanOrEqualTo(128);
                assertThat(value.codePoints()).noneMatch(Character::isISOControl);
            }
            assertThat(end)
                    .as("seed %d: %s", seed, line)
                    .isEqualTo(Optional.ofNullable(sample.group(3)).orElse("").length());
        }
        assertThat(series).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(series.stream().filter(one -> one.startsWith("kullback_drift_state{")))
                .as("seed %d: of each name a series for each state", seed)
                .hasSize(names.size() * SeriesState.values().length);
    }

    @Test
    void ofMoreSeriesThanTheCeilingAllowsTheOnesLongestUnheardOfGo() throws IOException {
        progress(3);
        close("old", 1);
        close("older", 0);
        close("new", 3);
        close("newer", 4);
        close("newest", 5);
        close("late", 0);
        assertThat(board.series().keySet().stream().map(SeriesId::segment))
                .containsExactlyInAnyOrder("late", "newer", "newest");
        assertThat(scrape())
                .contains(
                        "kullback_series{monitor=\"m\"} 3.0",
                        "kullback_series_limit{monitor=\"m\"} 3.0",
                        "kullback_series_overflow_total{monitor=\"m\"} 12.0",
                        "kullback_categories_overflow_total{monitor=\"m\"} 34.0");
    }

    @Test
    void theMoreSeriesThereAreTheFewerPointsEachKeeps() {
        for (int hour = 0; hour < 600; hour++) {
            close("a", hour);
        }
        assertThat(board.series().get(new SeriesId("m", "a", "x")).points()).hasSize(500);
        for (int i = 0; i < 5_000; i++) {
            close("s" + i, 600);
        }
        close("a", 601);
        assertThat(board.series().get(new SeriesId("m", "a", "x")).points())
                .as("500,000 points over 5,001 series")
                .hasSize(99);
    }
}

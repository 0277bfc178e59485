package io.kullback.exposition;

import io.kullback.detection.AlertMachine;
import io.kullback.detection.AlertPolicy;
import io.kullback.detection.AlertState;
import io.kullback.detection.CloseCause;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.Judgement;
import io.kullback.detection.LevelRule;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.PipelineMeter;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.Scorer;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A board of monitors with one feature {@code x} of three bins, its clocks, and what is scraped of it. */
final class GivenBoard implements AutoCloseable {

    static final NumberBinning BINS = NumberBinning.ofEdges(0, 10);
    static final Histogram REFERENCE = Histogram.ofValues(BINS, 1_000, 8_000, 1_000);
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private record Judged(Optional<ScoreCard> scores, Verdict verdict) {}

    final Board board;
    final Metrics metrics;
    private final Duration window;
    private final Map<SeriesId, AlertState> alerts = new HashMap<>();
    /** By the counts: of the tens of thousands of windows that some tests close, nearly all are alike. */
    private final Map<String, Judged> judged = new HashMap<>();

    private long nanoTime;

    GivenBoard(Duration window, boolean showsBins, String... monitors) {
        this.window = window;
        List<MonitorDescription> described = Arrays.stream(monitors)
                .map(name -> new MonitorDescription(
                        name,
                        "events-of-" + name,
                        WindowPlan.tumbling(window, Duration.ZERO, window),
                        window.toMinutes() + "m",
                        List.of(new FeatureDescription("x", 0.02, 50)),
                        showsBins))
                .toList();
        this.board = new Board(described, () -> nanoTime, () -> NOW);
        this.metrics = new Metrics(board, new BuildInfo("1", "17", "cafe"));
        metrics.show(() -> List.of(new Delivery("pager", 3, 1, 2)));
    }

    /** Moves the clock. */
    void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    /** Window number so many of a series closes, with so many events in each bin. */
    void close(String monitor, String segment, long number, long... counts) {
        SeriesId id = new SeriesId(monitor, segment, "x");
        Histogram observed = Histogram.ofValues(BINS, counts);
        Window span = Window.ofEpochMillis(number * window.toMillis(), (number + 1) * window.toMillis());
        Judged same = judged.computeIfAbsent(Arrays.toString(counts), key -> judge(observed));
        Optional<ScoreCard> scores = same.scores();
        Verdict verdict = same.verdict();
        AlertState alert = new AlertMachine(id, AlertPolicy.DEFAULT)
                .next(alerts.getOrDefault(id, AlertState.INITIAL), span, verdict)
                .state();
        alerts.put(id, alert);
        board.windowClosed(new WindowResult(
                id,
                span,
                1,
                CloseCause.WATERMARK,
                observed.total(),
                Optional.of(observed),
                Optional.of(REFERENCE),
                Optional.of("r1"),
                scores,
                verdict,
                alert));
    }

    private Judged judge(Histogram observed) {
        Optional<ScoreCard> scores = Scorer.score(observed, REFERENCE, ScoringSettings.DEFAULT);
        Verdict level =
                LevelRule.decide(observed.usable(), Optional.of(REFERENCE), scores, DecisionSettings.DEFAULT, window);
        return new Judged(
                scores, new Judgement(DecisionSettings.DEFAULT, List.of(), window).of(level, Optional.empty(), scores));
    }

    /** A monitor comes here, with something of everything that is counted. */
    void progress(String monitor) {
        metrics.pipeline().adopted(monitor);
        Map<UnusableBin, Long> unusable = new EnumMap<>(UnusableBin.class);
        Arrays.stream(UnusableBin.values()).forEach(bin -> unusable.put(bin, 3L));
        Map<CloseCause, Long> closed = new EnumMap<>(CloseCause.class);
        Arrays.stream(CloseCause.values()).forEach(cause -> closed.put(cause, 2L));
        board.progressed(new MonitorProgress(
                monitor,
                100,
                90,
                Map.of("decode", 7L, "too_large", 0L),
                2,
                1,
                Map.of("x", unusable),
                OptionalLong.of(NOW.toEpochMilli()),
                OptionalLong.of(NOW.toEpochMilli() - 1),
                closed,
                1,
                new MonitorProgress.Ceilings(10_000, 0, 0),
                Optional.of("r1"),
                List.of(new MonitorProgress.SourcePartition(0, OptionalLong.of(1), false))));
    }

    /** From now on windows are compared with what is of there. */
    void reference(String monitor, String origin) {
        board.referenceInForce(monitor, Reference.of(origin, Map.of(Reference.WHOLE, Map.of("x", REFERENCE))));
    }

    /** A sample of every metric there is. */
    void everything(String monitor) {
        progress(monitor);
        board.sourceSeen(monitor, "events-of-" + monitor, 3);
        reference(monitor, "topic events, 2025-12-01T00:00:00Z to 2025-12-15T00:00:00Z");
        close(monitor, Reference.WHOLE, 1, 100, 300, 600);
        PipelineBoard pipeline = metrics.pipeline();
        pipeline.counted(monitor, Duration.ofSeconds(2));
        pipeline.closed(monitor, Duration.ofSeconds(20), 0.75);
        pipeline.excluded(monitor, "decode", new PipelineMeter.Place("events-of-" + monitor, 2, 4711), NOW);
        pipeline.taskAlive("0_0", NOW);
        pipeline.watch(() -> new PipelineStatus(PipelineState.RUNNING, 4, 0, 1, Map.of("warn", 5L, "error", 0L)));
    }

    /** What a scraper gets that accepts the given form. */
    byte[] scrapeBytes(String accept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            metrics.write(metrics.writer(accept), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    String scrape() {
        return new String(scrapeBytes("text/plain"), StandardCharsets.UTF_8);
    }

    /** Kullback's own samples. */
    List<String> samples() {
        return scrape().lines().filter(line -> line.startsWith("kullback_")).toList();
    }

    /** Serves it over HTTP on a free port. */
    StatusServer serve() {
        return StatusServer.start(
                new HttpSettings("127.0.0.1", 0),
                board,
                new BuildInfo("1", "17", "cafe"),
                metrics,
                new Health(() -> true, () -> true));
    }

    @Override
    public void close() {
        metrics.close();
    }
}

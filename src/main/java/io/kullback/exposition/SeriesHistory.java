package io.kullback.exposition;

import io.kullback.detection.AlertStatus;
import io.kullback.detection.Explanation;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.KlEstimate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is remembered of one series: a point for each of the last windows, and in full the last one and the last drifted ones. Thread-safe. */
final class SeriesHistory {

    static final int POINTS = 500;
    static final int FULL_RESULTS = 24;

    /**
     * One window in brief.
     *
     * @param alert where the alert of the series stood after it
     * @param kl plug-in divergence in nats; empty when the window could not be scored
     */
    record Point(
            Instant start,
            Instant end,
            long records,
            Verdict verdict,
            AlertStatus alert,
            Optional<KlEstimate> kl,
            String explanation) {}

    private final Duration staleAfter;
    private final LongSupplier nanoTime;
    private final IntSupplier mostPoints;
    private final TreeMap<Instant, Point> points = new TreeMap<>();
    private final TreeMap<Instant, WindowResult> drifted = new TreeMap<>();
    private Optional<WindowResult> last = Optional.empty();
    private Optional<WindowResult> lastMeasured = Optional.empty();
    private SeriesState state = SeriesState.UNKNOWN;
    private long lastCame;

    /**
     * A history of nothing.
     *
     * @param staleAfter how long after the newest window came it says nothing of now any more
     * @param nanoTime the monotonic clock, as {@link System#nanoTime}
     * @param mostPoints how many points may be kept now
     */
    SeriesHistory(Duration staleAfter, LongSupplier nanoTime, IntSupplier mostPoints) {
        this.staleAfter = staleAfter;
        this.nanoTime = nanoTime;
        this.mostPoints = mostPoints;
    }

    synchronized void add(WindowResult result) {
        Instant start = result.window().start();
        points.put(
                start,
                new Point(
                        start,
                        result.window().end(),
                        result.records(),
                        result.verdict(),
                        result.alert().status(),
                        result.scores().map(scores -> scores.kl()),
                        Explanation.of(result)));
        while (points.size() > mostPoints.getAsInt()) {
            points.pollFirstEntry();
        }
        drifted.remove(start);
        if (result.verdict() instanceof Verdict.Drifted) {
            drifted.put(start, result);
            if (drifted.size() > FULL_RESULTS) {
                drifted.pollFirstEntry();
            }
        }
        // A revision of an old window must not stand for the newest one.
        if (last.isEmpty() || !start.isBefore(last.get().window().start())) {
            last = Optional.of(result);
            state = SeriesState.after(state, result);
            lastCame = nanoTime.getAsLong();
        }
        if (isMeasured(result)
                && (lastMeasured.isEmpty()
                        || !start.isBefore(lastMeasured.get().window().start()))) {
            lastMeasured = Optional.of(result);
        }
    }

    /** Whether a score of the window says anything: of two events it says nothing, however large it is. */
    private static boolean isMeasured(WindowResult result) {
        return result.scores().isPresent()
                && !(result.verdict() instanceof Verdict.Inconclusive inconclusive
                        && inconclusive.reason() == InconclusiveReason.TOO_FEW_EVENTS);
    }

    synchronized List<Point> points() {
        return new ArrayList<>(points.values());
    }

    synchronized Optional<WindowResult> last() {
        return last;
    }

    /** The newest window with enough events for its scores to mean something. */
    synchronized Optional<WindowResult> lastMeasured() {
        return lastMeasured;
    }

    /** A window in full, if it is remembered. */
    synchronized Optional<WindowResult> window(Instant start) {
        return Stream.concat(last.stream(), lastMeasured.stream())
                .filter(result -> result.window().start().equals(start))
                .findFirst()
                .or(() -> Optional.ofNullable(drifted.get(start)));
    }

    /** The newest drifted window that is remembered in full: what a standing alert rests on. */
    synchronized Optional<WindowResult> lastDrifted() {
        return Optional.ofNullable(drifted.lastEntry()).map(Map.Entry::getValue);
    }

    /** Starts of the windows that are remembered in full, rising. */
    synchronized SortedSet<Instant> kept() {
        return Stream.of(last.stream(), lastMeasured.stream(), drifted.values().stream())
                .flatMap(Function.identity())
                .map(result -> result.window().start())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Start of the window nearest to a time of those that are remembered in full. */
    Optional<Instant> nearestKept(Instant start) {
        return kept().stream()
                .min(Comparator.comparing(kept -> Duration.between(start, kept).abs()));
    }

    /** Where the alert of the series stands. A firing one stays so whatever does not come; of any other a stale series says nothing. */
    synchronized SeriesState state() {
        return isStale() && state != SeriesState.FIRING ? SeriesState.UNKNOWN : state;
    }

    /** Whether no newer window has come for so long that what is known is no longer news. */
    synchronized boolean isStale() {
        return last.isPresent() && nanoTime.getAsLong() - lastCame > staleAfter.toNanos();
    }
}

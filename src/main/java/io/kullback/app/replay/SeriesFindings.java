package io.kullback.app.replay;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.WindowPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was said of one series, counted by the newest revision of each window. Holds single windows only for as long as late events can amend them, so that a replay of any
 * length fits into memory.
 */
final class SeriesFindings {

    /** What is kept of a window until it is final. */
    private record Said(Verdict verdict, Optional<Plot.Point> point, Instant start, Instant end) {}

    private final SeriesId series;
    private final Duration amendable;
    private final TreeMap<Instant, Said> open = new TreeMap<>();
    private final Map<InconclusiveReason, Long> inconclusive = new EnumMap<>(InconclusiveReason.class);
    private final Plot plot = new Plot();
    private final Alerts alerts = new Alerts();
    private long windows;
    private long drifted;
    private Optional<Instant> judgedFrom = Optional.empty();
    private Optional<Instant> judgedTo = Optional.empty();

    SeriesFindings(SeriesId series, WindowPlan plan) {
        this.series = series;
        this.amendable = plan.grace().plus(plan.retention());
    }

    void accept(WindowResult result) {
        open.put(
                result.window().start(),
                new Said(
                        result.verdict(),
                        Plot.Point.of(result),
                        result.window().start(),
                        result.window().end()));
        Instant newest = open.lastEntry().getValue().end();
        Iterator<Said> eldest = open.values().iterator();
        while (eldest.hasNext()) {
            Said said = eldest.next();
            if (said.end().plus(amendable).isAfter(newest)) {
                break;
            }
            count(said);
            eldest.remove();
        }
    }

    void accept(AlertTransition step, String explanation) {
        alerts.accept(step, explanation);
    }

    /** No window comes or changes any more. */
    void end() {
        open.values().forEach(this::count);
        open.clear();
    }

    private void count(Said said) {
        windows++;
        said.point().ifPresent(plot::add);
        if (said.verdict() instanceof Verdict.Inconclusive unjudged) {
            inconclusive.merge(unjudged.reason(), 1L, Long::sum);
            return;
        }
        drifted += said.verdict() instanceof Verdict.Drifted ? 1 : 0;
        judgedFrom = judgedFrom.or(() -> Optional.of(said.start()));
        judgedTo = Optional.of(said.end());
    }

    SeriesId series() {
        return series;
    }

    /** Windows closed. */
    long windows() {
        return windows;
    }

    /** Windows called stable or drifted. */
    long judged() {
        return windows
                - inconclusive.values().stream().mapToLong(Long::longValue).sum();
    }

    long drifted() {
        return drifted;
    }

    /** Windows of which nothing can be told, by reason. */
    Map<InconclusiveReason, Long> inconclusive() {
        return inconclusive;
    }

    /** Start of the first window judged; empty where none was. */
    Optional<Instant> judgedFrom() {
        return judgedFrom;
    }

    /** End of the last window judged. */
    Optional<Instant> judgedTo() {
        return judgedTo;
    }

    Plot plot() {
        return plot;
    }

    /** In the order in which they fired. */
    Collection<AlertSpan> alerts() {
        return alerts.all();
    }
}

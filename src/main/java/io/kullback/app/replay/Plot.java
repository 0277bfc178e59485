package io.kullback.app.replay;

import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.KlEstimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scores of a series over time, at most {@value #MOST_POINTS} of them however many windows there are: of neighbours that share a point the one with the higher score
 * is kept, and that any of them drifted.
 */
final class Plot {

    static final int MOST_POINTS = 720;

    /**
     * The scores of one window or several neighbours. In nats; infinite where the divergence is.
     *
     * @param plugIn divergence as counted
     * @param noise what it shows on average without drift
     */
    record Point(Instant start, Instant end, double plugIn, double lower, double upper, double noise, boolean drifted) {

        /** Of a window; empty where there is none, or where two events would be drawn as if they were a distribution. */
        static Optional<Point> of(WindowResult result) {
            boolean isTooFew = result.verdict() instanceof Verdict.Inconclusive unjudged
                    && unjudged.reason() == InconclusiveReason.TOO_FEW_EVENTS;
            return result.scores().filter(scores -> !isTooFew).map(scores -> {
                KlEstimate kl = scores.kl();
                return new Point(
                        result.window().start(),
                        result.window().end(),
                        kl.plugIn(),
                        kl.lower(),
                        kl.upper(),
                        kl.noiseFloor(),
                        result.verdict() instanceof Verdict.Drifted);
            });
        }

        Point with(Point next) {
            Point higher = next.plugIn > plugIn ? next : this;
            return new Point(
                    start, next.end, higher.plugIn, higher.lower, higher.upper, higher.noise, drifted || next.drifted);
        }
    }

    private final List<Point> points = new ArrayList<>();
    private int windowsPerPoint = 1;
    private int inLast;

    /** Adds a window, later than all before. */
    void add(Point window) {
        if (inLast > 0 && inLast < windowsPerPoint) {
            int last = points.size() - 1;
            points.set(last, points.get(last).with(window));
            inLast++;
            return;
        }
        if (points.size() == MOST_POINTS) {
            halve();
        }
        points.add(window);
        inLast = 1;
    }

    private void halve() {
        List<Point> halved = new ArrayList<>();
        for (int i = 0; i < points.size(); i += 2) {
            halved.add(points.get(i).with(points.get(i + 1)));
        }
        points.clear();
        points.addAll(halved);
        windowsPerPoint *= 2;
    }

    List<Point> points() {
        return List.copyOf(points);
    }

    /** How many windows share a point. */
    int windowsPerPoint() {
        return windowsPerPoint;
    }
}

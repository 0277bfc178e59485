package io.kullback.app.replay;

import io.kullback.detection.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The scores of one series as a picture: score with its interval over time, noise floor, threshold and alerts, on a logarithmic scale. */
final class SvgPlot {

    private static final double WIDTH = 960;
    private static final double HEIGHT = 230;
    private static final double LEFT = 58;
    private static final double RIGHT = 950;
    private static final double TOP = 10;
    private static final double BOTTOM = 204;
    private static final int DECADES = 5;
    private static final int TIMES = 6;

    private final List<Plot.Point> points;
    private final List<AlertSpan> alerts;
    private final double minKl;
    private final Instant from;
    private final Instant to;
    private final int lowest;
    private final int highest;

    /** @param minKl the divergence up to which a difference is of no interest */
    SvgPlot(SeriesFindings series, double minKl) {
        this.points = series.plot().points();
        this.alerts = List.copyOf(series.alerts());
        this.minKl = minKl;
        this.from = points.get(0).start();
        this.to = points.get(points.size() - 1).end();
        double most = values().max().orElse(1);
        double least = values().min().orElse(most / 10);
        this.highest = (int) Math.ceil(Math.log10(most));
        this.lowest = Math.max(highest - DECADES, Math.min(highest - 1, (int) Math.floor(Math.log10(least))));
    }

    private DoubleStream values() {
        return points.stream()
                .flatMapToDouble(point -> DoubleStream.of(point.plugIn(), point.noise()))
                .filter(value -> value > 0 && Double.isFinite(value));
    }

    void draw(Markup page, String label) {
        page.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) HEIGHT, "role", "img", "aria-label", label);
        alerts.forEach(alert -> {
            double left = x(alert.since());
            double right = alert.until().map(this::x).orElse(RIGHT);
            page.open(
                            "rect",
                            "class",
                            "span",
                            "x",
                            left,
                            "y",
                            TOP,
                            "width",
                            Math.max(2, right - left),
                            "height",
                            BOTTOM - TOP)
                    .element("title", "alert, " + Shown.span(alert) + " by " + alert.rulesText())
                    .close("rect");
        });
        scales(page);
        for (List<Plot.Point> run : runs()) {
            page.open("path", "class", "band", "d", band(run)).close("path");
            line(page, "noise", run, Plot.Point::noise);
            line(page, "score", run, Plot.Point::plugIn);
        }
        // One that is far above all scores would only press them to the bottom.
        if (minKl > 0 && Math.log10(minKl) <= highest) {
            page.open("line", "class", "limit", "x1", LEFT, "x2", RIGHT, "y1", y(minKl), "y2", y(minKl))
                    .element("title", "min-kl " + Figures.number(minKl) + " nats")
                    .close("line");
        }
        for (Plot.Point point : points) {
            if (point.drifted()) {
                page.open("circle", "class", "dot", "cx", middle(point), "cy", y(point.plugIn()), "r", 3.2)
                        .element(
                                "title",
                                Shown.time(point.start()) + ": drifted, " + Figures.number(point.plugIn()) + " nats")
                        .close("circle");
            }
        }
        page.close("svg");
    }

    private void scales(Markup page) {
        for (int power = lowest; power <= highest; power++) {
            double height = y(Math.pow(10, power));
            page.open("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", height, "y2", height)
                    .close("line");
            page.element("text", decade(power), "x", LEFT - 8, "y", height + 4, "text-anchor", "end");
        }
        Duration step = Duration.between(from, to).dividedBy(TIMES);
        for (int i = 0; i <= TIMES; i++) {
            Instant time = from.plus(step.multipliedBy(i));
            String anchor = i == 0 ? "start" : i == TIMES ? "end" : "middle";
            // Where the step is long, the time of day is of no interest.
            String name = Shown.time(time);
            page.element(
                    "text",
                    step.toDays() > 1 ? name.substring(0, 10) : name,
                    "x",
                    x(time),
                    "y",
                    BOTTOM + 18,
                    "text-anchor",
                    anchor);
        }
    }

    private static String decade(int power) {
        return power < -4 ? "1e" + power : Figures.number(Math.pow(10, power));
    }

    private interface Value {
        double of(Plot.Point point);
    }

    private void line(Markup page, String style, List<Plot.Point> run, Value value) {
        StringBuilder path = new StringBuilder();
        for (Plot.Point point : run) {
            path.append(path.length() == 0 ? 'M' : 'L').append(at(middle(point), y(value.of(point))));
        }
        if (run.size() == 1) {
            path.append("h0.1");
        }
        page.open("path", "class", style, "d", path).close("path");
    }

    private String band(List<Plot.Point> run) {
        StringBuilder path = new StringBuilder();
        for (Plot.Point point : run) {
            path.append(path.length() == 0 ? 'M' : 'L').append(at(middle(point), y(point.upper())));
        }
        for (int i = run.size() - 1; i >= 0; i--) {
            path.append('L').append(at(middle(run.get(i)), y(run.get(i).lower())));
        }
        return path.append('Z').toString();
    }

    private static String at(double x, double y) {
        return String.format(Locale.ROOT, "%.1f %.1f", x, y);
    }

    /** Points without a gap between them: a line across one would show what nobody measured. */
    private List<List<Plot.Point>> runs() {
        List<List<Plot.Point>> runs = new ArrayList<>();
        Plot.Point before = points.get(0);
        for (Plot.Point point : points) {
            Duration length = Duration.between(before.start(), before.end());
            if (runs.isEmpty() || point.start().isAfter(before.end().plus(length))) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(point);
            before = point;
        }
        return runs;
    }

    private double middle(Plot.Point point) {
        return (x(point.start()) + x(point.end())) / 2;
    }

    private double x(Instant time) {
        double share = (double) Duration.between(from, time).toMillis()
                / Math.max(1, Duration.between(from, to).toMillis());
        return LEFT + Math.max(0, Math.min(1, share)) * (RIGHT - LEFT);
    }

    private double y(double nats) {
        double power = nats > 0 ? Math.log10(nats) : lowest;
        double share = (Math.max(lowest, Math.min(highest, power)) - lowest) / (highest - lowest);
        return BOTTOM - share * (BOTTOM - TOP);
    }
}

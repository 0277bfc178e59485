package io.kullback.app.demo;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.Explanation;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes one line for each closed day: the score of every feature, and what moved where it drifted. Thread-safe. */
final class DayReport implements MonitorListener {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd EEE", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Terminal terminal;
    private final List<String> features;
    private final Map<String, WindowResult> ofDay = new TreeMap<>();
    private final Map<String, List<Instant>> driftedDays = new TreeMap<>();
    private int days;
    private int unjudgedDays;
    private Instant closedUpTo = Instant.MIN;
    private long counted;
    private long firstResultNanos = -1;

    /** @param features in the order they are shown */
    DayReport(Terminal terminal, List<String> features) {
        this.terminal = terminal;
        this.features = List.copyOf(features);
    }

    @Override
    public synchronized void windowClosed(WindowResult result) {
        if (firstResultNanos < 0) {
            firstResultNanos = System.nanoTime();
        }
        ofDay.put(result.series().feature(), result);
        if (ofDay.size() == features.size()) {
            report(features.stream().map(ofDay::get).toList());
            ofDay.clear();
        }
    }

    private void report(List<WindowResult> results) {
        WindowResult first = results.get(0);
        days++;
        closedUpTo = first.window().end();
        StringBuilder line = new StringBuilder();
        line.append(terminal.bold(DAY.format(first.window().start())));
        line.append(String.format(Locale.ROOT, "  %,6d flights", first.records()));
        List<String> moved = new ArrayList<>();
        for (WindowResult result : results) {
            line.append("   ").append(score(result));
            if (result.verdict() instanceof Verdict.Drifted) {
                driftedDays
                        .computeIfAbsent(result.series().feature(), feature -> new ArrayList<>())
                        .add(result.window().start());
                moved.add(result.series().feature() + ": " + Explanation.of(result));
            }
        }
        if (results.stream().allMatch(result -> result.verdict() instanceof Verdict.Inconclusive)) {
            unjudgedDays++;
            line.append("   ").append(terminal.faint(Explanation.of(first)));
        }
        if (!moved.isEmpty()) {
            line.append("   ").append(String.join("; ", moved));
        }
        terminal.line(line.toString());
    }

    private String score(WindowResult result) {
        String value = result.scores()
                .map(scores -> String.format(Locale.ROOT, "%.4f", scores.kl().plugIn()))
                .orElse("   –  ");
        String text = result.series().feature() + " " + value;
        if (result.verdict() instanceof Verdict.Drifted) {
            return terminal.alarming(text + " DRIFT");
        }
        boolean unjudged = result.verdict() instanceof Verdict.Inconclusive;
        return (unjudged ? terminal.faint(text + "  ?   ") : text + "      ");
    }

    /** The days are shown one by one; what they make of an alert is the page's to tell. */
    @Override
    public void alertChanged(AlertTransition transition, String explanation) {}

    @Override
    public synchronized void progressed(MonitorProgress progress) {
        counted = progress.counted();
    }

    @Override
    public synchronized void referenceInForce(String monitor, Reference reference) {
        long records = reference.histograms().values().stream()
                .flatMap(byFeature -> byFeature.values().stream())
                .mapToLong(histogram -> histogram.total())
                .max()
                .orElse(0);
        terminal.line(terminal.faint(
                String.format(Locale.ROOT, "reference complete: %s, %,d flights", reference.origin(), records)));
    }

    @Override
    public void sourceSeen(String monitor, String topic, int partitions) {}

    @Override
    public void released(String monitor) {}

    /** End of the last closed day. */
    synchronized Instant closedUpTo() {
        return closedUpTo;
    }

    synchronized long counted() {
        return counted;
    }

    /** When the first result came, by {@link System#nanoTime}; negative before. */
    synchronized long firstResultNanos() {
        return firstResultNanos;
    }

    /** What it came to. */
    synchronized String summary() {
        String drifts = features.stream()
                .map(feature -> {
                    List<Instant> on = driftedDays.getOrDefault(feature, List.of());
                    return feature + " drifted on " + on.size() + (on.size() == 1 ? " day" : " days")
                            + (on.isEmpty()
                                    ? ""
                                    : on.stream().map(DATE::format).collect(Collectors.joining(", ", " (", ")")));
                })
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "%d days, %,d flights: %s. %d days could not be judged.",
                days,
                counted,
                drifts,
                unjudgedDays);
    }
}

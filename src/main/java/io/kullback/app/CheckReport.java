package io.kullback.app;

import io.kullback.config.DurationText;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.ExpectedFalseAlarms;
import io.kullback.detection.Figures;
import io.kullback.detection.NullModel;
import io.kullback.detection.Outlook;
import io.kullback.detection.ThresholdRule;
import io.kullback.divergence.UnchangedWindow;
import io.kullback.histogram.FeatureType;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in words what to expect of a monitor: what its budget asks of each window, what it cannot see, and how often plain thresholds would be wrong. */
final class CheckReport {

    /** What is usually set without looking at the size of a window. */
    private static final List<Usual> USUAL = List.of(
            new Usual(new ThresholdRule("kl", 0.1, 1), Math.sqrt(2 * 0.1)),
            new Usual(new ThresholdRule("psi", 0.1, 1), Math.sqrt(0.1)));

    private static final int INDENT = 4;
    private static final int COLUMN = 17;

    /**
     * A threshold and the shift of a normal distribution's mean that has this divergence: KL = δ²/2, PSI = δ².
     */
    private record Usual(ThresholdRule rule, double sigmas) {}

    private final MonitorSettings monitor;
    private final OptionalLong events;

    /** @param events in a window; empty to take what the reference tells */
    CheckReport(MonitorSettings monitor, OptionalLong events) {
        this.monitor = monitor;
        this.events = events;
    }

    /** Why rule A does not judge a feature; empty if it does. */
    private Optional<String> watchesForChange(FeatureSettings feature) {
        if (feature.type() == FeatureType.VECTOR) {
            return Optional.of("it changed: does not watch vectors");
        }
        return monitor.reference().isMoving()
                ? Optional.of("it changed: does not judge, since each window has a reference of its own")
                : Optional.empty();
    }

    /** The report, line by line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(new AlignedText(0, INDENT)
                .add(
                        monitor.name() + ":",
                        "topic " + monitor.topic() + ", windows of "
                                + DurationText.of(monitor.window().size())
                                + (isHopping() ? " every " + DurationText.of(advance()) : "") + ", features "
                                + monitor.features().stream()
                                        .map(FeatureSettings::name)
                                        .collect(Collectors.joining(", ")))
                .lines());
        monitor.segment()
                .ifPresent(segment -> lines.addAll(new AlignedText(2, COLUMN)
                        .add(
                                "segments",
                                "each value of " + segment
                                        + " has windows of its own, and what follows is for one of them")
                        .lines()));
        lines.addAll(new AlignedText(2, COLUMN).add("ceilings", ceilings()).lines());
        monitor.features().forEach(feature -> lines.addAll(lines(feature)));
        return lines;
    }

    private String ceilings() {
        int features = monitor.features().size();
        String bySegment = monitor.segment().isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (%,d %s x (%,d segments + all others as one))",
                        features,
                        features == 1 ? "feature" : "features",
                        monitor.limits().segments());
        return String.format(
                Locale.ROOT,
                "at most %,d series%s; %,d panes of %s; %,d categories while a reference is built",
                monitor.mostSeries(),
                bySegment,
                monitor.limits().panes(),
                DurationText.of(advance()),
                monitor.limits().categories());
    }

    private boolean isHopping() {
        return !advance().equals(monitor.window().size());
    }

    private Duration advance() {
        return monitor.window().advance();
    }

    private List<String> lines(FeatureSettings feature) {
        TypicalWindow window = TypicalWindow.of(monitor, feature, events);
        DecisionSettings share = feature.decision().dividedBy(monitor.features().size());
        Outlook outlook =
                Outlook.of(share, window.degreesOfFreedom(), window.effectiveObservations(), monitor.window());
        AlignedText text = new AlignedText(INDENT, COLUMN)
                .add("budget", budget(feature.decision(), share, outlook))
                .add("rule A", watchesForChange(feature).orElseGet(() -> change(share.change(), outlook)))
                .add("rule B", level(share, window, outlook))
                .add("window noise", new NoiseSource(monitor).words(feature))
                .add("noise floor", "KL " + Figures.number(outlook.noiseFloor()) + " nats where nothing has changed")
                .add("can be seen", smallestShift(outlook));
        feature.decision().thresholds().forEach(rule -> text.add("threshold", words(rule, feature, window)));
        if (feature.type() != FeatureType.VECTOR) {
            text.add("compare", comparison(window));
        }
        return Stream.concat(
                        Stream.of("", "  " + feature.name() + " (" + describe(feature, window) + ")"),
                        text.lines().stream())
                .toList();
    }

    private static String describe(FeatureSettings feature, TypicalWindow window) {
        String bins = feature.type() == FeatureType.VECTOR ? "" : ", " + window.bins() + " bins";
        String reference = Double.isInfinite(window.referenceObservations())
                ? "a known reference"
                : String.format(Locale.ROOT, "%,.0f in the reference", window.referenceObservations());
        return feature.type().name().toLowerCase(Locale.ROOT)
                + bins
                + String.format(Locale.ROOT, ", %,d events a window, %s", window.observations(), reference);
    }

    private String budget(DecisionSettings whole, DecisionSettings share, Outlook outlook) {
        int features = monitor.features().size();
        return "at most " + Figures.number(share.falseAlarms()) + " false alarms in " + DurationText.of(whole.per())
                + " ("
                + Figures.number(outlook.windows()) + " windows)"
                + (features == 1 ? "" : ": " + Figures.number(whole.falseAlarms()) + " over " + features + " features");
    }

    private String change(ChangeRule rule, Outlook outlook) {
        long needed = rule.season().windowsNeeded(monitor.window().size());
        String season = needed <= rule.baseline()
                ? ""
                : "; a " + rule.season().name().toLowerCase(Locale.ROOT) + " season takes a baseline of " + needed
                        + " windows and is not taken out";
        String independent = rule.nullModel() == NullModel.IID ? " of independent events" : "";
        return "it changed: evidence" + independent + " beyond ln c = "
                + String.format(Locale.ROOT, "%.2f", outlook.logThreshold())
                + ", after " + rule.baseline() + " windows of baseline" + season;
    }

    private static String level(DecisionSettings share, TypicalWindow window, Outlook outlook) {
        String judged = window.observations() >= share.minEvents()
                ? ""
                : "; windows of fewer than " + share.minEvents() + " events are not judged";
        return "far from the reference: KL above " + Figures.number(share.minKl()) + " nats, alpha = "
                + Figures.number(outlook.alpha()) + judged;
    }

    private static String smallestShift(Outlook outlook) {
        return Double.isInfinite(outlook.smallestShift().kl())
                ? "nothing: with one bin no window can differ"
                : "KL " + Figures.number(outlook.smallestShift().kl()) + " nats in one window, a shift of "
                        + Figures.number(outlook.smallestShift().sigmas()) + " sigma";
    }

    private String words(ThresholdRule rule, FeatureSettings feature, TypicalWindow window) {
        String name = name(rule) + (rule.forWindows() == 1 ? "" : " for " + rule.forWindows() + " windows");
        if (feature.type() == FeatureType.VECTOR) {
            return name + ": how often vectors exceed it by chance is not known";
        }
        return name + ": "
                + expected(rule, window)
                        .findFirst()
                        .map(ExpectedFalseAlarms::words)
                        .orElse("how often chance exceeds it is not known, for its unit is the feature's");
    }

    private String comparison(TypicalWindow window) {
        return USUAL.stream()
                .flatMap(usual -> expected(usual.rule(), window)
                        .map(alarms -> name(usual.rule()) + " (" + Figures.number(usual.sigmas()) + " sigma): "
                                + alarms.outcome()))
                .collect(Collectors.joining("; "));
    }

    private static String name(ThresholdRule rule) {
        return rule.divergence() + " > " + Figures.number(rule.above());
    }

    private Stream<ExpectedFalseAlarms> expected(ThresholdRule rule, TypicalWindow window) {
        UnchangedWindow unchanged = window.unchanged(monitor.scoring());
        return ExpectedFalseAlarms.of(rule, unchanged, advance(), ExpectedFalseAlarms.MONTH).stream();
    }
}

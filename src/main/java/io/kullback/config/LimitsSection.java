package io.kullback.config;

import io.kullback.histogram.WindowPlan;
import io.kullback.stream.MonitorLimits;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.ReferenceSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads how much may be held: of series by all monitors together, of segments, panes and categories by one. */
final class LimitsSection {

    static final String KEY = "limits";
    static final long DEFAULT_SERIES = 10_000;

    /** As many panes are taken to be meant where a configuration only says windows, but not more. */
    private static final int MOST_PANES_UNSAID = 100_000;

    private LimitsSection() {}

    /** The limits of one monitor; empty if one is out of range, which has been noted. */
    static Optional<MonitorLimits> ofMonitor(Section monitor, Optional<ReferenceSource> reference) {
        MonitorLimits standard = MonitorLimits.DEFAULT;
        // A reference file says how many there are: it need not be told twice.
        int segments = (int) Math.min(MonitorLimits.MOST_SEGMENTS, Math.max(standard.segments(), inFile(reference)));
        Optional<Section> limits = monitor.section(KEY);
        if (limits.isEmpty()) {
            return Optional.of(new MonitorLimits(segments, standard.panes(), standard.categories()));
        }
        Section section = limits.get();
        int wanted = section.count("segments", segments);
        int panes = section.count("panes", standard.panes());
        int categories = section.count("categories", standard.categories());
        section.finish();
        boolean allRight = true;
        allRight &= isRight(section, "segments", () -> new MonitorLimits(wanted, 1, 1));
        allRight &= isRight(section, "panes", () -> new MonitorLimits(1, panes, 1));
        allRight &= isRight(section, "categories", () -> new MonitorLimits(1, 1, categories));
        return allRight ? Optional.of(new MonitorLimits(wanted, panes, categories)) : Optional.empty();
    }

    private static boolean isRight(Section section, String key, Supplier<MonitorLimits> limits) {
        return section.parsed(ProblemCode.OUT_OF_RANGE, key, limits, "Leave it out for the default.")
                .isPresent();
    }

    private static long inFile(Optional<ReferenceSource> reference) {
        return reference
                .filter(ReferenceSource.Given.class::isInstance)
                .map(given ->
                        ((ReferenceSource.Given) given).reference().histograms().size())
                .orElse(0);
    }

    /**
     * The monitor with room for the panes that its own windows need, if its configuration does not say how many; notes where it says too few.
     */
    static MonitorSettings withRoom(Section section, MonitorSettings monitor) {
        long needed = monitor.panesNeeded();
        if (needed <= monitor.limits().panes()) {
            return monitor;
        }
        if (section.hasBelow(KEY, "panes") || needed > MOST_PANES_UNSAID) {
            WindowPlan window = monitor.window();
            section.problem(
                    ProblemCode.LIMIT_EXCEEDED,
                    KEY,
                    "panes of " + DurationText.of(window.advance()) + " for a size of " + DurationText.of(window.size())
                            + ", a grace of " + DurationText.of(window.grace()) + ", a retention of "
                            + DurationText.of(window.retention()) + ", " + DurationText.of(monitor.maxFuture())
                            + " of the future and the period of the reference are " + needed + ", but only "
                            + monitor.limits().panes() + " may be held",
                    "Raise 'limits: {panes: …}', or lower the retention.");
            return monitor;
        }
        MonitorLimits limits = monitor.limits();
        return monitor.with(new MonitorLimits(limits.segments(), (int) needed, limits.categories()));
    }

    /** How many series all monitors may have together; notes where those that the configuration allows are more. */
    static long series(Section root, List<MonitorSettings> monitors, Set<String> binsOf) {
        Optional<Section> limits = root.section(KEY);
        long series =
                limits.map(section -> section.whole("series", DEFAULT_SERIES)).orElse(DEFAULT_SERIES);
        limits.ifPresent(Section::finish);
        if (series < 1) {
            limits.orElse(root)
                    .problem(
                            ProblemCode.OUT_OF_RANGE,
                            "series",
                            "series must be at least 1, but is " + series,
                            "Leave it out for " + DEFAULT_SERIES + ".");
            return series;
        }
        long needed = monitors.stream()
                .mapToLong(monitor ->
                        monitor.mostSeries() + (binsOf.contains(monitor.name()) ? monitor.mostBinSeries() : 0))
                .sum();
        if (needed > series) {
            root.problem(
                    ProblemCode.LIMIT_EXCEEDED,
                    KEY,
                    "the monitors may have " + needed + " series, but limits.series is " + series + ": "
                            + monitors.stream()
                                    .map(monitor -> words(monitor, binsOf.contains(monitor.name())))
                                    .collect(Collectors.joining("; ")),
                    "Lower the 'limits: {segments: …}' of a monitor"
                            + (binsOf.isEmpty() ? "" : ", take out its 'metrics: {bins: true}'")
                            + ", or raise limits.series.");
        }
        return series;
    }

    /** How a monitor's series add up. */
    private static String words(MonitorSettings monitor, boolean showsBins) {
        int features = monitor.features().size();
        String bySegment = monitor.segment().isEmpty()
                ? ""
                : " x (" + monitor.limits().segments() + " segments + the others together) = " + monitor.mostSeries();
        return monitor.name() + " " + features + (features == 1 ? " feature" : " features") + bySegment
                + (showsBins ? ", and " + monitor.mostBinSeries() + " of its bins" : "");
    }
}

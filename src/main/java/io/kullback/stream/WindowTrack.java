package io.kullback.stream;

import io.kullback.detection.AlertStatus;
import io.kullback.detection.CloseCause;
import io.kullback.detection.MonitorProgress;
import io.kullback.histogram.Reference;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.WindowPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The windows of one length that a monitor's panes are summed into: closes them, judges them, and lets go of them. */
final class WindowTrack {

    private static final Logger LOG = LoggerFactory.getLogger(WindowTrack.class);

    private final MonitorSettings monitor;
    private final WindowPlan plan;
    private final MonitorState state;
    private final WindowIssuer windowIssuer;
    private final SegmentSplits splits;
    private final Map<String, SortedSet<Long>> amended = new TreeMap<>();

    WindowTrack(MonitorSettings monitor, MonitorState state) {
        this.monitor = monitor;
        this.plan = monitor.window();
        this.state = state;
        this.windowIssuer = new WindowIssuer(monitor, state);
        this.splits = new SegmentSplits(monitor, state);
    }

    MonitorSettings monitor() {
        return monitor;
    }

    MonitorState state() {
        return state;
    }

    /** Starts of the windows that hold a pane and have been closed. */
    List<Long> closedWindowsOf(long pane) {
        return plan.windowsOf(pane)
                .filter(window -> state.isClosedUpToSomewhere() && plan.isClosed(window, state.closedUpTo()))
                // Before a length was added there are no results of it to amend, and not all of the panes.
                .filter(window -> monitor.panesOf().isEmpty()
                        || window >= state.revisions().first().orElse(Long.MAX_VALUE))
                .boxed()
                .toList();
    }

    /** Late events came to a pane that closed windows hold. Those of the segment that others are compared with amend the others too. */
    void amend(List<Long> windows, String segment) {
        boolean isReference = monitor.reference().segmentAlongside().equals(Optional.of(segment));
        for (long window : windows) {
            Set<String> segments = isReference
                    ? state.windows().segments(window)
                    : Set.of(state.windows().place(window, segment));
            segments.forEach(
                    one -> amended.computeIfAbsent(one, key -> new TreeSet<>()).add(window));
        }
    }

    /** Issues again what late events amended since the last call. */
    void revise(MergeOutput output) {
        amended.forEach((segment, windows) -> windowIssuer.revise(segment, windows, output));
        amended.values().stream()
                .flatMap(SortedSet::stream)
                .sorted()
                .distinct()
                .forEach(window -> splits.issue(window, output));
        amended.clear();
    }

    /** Builds the reference if its period has been read. */
    void buildReference(long watermark, MergeOutput output) {
        state.reference().buildIfDue(state.panes(), watermark).ifPresent(built -> {
            state.referenceBuilt();
            output.reference(built);
        });
    }

    /** Starts of the windows that a watermark closes, rising. */
    SortedSet<Long> due(long watermark) {
        SortedSet<Long> due = new TreeSet<>();
        for (long pane : state.panes().starts()) {
            plan.windowsOf(pane)
                    .filter(window -> plan.isClosed(window, watermark) && !plan.isClosed(window, state.closedUpTo()))
                    .forEach(due::add);
        }
        return due;
    }

    /** Closes a window, which is due, after all that are due before it. */
    void close(long window, MergeOutput output) {
        CloseCause cause = state.watermarks().allIdle() ? CloseCause.IDLE : CloseCause.WATERMARK;
        state.ledger().closed(cause);
        boolean isNext = state.generations().of(window).number()
                > state.generations().deciding().number();
        state.generations()
                .advanceTo(window, state.reference().anchor())
                .forEach(ended -> output.alert(ended, "another reference was promoted"));
        if (isNext || state.isMoving()) {
            state.referenceOf(window).ifPresent(output::reference);
        }
        for (String segment : state.windows().segments(window)) {
            windowIssuer.issue(window, segment, cause, output);
        }
        splits.issue(window, output);
        output.closed(plan.window(window), state.watermarks().shareReadTo(plan.windowEnd(window)));
    }

    /** All windows that were due have been closed. */
    void closedUpTo(long watermark) {
        if (watermark > state.closedUpTo()) {
            state.closeUpTo(watermark);
        }
    }

    /** Start of the newest closed window, which is shown again after a restart. */
    long shown() {
        return state.lastIssued().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /** Whether a pane can no longer change any result, nor is part of any reference to come. */
    boolean isDoneWith(long pane, long watermark) {
        return pane < shown()
                && plan.isExpired(pane, watermark)
                && !state.reference().needs(pane, watermark);
    }

    /** Lets go of what is known of windows that can no longer change: all but the newest closed one. */
    void forget(long watermark) {
        long shown = shown();
        LongPredicate isExpired = window -> window < shown && plan.isExpired(plan.lastPaneOf(window), watermark);
        state.revisions().forget(isExpired);
        state.forgetDecisions(isExpired);
    }

    /** Where the alert of a series stands. */
    AlertStatus alertStatus(String segment, String feature) {
        return state.decisions()
                .of(segment)
                .map(decisions -> decisions.deciders().get(feature))
                .map(decider -> decider.alert().status())
                .orElse(AlertStatus.INACTIVE);
    }

    /** An operator takes what alerts show for the new normal: of one series, or of all of a segment, a feature, or the monitor. */
    void accept(Optional<String> segment, Optional<String> feature, MergeOutput output) {
        for (String known : state.decisions().segments()) {
            if (segment.isEmpty() || segment.get().equals(known)) {
                state.decisions()
                        .of(known)
                        .orElseThrow()
                        .accept(feature)
                        .forEach(transition -> output.alert(transition, "accepted"));
            }
        }
    }

    /**
     * An operator puts another reference in the place of the one in force, or takes up the configured one again.
     *
     * @param promoted empty for the configured one
     * @param from windows that start then or later are compared with it, unless they have been closed
     */
    void promote(Optional<Reference> promoted, long from) {
        Optional<String> problem = promoted.flatMap(reference -> Promotion.problem(monitor, reference));
        if (problem.isPresent() || state.isMoving()) {
            LOG.atWarn()
                    .addKeyValue("monitor", monitor.name())
                    .addKeyValue("reference", promoted.map(Reference::id).orElse("configured"))
                    .addKeyValue("reason", problem.orElse("each window has a reference of its own"))
                    .log("a reference was promoted that windows cannot be compared with; it is left out");
            return;
        }
        long open = state.isClosedUpToSomewhere()
                ? plan.paneEnd(plan.paneOf(state.closedUpTo()
                        - plan.size().toMillis()
                        - plan.grace().toMillis()))
                : Long.MIN_VALUE;
        state.promote(promoted, Math.max(from, open));
    }

    /** Gives the last closed window of each segment again, as after a restart or a move. */
    void showLast(MergeOutput output) {
        state.lastIssued().forEach((segment, window) -> windowIssuer.show(window, segment, output));
        if (state.isMoving()) {
            state.reference().reference().ifPresent(output::reference);
        }
    }

    /** How far the monitor has come. */
    MonitorProgress progress() {
        MonitorLedger ledger = state.ledger();
        Map<String, Map<UnusableBin, Long>> unusable = new LinkedHashMap<>();
        for (int feature = 0; feature < monitor.features().size(); feature++) {
            unusable.put(monitor.features().get(feature).name(), ledger.unusable(feature));
        }
        return new MonitorProgress(
                monitor.name(),
                ledger.records(),
                ledger.counted(),
                ledger.rejected(),
                ledger.late(),
                ledger.future(),
                unusable,
                optional(ledger.latestEvent()),
                optional(state.closedUpTo()),
                ledger.windowsClosed(),
                state.panes().size(),
                new MonitorProgress.Ceilings(
                        monitor.mostSeries(), ledger.seriesOverflow(), ledger.categoriesOverflow()),
                state.shownReference().map(Reference::id),
                state.watermarks().partitions());
    }

    private static OptionalLong optional(long time) {
        return time == Partial.NONE ? OptionalLong.empty() : OptionalLong.of(time);
    }
}

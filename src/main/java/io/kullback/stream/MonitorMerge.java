package io.kullback.stream;

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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the partial counts of one monitor, closes its windows and scores them. Knows nothing of Kafka: partials in, results out.
 *
 * <p>What it decides depends on the partials alone, so a replay of them gives the same results.
 */
final class MonitorMerge {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorMerge.class);

    private final MonitorSettings monitor;
    private final WindowPlan plan;
    private final MonitorState state;
    private final WindowIssuer windowIssuer;
    private final SegmentSplits splits;

    MonitorMerge(MonitorSettings monitor, MonitorState state) {
        this.monitor = monitor;
        this.plan = monitor.window();
        this.state = state;
        this.windowIssuer = new WindowIssuer(monitor, state);
        this.splits = new SegmentSplits(monitor, state);
    }

    MonitorState state() {
        return state;
    }

    /** Takes a partial; gives what it completed, in order of window, segment and feature. */
    void accept(Partial partial, MergeOutput output) {
        long readTo = state.watermarks().of(partial.partition());
        state.watermarks().update(partial);
        state.ledger().add(partial);
        Map<String, SortedSet<Long>> amended = new TreeMap<>();
        for (Partial.Pane pane : partial.panes()) {
            // Too old for its own partition, or for all of them. Of the first the counting stage, begun anew after a
            // restart or a move, cannot know.
            if (isExpired(pane, readTo) || isExpired(pane, state.closedUpTo())) {
                state.ledger().late(pane.counts());
            } else {
                merge(pane, amended);
            }
        }
        amended.forEach((segment, windows) -> windowIssuer.revise(segment, windows, output));
        amended.values().stream()
                .flatMap(SortedSet::stream)
                .sorted()
                .distinct()
                .forEach(window -> splits.issue(window, output));
        long watermark = state.watermarks().common(horizon());
        if (watermark > state.closedUpTo()) {
            state.reference().buildIfDue(state.panes(), watermark).ifPresent(built -> {
                state.referenceBuilt();
                output.reference(built);
            });
            close(watermark, output);
            state.closeUpTo(watermark);
            forget(watermark);
        }
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

    /** End and grace of the last window that holds an event: as far as silence alone may close. */
    private long horizon() {
        long latest = state.ledger().latestEvent();
        return latest == Partial.NONE
                ? Partial.NONE
                : plan.windowEnd(plan.paneOf(latest)) + plan.grace().toMillis();
    }

    private boolean isExpired(Partial.Pane pane, long watermark) {
        return watermark != Partial.NONE && plan.isExpired(pane.start(), watermark);
    }

    private void merge(Partial.Pane pane, Map<String, SortedSet<Long>> amended) {
        if (!hasRoomFor(pane.start())) {
            state.ledger().future(pane.counts());
            return;
        }
        state.ledger().count(pane.start(), pane.counts());
        List<Long> closed = plan.windowsOf(pane.start())
                .filter(window -> state.isClosedUpToSomewhere() && plan.isClosed(window, state.closedUpTo()))
                .boxed()
                .toList();
        PaneStore.Merged merged = state.panes().merge(pane.start(), pane.segment(), pane.counts(), !closed.isEmpty());
        state.ledger().moved(merged);
        closed.forEach(window -> amended.computeIfAbsent(
                        state.windows().place(window, merged.segment()), key -> new TreeSet<>())
                .add(window));
    }

    /** While as many panes are held as may be, none is begun beyond the newest: all others can still be needed for windows that close sooner. */
    private boolean hasRoomFor(long pane) {
        SortedSet<Long> starts = state.panes().starts();
        return starts.size() < monitor.limits().panes() || pane <= starts.last();
    }

    private void close(long watermark, MergeOutput output) {
        CloseCause cause = state.watermarks().allIdle() ? CloseCause.IDLE : CloseCause.WATERMARK;
        SortedSet<Long> due = new TreeSet<>();
        for (long pane : state.panes().starts()) {
            plan.windowsOf(pane)
                    .filter(window -> plan.isClosed(window, watermark) && !plan.isClosed(window, state.closedUpTo()))
                    .forEach(due::add);
        }
        for (long window : due) {
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
    }

    /** Lets go of what can no longer change: all but the newest closed window, which is shown again after a restart. */
    private void forget(long watermark) {
        long shown = state.lastIssued().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(Long.MAX_VALUE);
        for (long pane : new TreeSet<>(state.panes().starts())) {
            if (pane < shown
                    && plan.isExpired(pane, watermark)
                    && !state.reference().needs(pane, watermark)) {
                long kept = state.reference().addTo(pane, watermark).orElse(Partial.NONE);
                if (kept != pane) {
                    state.panes().take(pane).forEach((segment, counts) -> {
                        if (kept != Partial.NONE) {
                            state.panes().merge(kept, segment, counts, true);
                        }
                    });
                }
            }
        }
        LongPredicate isExpired = window -> window < shown && plan.isExpired(plan.lastPaneOf(window), watermark);
        state.revisions().forget(isExpired);
        state.forgetDecisions(isExpired);
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

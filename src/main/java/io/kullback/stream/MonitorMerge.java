package io.kullback.stream;

import io.kullback.detection.CloseCause;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.UnusableBin;
import io.kullback.histogram.WindowPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Merges the partial counts of one monitor, closes its windows and scores them. Knows nothing of Kafka: partials in, results out.
 *
 * <p>What it decides depends on the partials alone, so a replay of them gives the same results.
 */
final class MonitorMerge {

    private final MonitorSettings monitor;
    private final WindowPlan plan;
    private final MonitorState state;
    private final WindowScorer scorer;

    MonitorMerge(MonitorSettings monitor, MonitorState state) {
        this.monitor = monitor;
        this.plan = monitor.window();
        this.state = state;
        this.scorer = new WindowScorer(monitor);
    }

    MonitorState state() {
        return state;
    }

    /**
     * Takes a partial.
     *
     * @param results takes the results of windows that this partial closed or amended, in order of window, segment and feature
     * @param references takes the reference if this partial completed it
     */
    void accept(Partial partial, Consumer<WindowResult> results, Consumer<Reference> references) {
        state.watermarks().update(partial);
        state.ledger().add(partial);
        SortedSet<PaneStore.Key> amended = new TreeSet<>();
        for (Partial.Pane pane : partial.panes()) {
            merge(pane, amended);
        }
        for (PaneStore.Key window : amended) {
            issue(window.start(), window.segment(), CloseCause.REVISION, results);
        }
        long watermark = state.watermarks().common(horizon());
        if (watermark > state.closedUpTo()) {
            state.reference().buildIfDue(state.panes(), watermark).ifPresent(built -> {
                state.referenceBuilt();
                references.accept(built);
            });
            close(watermark, results);
            state.closeUpTo(watermark);
            forget(watermark);
        }
    }

    /** End and grace of the last window that holds an event: as far as silence alone may close. */
    private long horizon() {
        long latest = state.ledger().latestEvent();
        return latest == Partial.NONE
                ? Partial.NONE
                : plan.windowEnd(plan.paneOf(latest)) + plan.grace().toMillis();
    }

    private void merge(Partial.Pane pane, SortedSet<PaneStore.Key> amended) {
        if (state.isClosedUpToSomewhere() && plan.isExpired(pane.start(), state.closedUpTo())) {
            state.ledger().late(pane.counts());
            return;
        }
        state.ledger().count(pane.counts());
        state.panes().merge(pane.start(), pane.segment(), pane.counts());
        plan.windowsOf(pane.start())
                .filter(window -> state.isClosedUpToSomewhere() && plan.isClosed(window, state.closedUpTo()))
                .forEach(window -> amended.add(new PaneStore.Key(window, pane.segment())));
    }

    private void close(long watermark, Consumer<WindowResult> results) {
        CloseCause cause = state.watermarks().allIdle() ? CloseCause.IDLE : CloseCause.WATERMARK;
        SortedSet<Long> due = new TreeSet<>();
        for (long pane : state.panes().starts()) {
            plan.windowsOf(pane)
                    .filter(window -> plan.isClosed(window, watermark) && !plan.isClosed(window, state.closedUpTo()))
                    .forEach(due::add);
        }
        for (long window : due) {
            state.ledger().closed(cause);
            for (String segment : state.panes().segments(window, plan.windowEnd(window))) {
                issue(window, segment, cause, results);
            }
        }
    }

    private void issue(long window, String segment, CloseCause cause, Consumer<WindowResult> results) {
        if (cause == CloseCause.REVISION) {
            state.ledger().closed(cause);
        }
        int revision = state.nextRevision(window, segment);
        score(window, segment, revision, cause, results);
    }

    private void score(long window, String segment, int revision, CloseCause cause, Consumer<WindowResult> results) {
        Optional<PaneCounts> counts = state.panes().sum(window, plan.windowEnd(window), segment);
        Optional<Reference> reference = state.reference().forWindowEnding(plan.windowEnd(window));
        for (int feature = 0; feature < monitor.features().size() && counts.isPresent(); feature++) {
            results.accept(scorer.score(window, segment, feature, counts.get(), reference, revision, cause));
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
                    && !state.reference().needs(pane)) {
                state.panes().remove(pane);
            }
        }
        state.forgetRevisions(window -> window < shown && plan.isExpired(window, watermark));
    }

    /** Gives the last closed window of each segment again, as after a restart or a move. */
    void showLast(Consumer<WindowResult> results) {
        state.lastIssued()
                .forEach((segment, window) ->
                        score(window, segment, state.revision(window, segment), CloseCause.WATERMARK, results));
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
                state.reference().reference().map(Reference::id),
                state.watermarks().partitions());
    }

    private static OptionalLong optional(long time) {
        return time == Partial.NONE ? OptionalLong.empty() : OptionalLong.of(time);
    }
}

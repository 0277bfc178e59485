package io.kullback.stream;

import io.kullback.detection.AlertState;
import io.kullback.detection.CloseCause;
import io.kullback.detection.Explanation;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.SeriesDecider.Decision;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import io.kullback.histogram.WindowPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Issues the results of a monitor's windows: measured, decided, and when late events amend a window, decided anew with all that came after it. */
final class WindowIssuer {

    private final MonitorSettings monitor;
    private final WindowPlan plan;
    private final MonitorState state;
    private final WindowScorer scorer;

    WindowIssuer(MonitorSettings monitor, MonitorState state) {
        this.monitor = monitor;
        this.plan = monitor.window();
        this.state = state;
        this.scorer = new WindowScorer(monitor);
    }

    /** A window closed. */
    void issue(long window, String segment, CloseCause cause, MergeOutput output) {
        Measured measured = measure(window, segment);
        Map<String, Decision> decided = measured.decide();
        Map<SeriesId, String> explained =
                measured.results(state.revisions().next(window, segment), cause, decided, output);
        decided.values()
                .forEach(decision -> decision.transition()
                        .ifPresent(transition -> output.alert(transition, explained.get(transition.series()))));
    }

    /**
     * Late events amended closed windows of a segment: their results are issued again, and those of later windows on which something else is said now.
     *
     * @param amended starts of the windows
     */
    void revise(String segment, SortedSet<Long> amended, MergeOutput output) {
        SortedSet<Long> retired = new TreeSet<>(amended);
        retired.removeIf(window -> !state.generations().isRetired(window));
        retired.forEach(window -> issueAgain(
                window,
                segment,
                state.decisions(window)
                        .of(segment)
                        .map(of -> frozen(of, window))
                        .orElse(Map.of()),
                output));
        SortedSet<Long> current = new TreeSet<>(amended);
        current.removeAll(retired);
        reviseCurrent(segment, current, output);
    }

    /** As far as they are decided by the reference in force. */
    private void reviseCurrent(String segment, SortedSet<Long> amended, MergeOutput output) {
        Optional<SegmentDecisions> known = state.decisions().of(segment);
        SortedSet<Long> undecided = new TreeSet<>();
        SortedSet<Long> decided = new TreeSet<>();
        amended.forEach(window -> (canBeDecided(window, known) ? decided : undecided).add(window));
        undecided.forEach(window -> issueAgain(window, segment, Map.of(), output));
        if (decided.isEmpty()) {
            return;
        }
        // Begun now where all events of the first window that can be compared came late.
        Optional<SegmentDecisions> decisions = decisions(decided.first(), segment, state.referenceOf(decided.first()));
        Optional<SegmentDecisions.Revision> revision = decisions.flatMap(of -> of.revise(decided.first()));
        if (revision.isEmpty()) {
            decided.forEach(window -> issueAgain(
                    window, segment, decisions.map(of -> frozen(of, window)).orElse(Map.of()), output));
            return;
        }
        Map<Window, Map<SeriesId, String>> explained = new HashMap<>();
        SortedSet<Long> again = new TreeSet<>(decided);
        revision.get().windows().forEach(again::add);
        for (long window : again) {
            Measured measured = measure(window, segment);
            Map<String, Decision> now = measured.decide();
            if (amended.contains(window) || saysSomethingElse(revision.get(), window, now)) {
                state.ledger().closed(CloseCause.REVISION);
                explained.put(
                        plan.window(window),
                        measured.results(state.revisions().next(window, segment), CloseCause.REVISION, now, output));
            }
        }
        revision.get()
                .finish()
                .forEach(transition -> output.alert(
                        transition,
                        explained.getOrDefault(transition.window(), Map.of()).getOrDefault(transition.series(), "")));
    }

    private static boolean saysSomethingElse(
            SegmentDecisions.Revision revision, long window, Map<String, Decision> now) {
        return now.entrySet().stream()
                .anyMatch(entry -> revision.before(window)
                        .filter(before -> before.says(
                                entry.getKey(),
                                entry.getValue().verdict(),
                                entry.getValue().alert().status()))
                        .isEmpty());
    }

    private void issueAgain(long window, String segment, Map<String, Decision> decided, MergeOutput output) {
        state.ledger().closed(CloseCause.REVISION);
        measure(window, segment).results(state.revisions().next(window, segment), CloseCause.REVISION, decided, output);
    }

    /** Gives a closed window again as it stands. */
    void show(long window, String segment, MergeOutput output) {
        Map<String, Decision> decided = state.decisions(window)
                .of(segment)
                .map(decisions -> frozen(decisions, window))
                .orElse(Map.of());
        measure(window, segment).results(state.revisions().of(window, segment), CloseCause.WATERMARK, decided, output);
    }

    /** What was said of a window, with the alert as it stands now. */
    private static Map<String, Decision> frozen(SegmentDecisions decisions, long window) {
        Map<String, Decision> decided = new TreeMap<>();
        decisions
                .entry(window)
                .ifPresent(entry -> decisions
                        .deciders()
                        .forEach((name, decider) -> entry.verdict(name)
                                .ifPresent(verdict ->
                                        decided.put(name, new Decision(verdict, decider.alert(), Optional.empty())))));
        return decided;
    }

    /** Whether a window has a reference, or has been decided on by those that go on without one. */
    private boolean canBeDecided(long window, Optional<SegmentDecisions> decisions) {
        return state.referenceOf(window).isPresent()
                || decisions.flatMap(of -> of.entry(window)).isPresent();
    }

    /** The decisions on a segment: begun with its first window that can be compared, and from then on asked about each. */
    private Optional<SegmentDecisions> decisions(long window, String segment, Optional<Reference> reference) {
        Decisions decisions = state.decisions(window);
        if (reference.isPresent()) {
            return decisions.of(segment, state.anchorOf(window).orElseThrow());
        }
        return state.isMoving() ? decisions.of(segment) : Optional.empty();
    }

    private Measured measure(long window, String segment) {
        return new Measured(window, segment);
    }

    /** One window of one segment, measured against the reference in force for it. */
    private final class Measured {
        private final long window;
        private final long records;
        private final Optional<SegmentDecisions> decisions;
        private final Map<String, WindowScorer.Scored> scored;

        Measured(long window, String segment) {
            this.window = window;
            Optional<Reference> reference = state.referenceOf(window);
            PaneCounts counts = state.windows()
                    .sum(window, segment)
                    .orElseThrow(() -> new IllegalStateException("monitor '" + monitor.name() + "' holds no counts of "
                            + plan.window(window) + " in segment '" + segment + "'"));
            this.records = counts.records();
            this.decisions = decisions(window, segment, reference);
            this.scored = scorer.score(segment, counts, reference, decisions);
        }

        Map<String, Decision> decide() {
            return decisions.map(of -> of.decide(plan.window(window), scored)).orElse(Map.of());
        }

        /**
         * Gives the results.
         *
         * @param decided by feature; what is missing has no reference
         * @return what each says, in words
         */
        Map<SeriesId, String> results(
                int revision, CloseCause cause, Map<String, Decision> decided, MergeOutput output) {
            Map<SeriesId, String> explained = new TreeMap<>();
            for (FeatureSettings feature : monitor.features()) {
                WindowScorer.Scored of = scored.get(feature.name());
                Optional<Decision> decision = Optional.ofNullable(decided.get(feature.name()));
                WindowResult result = new WindowResult(
                        of.series(),
                        plan.window(window),
                        revision,
                        cause,
                        records,
                        of.observed(),
                        of.reference(),
                        of.referenceId(),
                        of.scores(),
                        decision.map(Decision::verdict).orElseGet(() -> undecided(of, feature)),
                        decision.map(Decision::alert).orElse(AlertState.INITIAL));
                output.result(result);
                explained.put(of.series(), Explanation.of(result));
            }
            return explained;
        }

        private Verdict undecided(WindowScorer.Scored of, FeatureSettings feature) {
            return new Verdict.Inconclusive(
                    monitor.reference() instanceof ReferenceSource.Alongside alongside
                                    && alongside.segment().equals(of.series().segment())
                            ? InconclusiveReason.IS_REFERENCE
                            : InconclusiveReason.NO_REFERENCE,
                    of.usable(records),
                    feature.decision().minEvents());
        }
    }
}

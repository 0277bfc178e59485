package io.kullback.stream;

import io.kullback.detection.AlertState;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.SeriesDecider;
import io.kullback.histogram.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Decides about the windows of one segment, for every feature that has a reference there, in order of their time; and goes back to decide anew when late events
 * amend a window.
 */
final class SegmentDecisions {

    /** Where the state before the first window stands among the entries. */
    static final long ORIGIN = Long.MIN_VALUE;

    private final Map<String, SeriesDecider> deciders;
    private final NavigableMap<Long, DecisionEntry> entries = new TreeMap<>();
    private final DecisionLog log = new DecisionLog();

    /** @param deciders by feature, which have seen nothing but windows to learn from */
    SegmentDecisions(Map<String, SeriesDecider> deciders) {
        this.deciders = Collections.unmodifiableMap(new TreeMap<>(deciders));
    }

    Map<String, SeriesDecider> deciders() {
        return deciders;
    }

    /** What has changed since it was last written. */
    DecisionLog log() {
        return log;
    }

    /** Marks the state from which the first window is decided. */
    void begin() {
        Map<String, DecisionEntry.Feature> features = new TreeMap<>();
        deciders.forEach((name, decider) -> features.put(name, undecided(decider)));
        put(ORIGIN, new DecisionEntry(features));
    }

    private static DecisionEntry.Feature undecided(SeriesDecider decider) {
        return new DecisionEntry.Feature(
                PartialCodec.bytes(decider::writeHead),
                Optional.empty(),
                decider.alert().status(),
                Optional.empty());
    }

    /** Takes up where a process ended. */
    void restore(NavigableMap<Long, DecisionEntry> written) {
        entries.putAll(written);
        log.allWritten(deciders);
    }

    /**
     * Takes up where a process ended that decided about fewer features. The new ones begin after the newest window; what was decided before can no longer be
     * changed, since they have no state to go back to.
     */
    void restoreWithNewFeatures(NavigableMap<Long, DecisionEntry> written) {
        written.keySet().forEach(log::changed);
        DecisionEntry newest = written.lastEntry().getValue();
        Map<String, DecisionEntry.Feature> features = new TreeMap<>();
        Map<String, SeriesDecider> known = new TreeMap<>();
        deciders.forEach((name, decider) -> {
            Optional<DecisionEntry.Feature> before =
                    Optional.ofNullable(newest.features().get(name));
            before.ifPresent(feature -> known.put(name, decider));
            features.put(name, before.orElseGet(() -> undecided(decider)));
        });
        log.allWritten(known);
        put(written.lastKey(), new DecisionEntry(features));
    }

    /** What was decided of a window. */
    Optional<DecisionEntry> entry(long windowStart) {
        return Optional.ofNullable(entries.get(windowStart));
    }

    /** Decides about a window newer than all before it. */
    Map<String, SeriesDecider.Decision> decide(Window window, Map<String, WindowScorer.Scored> scored) {
        Map<String, SeriesDecider.Decision> decisions = new TreeMap<>();
        Map<String, DecisionEntry.Feature> features = new TreeMap<>();
        deciders.forEach((name, decider) -> {
            WindowScorer.Scored of = scored.get(name);
            SeriesDecider.Decision decision =
                    decider.decide(window, of.observed().orElseThrow(), of.reference(), of.scores());
            decisions.put(name, decision);
            features.put(
                    name,
                    new DecisionEntry.Feature(
                            PartialCodec.bytes(decider::writeHead),
                            Optional.of(decision.verdict()),
                            decision.alert().status(),
                            decision.transition()));
        });
        put(window.start().toEpochMilli(), new DecisionEntry(features));
        return decisions;
    }

    private void put(long windowStart, DecisionEntry entry) {
        entries.put(windowStart, entry);
        log.changed(windowStart);
    }

    /** A run over windows that had been decided before. */
    final class Revision {
        private final long from;
        private final NavigableMap<Long, DecisionEntry> before;
        private final Map<String, AlertState> alertsBefore = new TreeMap<>();
        private final Map<String, AlertState> alertsSaved = new TreeMap<>();

        private Revision(long from, DecisionEntry saved) {
            this.from = from;
            this.before = new TreeMap<>(entries.tailMap(from, true));
            entries.tailMap(from, true).clear();
            before.keySet().forEach(log::changed);
            deciders.forEach((name, decider) -> {
                alertsBefore.put(name, decider.alert());
                PartialCodec.value(saved.features().get(name).head(), in -> {
                    decider.rollBack(in);
                    return decider;
                });
                alertsSaved.put(name, decider.alert());
                log.cut(name, decider.journalSize());
            });
        }

        /** Starts of the windows that had been decided and have to be decided again. */
        Iterable<Long> windows() {
            return before.keySet();
        }

        /** What had been decided of a window. */
        Optional<DecisionEntry> before(long windowStart) {
            return Optional.ofNullable(before.get(windowStart));
        }

        /** Ends the run: what is to be told of alerts, since it differs from what was told. */
        List<AlertTransition> finish() {
            List<AlertTransition> publish = new ArrayList<>();
            deciders.forEach((name, decider) -> publish.addAll(decider.revise(
                    alertsSaved.get(name),
                    alertsBefore.get(name),
                    transitions(name, before),
                    transitions(name, entries.tailMap(from, true)))));
            rewriteNewest();
            return publish;
        }

        private List<AlertTransition> transitions(String feature, Map<Long, DecisionEntry> of) {
            return of.values().stream()
                    .flatMap(entry -> entry.features().get(feature).transition().stream())
                    .toList();
        }
    }

    /**
     * Goes back to before a window.
     *
     * @return empty if what was decided then cannot be changed any more, since an operator has accepted a new normal after it
     */
    Optional<Revision> revise(long windowStart) {
        Map.Entry<Long, DecisionEntry> saved = entries.lowerEntry(windowStart);
        return saved == null ? Optional.empty() : Optional.of(new Revision(windowStart, saved.getValue()));
    }

    /** The newest entry with the heads as they are now. */
    private void rewriteNewest() {
        Map.Entry<Long, DecisionEntry> newest = entries.lastEntry();
        Map<String, DecisionEntry.Feature> features = new TreeMap<>();
        newest.getValue()
                .features()
                .forEach((name, feature) -> features.put(
                        name,
                        new DecisionEntry.Feature(
                                PartialCodec.bytes(deciders.get(name)::writeHead),
                                feature.verdict(),
                                deciders.get(name).alert().status(),
                                feature.transition())));
        put(newest.getKey(), new DecisionEntry(features));
    }

    /** Accepts the new normal of one feature, or of all. What was decided before can no longer be changed. */
    List<AlertTransition> accept(Optional<String> only) {
        List<AlertTransition> ended = new ArrayList<>();
        deciders.forEach((name, decider) -> {
            if (only.isEmpty() || only.get().equals(name)) {
                decider.accept().ifPresent(transition -> {
                    ended.add(transition);
                    log.cut(name, 0);
                });
            }
        });
        if (!ended.isEmpty()) {
            long newest = entries.lastKey();
            List.copyOf(entries.headMap(newest, false).keySet()).forEach(this::drop);
            rewriteNewest();
        }
        return ended;
    }

    /** Ends every alert, since another reference is in force from now on. What was said of windows is kept. */
    List<AlertTransition> end() {
        List<AlertTransition> ended = new ArrayList<>();
        deciders.values().forEach(decider -> decider.end().ifPresent(ended::add));
        if (!ended.isEmpty()) {
            rewriteNewest();
        }
        return ended;
    }

    /** Starts of the windows that something is remembered of. */
    Iterable<Long> windows() {
        return List.copyOf(entries.keySet());
    }

    private void drop(long windowStart) {
        entries.remove(windowStart);
        log.changed(windowStart);
    }

    /** Lets go of the states that nobody can go back to: a state is needed while the window after it can be amended. */
    void forget(LongPredicate isExpired) {
        while (entries.size() > 1) {
            long first = entries.firstKey();
            if (!isExpired.test(entries.higherKey(first))) {
                return;
            }
            drop(first);
        }
    }
}

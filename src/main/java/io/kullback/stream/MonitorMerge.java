package io.kullback.stream;

import io.kullback.detection.AlertStatus;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Merges the partial counts of one monitor into panes, and has its windows closed when all of their events have been read: those of its own length, and longer ones
 * that are summed from the same panes. Knows nothing of Kafka: partials in, results out.
 *
 * <p>What it decides depends on the partials alone, so a replay of them gives the same results.
 */
final class MonitorMerge {

    private final MonitorSettings monitor;
    private final WindowPlan plan;
    private final MonitorState state;
    /** The monitor's own windows first, then longer ones. */
    private final List<WindowTrack> tracks;

    MonitorMerge(MonitorSettings monitor, MonitorState state) {
        this(monitor, List.of(new WindowTrack(monitor, state)));
    }

    private MonitorMerge(MonitorSettings monitor, List<WindowTrack> tracks) {
        this.monitor = monitor;
        this.plan = monitor.window();
        this.state = tracks.get(0).state();
        this.tracks = tracks;
    }

    /** @param longer monitors whose windows are summed from the same panes, in order of their length */
    static MonitorMerge of(MonitorSettings monitor, List<MonitorSettings> longer) {
        List<WindowTrack> tracks = new ArrayList<>();
        MonitorState own = new MonitorState(monitor);
        tracks.add(new WindowTrack(monitor, own));
        longer.forEach(one -> tracks.add(new WindowTrack(one, own.sharingPanes(one))));
        return new MonitorMerge(monitor, tracks);
    }

    /** The monitor's own windows first, then longer ones. */
    List<WindowTrack> tracks() {
        return tracks;
    }

    /** The windows of a monitor that is this one, or shares its panes. */
    Optional<WindowTrack> track(String name) {
        return tracks.stream()
                .filter(track -> track.monitor().name().equals(name))
                .findFirst();
    }

    MonitorState state() {
        return state;
    }

    /** Ends the restoring of all tracks; one that nothing was found of begins where the others are. */
    void restored() {
        state.restored();
        for (WindowTrack track : tracks.subList(1, tracks.size())) {
            if (!state.isClosedUpToSomewhere()) {
                track.state().dropFound();
            }
            track.state().restored();
            if (state.isClosedUpToSomewhere() && !track.state().isClosedUpToSomewhere()) {
                // Its first whole window begins now: of earlier ones, panes may be gone already.
                track.closedUpTo(
                        state.closedUpTo() + track.monitor().window().size().toMillis());
                track.state().watermarks().takeFrom(state.watermarks());
            }
        }
    }

    /** Takes a partial; gives what it completed, in order of time: of windows that end together the shorter first, then by segment and feature. */
    void accept(Partial partial, MergeOutput output) {
        long readTo = state.watermarks().before(partial);
        tracks.forEach(track -> {
            track.state().watermarks().update(partial);
            track.state().ledger().add(partial);
        });
        for (Partial.Pane pane : partial.panes()) {
            // Too old for its own partition, or for all of them. Of the first the counting stage, begun anew after a
            // restart or a move, cannot know.
            if (isExpired(pane, readTo) || isExpired(pane, state.closedUpTo())) {
                tracks.forEach(track -> track.state().ledger().late(pane.counts()));
            } else {
                merge(pane);
            }
        }
        tracks.forEach(track -> track.revise(outputOf(track, output)));
        long watermark = state.watermarks().common(horizon());
        if (watermark > state.closedUpTo()) {
            tracks.forEach(track -> track.buildReference(watermark, output.of(track.monitor())));
            close(watermark, output);
            forget(watermark);
        }
    }

    /** What a track tells: of alerts, the shortest windows that show the same. */
    private MergeOutput outputOf(WindowTrack track, MergeOutput output) {
        MergeOutput of = output.of(track.monitor());
        return tracks.size() == 1 ? of : new ShortestNamed(of, series -> shortest(track, series));
    }

    /** The shortest windows up to those of a track in which the same series has an alert now. */
    private Optional<WindowTrack> shortest(WindowTrack longest, SeriesId series) {
        for (WindowTrack track : tracks) {
            if (track == longest) {
                return Optional.empty();
            }
            AlertStatus status = track.alertStatus(series.segment(), series.feature());
            if (status == AlertStatus.FIRING || status == AlertStatus.PENDING) {
                return Optional.of(track);
            }
        }
        return Optional.empty();
    }

    /** End and grace of the last window that holds an event: as far as silence alone may close. */
    private long horizon() {
        long latest = state.ledger().latestEvent();
        WindowPlan longest = tracks.get(tracks.size() - 1).monitor().window();
        return latest == Partial.NONE
                ? Partial.NONE
                : longest.windowEnd(longest.paneOf(latest)) + longest.grace().toMillis();
    }

    private boolean isExpired(Partial.Pane pane, long watermark) {
        return watermark != Partial.NONE && plan.isExpired(pane.start(), watermark);
    }

    private void merge(Partial.Pane pane) {
        if (!hasRoomFor(pane.start())) {
            tracks.forEach(track -> track.state().ledger().future(pane.counts()));
            return;
        }
        List<List<Long>> closed = tracks.stream()
                .map(track -> track.closedWindowsOf(pane.start()))
                .toList();
        boolean isSettled = closed.stream().anyMatch(windows -> !windows.isEmpty());
        PaneStore.Merged merged = state.panes().merge(pane.start(), pane.segment(), pane.counts(), isSettled);
        for (int i = 0; i < tracks.size(); i++) {
            MonitorLedger ledger = tracks.get(i).state().ledger();
            ledger.count(pane.start(), pane.counts());
            ledger.moved(merged);
            tracks.get(i).amend(closed.get(i), merged.segment());
        }
    }

    /** While as many panes are held as may be, none is begun beyond the newest: all others can still be needed for windows that close sooner. */
    private boolean hasRoomFor(long pane) {
        SortedSet<Long> starts = state.panes().starts();
        return starts.size() < monitor.limits().panes() || pane <= starts.last();
    }

    /** A window of some track that is due. */
    private record Due(long end, int track, long start) {}

    private void close(long watermark, MergeOutput output) {
        List<Due> due = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            int number = i;
            WindowPlan window = tracks.get(i).monitor().window();
            tracks.get(i).due(watermark).forEach(start -> due.add(new Due(window.windowEnd(start), number, start)));
        }
        due.sort(Comparator.comparingLong(Due::end).thenComparingInt(Due::track));
        for (Due window : due) {
            WindowTrack track = tracks.get(window.track());
            track.close(window.start(), outputOf(track, output));
        }
        tracks.forEach(track -> track.closedUpTo(watermark));
    }

    private void forget(long watermark) {
        for (long pane : new TreeSet<>(state.panes().starts())) {
            if (tracks.stream().allMatch(track -> track.isDoneWith(pane, watermark))) {
                letGo(pane, watermark);
            }
        }
        tracks.forEach(track -> track.forget(watermark));
    }

    /** Lets go of a pane that no window needs by itself; its counts may still be part of an expanding reference. */
    private void letGo(long pane, long watermark) {
        List<Long> addedTo = tracks.stream()
                .map(track -> track.state().reference().addTo(pane, watermark))
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        if (addedTo.contains(pane)) {
            return;
        }
        state.panes().take(pane).forEach((segment, counts) -> {
            if (!addedTo.isEmpty()) {
                state.panes().merge(addedTo.get(0), segment, counts, true);
            }
        });
    }

    /** Acceptance of what the alerts of the monitor's own windows show, see {@link WindowTrack#accept}. */
    void accept(Optional<String> segment, Optional<String> feature, MergeOutput output) {
        tracks.get(0).accept(segment, feature, output);
    }

    /** Promotion for the monitor's own windows, see {@link WindowTrack#promote}. */
    void promote(Optional<Reference> promoted, long from) {
        tracks.get(0).promote(promoted, from);
    }

    /** Gives the last closed window of each segment again, as after a restart or a move. */
    void showLast(MergeOutput output) {
        tracks.forEach(track -> track.showLast(output.of(track.monitor())));
    }

    /** How far the monitor's own windows have come. */
    MonitorProgress progress() {
        return tracks.get(0).progress();
    }
}

package io.kullback.stream;

import io.kullback.histogram.WindowPlan;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** The counts of whole windows, with as many segments told apart as the ceiling allows: those of results that are out in any case. */
final class WindowCounts {

    private final WindowPlan plan;
    private final MonitorState state;
    private final boolean besideTopic;

    WindowCounts(MonitorSettings monitor, MonitorState state) {
        this.plan = monitor.window();
        this.state = state;
        this.besideTopic = monitor.reference() instanceof ReferenceSource.AlongsideTopic;
    }

    private PaneView view(long window) {
        return state.panes()
                .view(
                        window,
                        plan.windowEnd(window),
                        plan.lastPaneOf(window),
                        segment -> state.revisions().of(window, segment) > 0);
    }

    /** The segments of a window that are judged, in order of their names. */
    SortedSet<String> segments(long window) {
        SortedSet<String> segments = view(window).segments(window, plan.windowEnd(window));
        if (besideTopic) {
            segments.remove(ReferenceSource.AlongsideTopic.SEGMENT);
        }
        return segments;
    }

    /** Under which segment the events of one are counted in a window. */
    String place(long window, String segment) {
        return view(window).place(segment);
    }

    /** The counts of one segment of a window. */
    Optional<PaneCounts> sum(long window, String segment) {
        return view(window).sum(window, plan.windowEnd(window), segment);
    }

    /** The counts of all segments of a window. */
    Map<String, PaneCounts> all(long window) {
        long end = plan.windowEnd(window);
        PaneView view = view(window);
        Map<String, PaneCounts> counts = new TreeMap<>();
        view.segments(window, end)
                .forEach(segment -> view.sum(window, end, segment).ifPresent(sum -> counts.put(segment, sum)));
        return counts;
    }
}

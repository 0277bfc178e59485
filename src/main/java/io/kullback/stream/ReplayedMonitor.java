package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.util.ArrayList;
import java.util.List;

/** One monitor in a replay: the merge stage of the service, which is given the same partials, but for what lies outside the range. */
final class ReplayedMonitor implements MergeOutput {

    /** The state notes what has changed since it was last written; nobody reads that here, but it must not pile up. */
    private static final int FORGET_EVERY = 1_000;

    private final MonitorSettings monitor;
    private final MonitorListener listener;
    private final ReplayRange range;
    private final MonitorMerge merge;
    private long outside;
    private int partials;

    ReplayedMonitor(MonitorSettings monitor, MonitorListener listener, ReplayRange range) {
        this.monitor = monitor;
        this.listener = listener;
        this.range = range;
        this.merge = new MonitorMerge(monitor, new MonitorState(monitor));
    }

    MonitorSettings monitor() {
        return monitor;
    }

    /**
     * Puts the references in force that were promoted. Before the first partial.
     *
     * @throws IllegalArgumentException if one is no longer to be found
     */
    void promote(ReferenceVersions versions) {
        versions.promotions(monitor.name())
                .forEach(promoted -> merge.promote(
                        versions.reference(promoted), promoted.from().toEpochMilli()));
    }

    void accept(Partial partial) {
        merge.accept(within(partial), this);
        if (++partials % FORGET_EVERY == 0) {
            merge.state().writeChanges((key, value) -> {});
        }
    }

    private Partial within(Partial partial) {
        List<Partial.Pane> counted = new ArrayList<>();
        long left = 0;
        for (Partial.Pane pane : partial.panes()) {
            if (range.counts(monitor, pane.start())) {
                counted.add(pane);
            } else {
                left += pane.counts().records();
            }
        }
        if (left == 0) {
            return partial;
        }
        outside += left;
        return new Partial(
                partial.monitor(),
                partial.ofReference(),
                partial.partition(),
                partial.partitions(),
                partial.watermark(),
                partial.idle(),
                partial.idleUntil(),
                partial.records() - left,
                partial.rejected(),
                partial.late(),
                partial.future(),
                counted);
    }

    @Override
    public void result(WindowResult result) {
        if (range.tells(result.window())) {
            listener.windowClosed(result);
        }
    }

    @Override
    public void closed(Window window, double completeness) {}

    @Override
    public void reference(Reference reference) {
        listener.referenceInForce(monitor.name(), reference);
    }

    @Override
    public void alert(AlertTransition transition, String explanation) {
        if (range.tells(transition.window())) {
            listener.alertChanged(transition, explanation);
        }
    }

    MonitorProgress progress() {
        return merge.progress();
    }

    /** Records that were read and would have counted if the range held them. */
    long outside() {
        return outside;
    }
}

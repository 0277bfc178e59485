package io.kullback.stream;

import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Builds a reference from events that were recorded: counts them exactly as the pipeline would.
 *
 * <p>Not thread-safe.
 */
public final class ReferenceBuilder {

    /** No record is late for a reference, in whatever order they come. */
    private static final Duration FOREVER = Duration.ofDays(100 * 366);

    private static final int DRAIN_EVERY = 10_000;

    private final MonitorSettings monitor;
    private final Optional<ReferenceSource.Period> period;
    private final Fields fields = new Fields();
    private final MonitorCounter counter;
    private final PaneStore panes;
    private final long now = System.currentTimeMillis();
    private int pending;

    /**
     * @param configured the monitor whose features and segments are counted
     * @param period events outside are left out; everything is taken where empty
     * @throws IllegalArgumentException if the period does not start and end with a pane
     */
    public ReferenceBuilder(MonitorSettings configured, Optional<ReferenceSource.Period> period) {
        this.monitor = patient(configured, period.orElse(null));
        this.panes = new PaneStore(monitor, new SegmentCeiling(monitor));
        this.period = period;
        this.counter = new MonitorCounter(monitor, 0, fields);
    }

    /** The same monitor, for which nothing is late or too far ahead. */
    static MonitorSettings patient(MonitorSettings monitor, ReferenceSource.Period period) {
        WindowPlan window = monitor.window();
        return new MonitorSettings(
                monitor.name(),
                monitor.topic(),
                monitor.format(),
                monitor.eventTime(),
                monitor.segment(),
                new WindowPlan(window.size(), window.advance(), window.grace(), FOREVER),
                monitor.idleTimeout(),
                FOREVER,
                period == null ? monitor.reference() : period,
                monitor.features(),
                monitor.scoring(),
                monitor.limits());
    }

    /** The fields to be read of each record. */
    public Fields fields() {
        return fields;
    }

    /** Takes one record. */
    public void count(FieldValues values, long recordTimestamp) {
        counter.count(values, recordTimestamp, now);
        if (++pending == DRAIN_EVERY) {
            pending = 0;
            drain(counter);
        }
    }

    /** Takes what a counter of {@link #monitor} has counted. */
    void drain(MonitorCounter other) {
        other.drainFull(1).forEach(this::take);
        other.drain(1).ifPresent(this::take);
    }

    private void take(Partial partial) {
        for (Partial.Pane pane : partial.panes()) {
            boolean inside = period.map(span -> pane.start() >= span.from().toEpochMilli()
                            && pane.start() < span.to().toEpochMilli())
                    .orElse(true);
            if (inside) {
                panes.merge(pane.start(), pane.segment(), pane.counts(), false);
            }
        }
    }

    /**
     * The reference.
     *
     * @param source where the events come from, for people
     * @throws IllegalStateException if no event was taken
     */
    public Reference build(String source) {
        drain(counter);
        SortedSet<Long> starts = panes.starts();
        if (starts.isEmpty()) {
            throw new IllegalStateException("there is no event to build a reference from"
                    + period.map(span -> " between " + span.from() + " and " + span.to())
                            .orElse(""));
        }
        ReferenceSource.Period span = period.orElseGet(() -> new ReferenceSource.Period(
                Instant.ofEpochMilli(starts.first()),
                Instant.ofEpochMilli(monitor.window().paneEnd(starts.last()))));
        return new ReferenceKeeper(patient(monitor, span), panes).build(span, panes, source);
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoringSettings;
import io.kullback.exposition.Board;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.ValueFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/**
 * A million events, each of a segment and a category that no other has, over a thousand open windows, through both stages, the bytes between them, the durable copy
 * and what is shown.
 */
class BoundedHeapTest {

    private static final int EVENTS = 1_000_000;
    private static final int WINDOWS = 1_000;
    private static final int SEGMENTS = 10;
    private static final int COMMIT_EVERY = 25_000;
    /** What a broker takes in one record by default. */
    private static final int LARGEST_RECORD = 1_000_000;

    private final MonitorSettings monitor = monitor();
    private final PartialCodec codec = new PartialCodec(monitor);
    private final Map<Bytes, byte[]> store = new HashMap<>();
    private final LargeEntries entries = new LargeEntries();
    private final Board board = new Board(List.of());
    private long recordsOfResults;
    private long valuesOfResults;
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            board.windowClosed(result);
            if (result.series().feature().equals("x")) {
                recordsOfResults += result.records();
                valuesOfResults += result.observed().map(Histogram::total).orElse(0L);
            }
        }

        @Override
        public void reference(Reference reference) {
            board.referenceInForce(monitor.name(), reference);
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {}
    };

    /** Windows of a second that wait long enough to be open all at once; the reference is learned from all of them. */
    private static MonitorSettings monitor() {
        return new MonitorSettings(
                "m",
                "events",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                Optional.of(FieldPath.parse("/s")),
                WindowPlan.tumbling(Given.seconds(1), Given.seconds(WINDOWS), Given.seconds(30)),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Period(
                        Instant.ofEpochMilli(Given.T0), Instant.ofEpochMilli(Given.T0 + WINDOWS * 1_000L)),
                List.of(
                        new FeatureSettings(
                                "x", FieldPath.parse("/x"), new BinningRule.Fixed(Given.BINS), Given.EVERY_EVENT),
                        new FeatureSettings(
                                "category",
                                FieldPath.parse("/c"),
                                new BinningRule.TopCategories(30),
                                Given.EVERY_EVENT)),
                ScoringSettings.DEFAULT,
                new MonitorLimits(SEGMENTS, WINDOWS, 50_000));
    }

    @Test
    void aMillionSegmentsAndCategoriesInAThousandWindowsLeaveTheHeapFlatAndEveryEventCounted() {
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
        List<Long> heap = new ArrayList<>();
        FieldValues values = new FieldValues(4);
        for (int i = 0; i < EVENTS; i++) {
            // 387 and 1000 have no common divisor, so that every thousand events visit every window.
            values.setNumber(0, Given.T0 + (i * 387L % WINDOWS) * 1_000);
            values.setText(1, "segment-" + i);
            values.setNumber(2, 5);
            values.setText(3, "category-" + i);
            counter.count(values, -1, System.currentTimeMillis());
            if (counter.isFull() || i % COMMIT_EVERY == COMMIT_EVERY - 1) {
                handOver(counter, merge);
            }
            if (i % COMMIT_EVERY == COMMIT_EVERY - 1) {
                commit(merge);
            }
            if (i >= EVENTS / 2 && i % (EVENTS / 10) == EVENTS / 10 - 1) {
                heap.add(usedHeap());
            }
        }
        assertThat(heap)
                .hasSize(5)
                .allSatisfy(used -> assertThat(used)
                        .as("used heap after each tenth of the second half: %s", heap)
                        .isLessThan(heap.get(0) + heap.get(0) / 20));

        assertThat(merge.state().panes().starts()).hasSize(WINDOWS);
        assertThat(merge.state().panes().size()).isEqualTo(WINDOWS * (SEGMENTS + 1L));
        assertThat(merge.state().panes().categories()).isLessThanOrEqualTo(50_000);
        // One event of each segment, so of each window as many are told apart as there are segments, and all others are
        // not.
        assertThat(merge.progress().ceilings())
                .isEqualTo(new MonitorProgress.Ceilings(
                        2 * (SEGMENTS + 1L),
                        EVENTS - (long) WINDOWS * SEGMENTS,
                        merge.progress().ceilings().categoriesOverflow()));
        assertThat(merge.progress().ceilings().categoriesOverflow()).isBetween(EVENTS - 60_000L, EVENTS - 1L);
        assertThat(store.values()).allSatisfy(value -> assertThat(value.length).isLessThan(LARGEST_RECORD));

        // One event far ahead closes all windows but its own.
        values.setNumber(0, Given.T0 + 10_000_000);
        counter.count(values, -1, System.currentTimeMillis());
        handOver(counter, merge);
        commit(merge);
        assertThat(merge.progress().records()).isEqualTo(EVENTS + 1L);
        assertThat(merge.progress().counted() + merge.progress().future()).isEqualTo(EVENTS + 1L);
        assertThat(recordsOfResults).isEqualTo(EVENTS);
        assertThat(valuesOfResults).isEqualTo(EVENTS);
    }

    private void handOver(MonitorCounter counter, MonitorMerge merge) {
        counter.drainFull(1).forEach(partial -> merge(merge, partial));
        counter.drain(1).ifPresent(partial -> merge(merge, partial));
    }

    private void merge(MonitorMerge merge, Partial partial) {
        byte[] bytes = codec.write(partial);
        assertThat(bytes.length).isLessThan(LARGEST_RECORD);
        merge.accept(codec.read(bytes).orElseThrow(), output);
    }

    private void commit(MonitorMerge merge) {
        merge.state()
                .writeChanges((key, value) -> entries.put(
                        key,
                        value,
                        (name, part) -> part.ifPresentOrElse(
                                bytes -> store.put(Bytes.wrap(name), bytes), () -> store.remove(Bytes.wrap(name)))));
        board.progressed(merge.progress());
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        // Several times, since what a first collection frees may hold what a second one can.
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;

/** How much of its source a window had seen when it closed. Windows are ten seconds long, with two seconds of grace. */
class WindowCompletenessTest {

    private final MonitorSettings monitor = Given.monitor(Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE));
    private final MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
    private final List<Entry<Long, Double>> closed = Given.list();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {}

        @Override
        public void closed(Window window, double completeness) {
            closed.add(Map.entry((window.start().toEpochMilli() - Given.T0) / 1_000, completeness));
        }

        @Override
        public void reference(Reference reference) {}

        @Override
        public void alert(AlertTransition transition, String explanation) {}
    };

    private void read(int partition, int partitions, long... seconds) {
        merge.accept(Given.partial(monitor, partition, partitions, seconds), output);
    }

    private void idle(int partition, int partitions, long silentUntil) {
        merge.accept(
                new Partial(
                        monitor.name(),
                        false,
                        partition,
                        partitions,
                        Partial.NONE,
                        true,
                        Given.T0 + silentUntil * 1_000,
                        0,
                        Map.of(),
                        0,
                        0,
                        List.of()),
                output);
    }

    @Test
    void aWindowThatAllPartitionsHavePassedIsComplete() {
        read(0, 2, 1, 12);
        read(1, 2, 2, 30);
        assertThat(closed).containsExactly(Map.entry(0L, 1.0));
    }

    @Test
    void anIdlePartitionThatHadNotPassedTheEndIsMissing() {
        read(0, 4, 1, 12);
        read(1, 4, 2, 12);
        read(2, 4, 9);
        idle(2, 4, 5);
        assertThat(closed).as("the fourth has not reported").isEmpty();
        idle(3, 4, 5);
        assertThat(closed).containsExactly(Map.entry(0L, 0.5));
    }

    @Test
    void anIdlePartitionThatHadPassedTheEndBeforeItFellSilentIsNotMissing() {
        read(0, 2, 1, 10);
        idle(0, 2, 11);
        read(1, 2, 12);
        assertThat(closed).containsExactly(Map.entry(0L, 1.0));
    }

    @Test
    void aWindowThatSilenceClosedIsAsCompleteAsItsPartitionsSay() {
        read(0, 1, 1, 2);
        idle(0, 1, 60);
        assertThat(closed).containsExactly(Map.entry(0L, 0.0));
    }
}

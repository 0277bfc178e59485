package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.CloseCause;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.ingest.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Partials in, results out. Times are seconds after a round moment; windows are ten seconds long, with two seconds of grace. */
class MonitorMergeTest {

    private final List<WindowResult> results = Given.list();
    private final List<Reference> references = Given.list();
    private final List<AlertTransition> alerts = Given.list();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            results.add(result);
        }

        @Override
        public void reference(Reference reference) {
            references.add(reference);
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {
            alerts.add(transition);
        }
    };

    private static MonitorMerge merge(MonitorSettings monitor) {
        return new MonitorMerge(monitor, new MonitorState(monitor));
    }

    private static MonitorSettings tumbling() {
        return Given.monitor(Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE));
    }

    private void accept(MonitorMerge merge, Partial partial) {
        merge.accept(partial, output);
    }

    private static String second(Instant time) {
        return String.valueOf((time.toEpochMilli() - Given.T0) / 1_000);
    }

    /** Results in short: {@code window start r revision:records}. */
    private List<String> inShort() {
        return results.stream()
                .map(result -> second(result.window().start()) + "r" + result.revision() + ":" + result.records())
                .toList();
    }

    @Test
    void aFastPartitionDoesNotCloseAWindowOnASlowOne() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        accept(merge, Given.partial(monitor, 0, 2, 1, 5, 300));
        assertThat(results).isEmpty();
        accept(merge, Given.partial(monitor, 1, 2, 2, 11));
        assertThat(results).isEmpty();
        accept(merge, Given.partial(monitor, 1, 2, 12));
        assertThat(inShort()).containsExactly("0r1:3");
        assertThat(results.get(0).cause()).isEqualTo(CloseCause.WATERMARK);
    }

    @Test
    void noWindowClosesBeforeEveryPartitionHasReported() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        accept(merge, Given.partial(monitor, 0, 3, 1, 100));
        accept(merge, Given.partial(monitor, 1, 3, 1, 100));
        assertThat(results).isEmpty();
        accept(merge, Given.partial(monitor, 2, 3, 1, 100));
        assertThat(inShort()).containsExactly("0r1:3");
    }

    @Test
    void theOrderOfPartialsDoesNotChangeAnyResult() {
        MonitorSettings monitor = tumbling();
        List<Partial> partials = List.of(
                Given.partial(monitor, 0, 2, 1, 2, 3, 15),
                Given.partial(monitor, 0, 2, 16, 30),
                Given.partial(monitor, 1, 2, 4, 14, 29),
                Given.partial(monitor, 1, 2, 60));
        MonitorMerge one = merge(monitor);
        List.of(0, 1, 2, 3).forEach(i -> accept(one, partials.get(i)));
        List<String> first = inShort();
        results.clear();
        MonitorMerge other = merge(monitor);
        List.of(2, 0, 3, 1).forEach(i -> accept(other, partials.get(i)));
        assertThat(inShort()).isEqualTo(first).containsExactly("0r1:4", "10r1:3");
    }

    @Test
    void aHoppingWindowSumsItsPanes() {
        MonitorSettings monitor = Given.monitor(Given.hopping(), new ReferenceSource.Given(Given.REFERENCE));
        MonitorMerge merge = merge(monitor);
        accept(merge, Given.partial(monitor, 0, 1, 1, 11, 12, 21, 22, 23, 62));
        // Windows of thirty seconds, one every ten: the pane of 62 is still open in the windows from 40 on.
        assertThat(inShort()).containsExactly("-20r1:1", "-10r1:3", "0r1:6", "10r1:5", "20r1:3");
    }

    @Test
    void eventsAfterTheWindowClosedAmendItUntilTheRetentionEnds() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        accept(merge, Given.partial(monitor, 0, 1, 1, 2, 20));
        accept(merge, Given.partial(monitor, 0, 1, 3, 21));
        assertThat(inShort()).containsExactly("0r1:2", "0r2:3");
        assertThat(results.get(1).cause()).isEqualTo(CloseCause.REVISION);
        accept(merge, Given.partial(monitor, 0, 1, 22, 80));
        results.clear();
        accept(merge, Given.partial(monitor, 0, 1, 4, 81));
        assertThat(results).isEmpty();
        assertThat(merge.progress().late()).isEqualTo(1);
        assertThat(merge.progress().records())
                .isEqualTo(merge.progress().counted() + merge.progress().late());
    }

    @Test
    void whenEveryPartitionIsSilentTheLastWindowCloses() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        accept(merge, Given.count(counter, 1, 1, 2));
        assertThat(results).isEmpty();
        counter.observeSilence(Optional.of(Duration.ofSeconds(61)), System.currentTimeMillis());
        accept(merge, counter.drain(1).orElseThrow());
        assertThat(inShort()).containsExactly("0r1:2");
        assertThat(results.get(0).cause()).isEqualTo(CloseCause.IDLE);
    }

    @Test
    void aReplayThatPausesGoesOnWhereItWasAndNothingIsLate() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        accept(merge, Given.count(counter, 1, 1, 2));
        counter.observeSilence(Optional.of(Duration.ofSeconds(61)), System.currentTimeMillis());
        accept(merge, counter.drain(1).orElseThrow());
        accept(merge, Given.count(counter, 1, 13, 40));
        assertThat(inShort()).containsExactly("0r1:2", "10r1:1");
        assertThat(merge.progress().late()).isZero();
    }

    @Test
    void untilItsPeriodHasBeenReadThereIsNoReferenceAndThenEveryLaterWindowHasIt() {
        MonitorSettings monitor = Given.monitor(
                Given.tumbling(),
                new ReferenceSource.Period(
                        Instant.ofEpochMilli(Given.T0 + 10_000), Instant.ofEpochMilli(Given.T0 + 30_000)));
        MonitorMerge merge = merge(monitor);
        accept(merge, Given.partial(monitor, 0, 1, 1, 11, 12, 21, 31, 60));
        assertThat(references).hasSize(1);
        assertThat(references
                        .get(0)
                        .histogram(Reference.WHOLE, "x")
                        .orElseThrow()
                        .total())
                .isEqualTo(3);
        assertThat(results.stream().map(result -> result.verdict().name()).toList())
                .containsExactly("inconclusive", "inconclusive", "inconclusive", "stable");
        assertThat(results.get(2).verdict()).isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, 1, 1));
        assertThat(results.get(3).referenceId()).contains(references.get(0).id());
    }

    @Test
    void afterARestartItGoesOnAsIfNothingHadHappened() {
        for (MonitorSettings monitor : List.of(
                tumbling(),
                Given.monitor(Given.hopping(), new ReferenceSource.Given(Given.REFERENCE)),
                Given.monitor(
                        Given.tumbling(),
                        new ReferenceSource.Period(
                                Instant.ofEpochMilli(Given.T0), Instant.ofEpochMilli(Given.T0 + 20_000))))) {
            List<Partial> partials = List.of(
                    Given.partial(monitor, 0, 2, 1, 2, 15, 33),
                    Given.partial(monitor, 1, 2, 3, 16, 34),
                    Given.partial(monitor, 0, 2, 35, 14, 61),
                    Given.partial(monitor, 1, 2, 36, 17, 63));
            results.clear();
            MonitorMerge undisturbed = merge(monitor);
            partials.forEach(partial -> accept(undisturbed, partial));
            List<WindowResult> expected = List.copyOf(results);
            assertThat(expected).hasSizeGreaterThan(4);

            results.clear();
            Map<String, byte[]> store = new TreeMap<>();
            for (Partial partial : partials) {
                MonitorMerge restarted = restored(monitor, store);
                accept(restarted, partial);
                restarted
                        .state()
                        .writeChanges((key, value) ->
                                value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
            }
            assertThat(results).isEqualTo(expected);
            assertThat(restored(monitor, store).progress()).isEqualTo(undisturbed.progress());
        }
    }

    @Test
    void afterARestartTheLastWindowOfEachSeriesIsShownAgain() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        accept(merge, Given.partial(monitor, 0, 1, 1, 11, 12, 60));
        Map<String, byte[]> store = new TreeMap<>();
        merge.state().writeChanges((key, value) -> value.ifPresent(bytes -> store.put(key, bytes)));
        WindowResult last = results.get(results.size() - 1);
        results.clear();
        restored(monitor, store).showLast(output);
        assertThat(results).containsExactly(last);
    }

    private static MonitorMerge restored(MonitorSettings monitor, Map<String, byte[]> store) {
        MonitorState state = new MonitorState(monitor);
        store.forEach(state::restore);
        state.restored();
        return new MonitorMerge(monitor, state);
    }

    @Test
    void whatCanNoLongerChangeIsLetGoOf() {
        MonitorSettings monitor = tumbling();
        MonitorMerge merge = merge(monitor);
        for (int second = 0; second < 10_000; second += 5) {
            accept(merge, Given.partial(monitor, 0, 1, second));
        }
        // Ten seconds of window, two of grace, thirty of retention: five panes or so, not a thousand.
        assertThat(merge.progress().openPanes()).isLessThanOrEqualTo(7);
        assertThat(results).hasSizeGreaterThan(990);
    }
}

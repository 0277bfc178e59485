package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A topic compared with another one at the same event time: a canary's with the stable release's. Windows are ten seconds long, without grace. */
class ReferenceTopicTest {

    private static final WindowPlan PLAN =
            WindowPlan.tumbling(Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(30));
    private static final String CANARY = "payments-canary";
    private static final String STABLE = "payments-stable";

    private final List<WindowResult> results = Given.list();
    private final List<AlertTransition> alerts = Given.list();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            results.add(result);
        }

        @Override
        public void reference(Reference reference) {
            // Those of the results are looked at.
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {
            alerts.add(transition);
        }
    };

    private static MonitorSettings monitor() {
        return Given.monitor("m", CANARY, PLAN, new ReferenceSource.AlongsideTopic(STABLE), Optional.empty());
    }

    private static MonitorMerge merge(MonitorSettings monitor) {
        return new MonitorMerge(monitor, new MonitorState(monitor));
    }

    /** Events of one partition of one topic, of which all are counted together. */
    private static final class Source {
        private final MonitorSettings monitor;
        private final PartitionCounter counter;
        private final int partitions;

        Source(MonitorSettings monitor, String topic, int partition, int partitions) {
            this.monitor = monitor;
            this.counter = new PartitionCounter(new TopicPartition(topic, partition), List.of(monitor));
            this.partitions = partitions;
        }

        Source add(double second, double x, int times) {
            return add(second, x, "", times);
        }

        Source add(double second, double x, String release, int times) {
            Frame.Builder frame = new Frame.Builder();
            String json = "{\"t\":" + (Given.T0 + Math.round(second * 1_000)) + ",\"x\":" + x + ",\"release\":\""
                    + release + "\"}";
            for (int i = 0; i < times; i++) {
                frame.add(0, 0, json.getBytes(StandardCharsets.UTF_8));
            }
            counter.count(frame.finish(), System.currentTimeMillis());
            return this;
        }

        Source silent() {
            counter.monitors()
                    .get(0)
                    .observeSilence(
                            Optional.of(Duration.ofHours(1)),
                            Given.T0 + Duration.ofHours(2).toMillis());
            return this;
        }

        /** What is handed on. */
        byte[] bytes() {
            return new PartialCodec(monitor)
                    .write(counter.monitors().get(0).drain(partitions).orElseThrow());
        }

        /** What is handed on, as the merge stage reads it. */
        Partial partial() {
            return new PartialCodec(monitor).read(bytes()).orElseThrow();
        }
    }

    private static Source canary(MonitorSettings monitor) {
        return new Source(monitor, CANARY, 0, 1);
    }

    private static Source stable(MonitorSettings monitor) {
        return new Source(monitor, STABLE, 0, 1);
    }

    private String verdicts() {
        return String.join(
                " ", results.stream().map(result -> result.verdict().name()).toList());
    }

    @Test
    void whatMovesBothIsNoDriftAndWhatMovesOneIs() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        merge.accept(
                stable(monitor)
                        .add(1, 5, 900)
                        .add(11, 50, 900)
                        .add(21, 50, 900)
                        .add(30, 5, 1)
                        .partial(),
                output);
        merge.accept(
                canary(monitor)
                        .add(2, 5, 300)
                        .add(12, 50, 300)
                        .add(22, 5, 300)
                        .add(30, 5, 1)
                        .partial(),
                output);
        assertThat(verdicts()).isEqualTo("stable stable drifted");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.series().segment()).isEqualTo(Reference.WHOLE);
            assertThat(result.records()).isEqualTo(300);
        });
        assertThat(alerts).hasSize(1);
        Histogram reference = results.get(2).reference().orElseThrow();
        assertThat(List.of(reference.count(0), reference.count(1), reference.count(2)))
                .containsExactly(0L, 0L, 900L);
        assertThat(results.stream().map(result -> result.referenceId().orElseThrow()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theReferenceNamesTheTopicAndTheTime() {
        MonitorSettings monitor = monitor();
        MonitorState state = new MonitorState(monitor);
        MonitorMerge merge = new MonitorMerge(monitor, state);
        merge.accept(stable(monitor).add(1, 5, 900).add(10, 5, 1).partial(), output);
        merge.accept(canary(monitor).add(2, 5, 300).add(10, 5, 1).partial(), output);
        assertThat(state.shownReference().orElseThrow().origin())
                .isEqualTo("topic payments-stable of the same time, 2001-09-09T01:46:40Z to 2001-09-09T01:46:50Z");
    }

    @Test
    void aWindowWaitsForTheOtherTopicByEventTime() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        merge.accept(canary(monitor).add(2, 5, 300).add(35, 5, 1).partial(), output);
        assertThat(results).as("nothing has been heard of the other topic").isEmpty();
        Source first = new Source(monitor, STABLE, 0, 2);
        Source second = new Source(monitor, STABLE, 1, 2);
        merge.accept(first.add(1, 5, 500).add(35, 5, 1).partial(), output);
        assertThat(results).as("one of its two partitions has been heard of").isEmpty();
        merge.accept(second.add(9, 5, 400).partial(), output);
        assertThat(results).as("the window has not ended in all partitions").isEmpty();
        merge.accept(second.add(10, 5, 1).partial(), output);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).reference().orElseThrow().total()).isEqualTo(900);
    }

    @Test
    void whereTheOtherTopicIsSilentWindowsCloseAndNothingCanBeToldOfThem() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        merge.accept(stable(monitor).silent().partial(), output);
        merge.accept(canary(monitor).add(2, 5, 300).add(10, 5, 1).partial(), output);
        assertThat(results).hasSize(1);
        assertThat(((Verdict.Inconclusive) results.get(0).verdict()).reason())
                .isEqualTo(InconclusiveReason.NO_REFERENCE);
    }

    @Test
    void whereTheOtherTopicAloneHasEventsThereIsNoResult() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        merge.accept(stable(monitor).add(1, 5, 900).add(10, 5, 1).partial(), output);
        merge.accept(canary(monitor).add(15, 5, 1).partial(), output);
        assertThat(results).isEmpty();
    }

    @Test
    void lateEventsOfTheOtherTopicAmendTheWindowsThatWereComparedWithIt() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        Source stable = stable(monitor);
        merge.accept(stable.add(1, 5, 900).add(12, 5, 1).partial(), output);
        merge.accept(canary(monitor).add(2, 50, 300).add(12, 5, 1).partial(), output);
        assertThat(verdicts()).isEqualTo("drifted");
        merge.accept(stable.add(3, 50, 90_000).partial(), output);
        assertThat(verdicts()).isEqualTo("drifted stable");
        assertThat(results.get(1).revision()).isEqualTo(2);
        assertThat(results.get(1).reference().orElseThrow().total()).isEqualTo(90_900);
    }

    @Test
    void aWindowWhoseEventsAllCameLateIsJudgedWithTheOthers() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        Source canary = canary(monitor);
        merge.accept(
                stable(monitor).add(1, 5, 900).add(11, 5, 900).add(20, 5, 1).partial(), output);
        merge.accept(canary.silent().partial(), output);
        merge.accept(stable(monitor).silent().partial(), output);
        merge.accept(canary.add(2, 5, 300).add(12, 50, 300).partial(), output);
        assertThat(verdicts()).isEqualTo("stable drifted");
        assertThat(alerts).hasSize(1);
    }

    @Test
    void scoresAreThoseOfTheSameEventsInOneTopicWithTheReleaseAsTheirSegment() {
        MonitorSettings two = monitor();
        MonitorSettings one = Given.monitor(
                "m", CANARY, PLAN, new ReferenceSource.Alongside("stable"), Optional.of(FieldPath.parse("/release")));
        MonitorMerge ofTwo = merge(two);
        Source stable = stable(two);
        Source canary = canary(two);
        Source both = canary(one);
        for (int window = 0; window < 30; window++) {
            int moved = window < 20 ? 40 : 250;
            stable.add(window * 10 + 1, 5, 800).add(window * 10 + 2, 50, 100 + window);
            canary.add(window * 10 + 1, 5, 300).add(window * 10 + 2, 50, moved);
            both.add(window * 10 + 1, 5, "stable", 800)
                    .add(window * 10 + 2, 50, "stable", 100 + window)
                    .add(window * 10 + 1, 5, "canary", 300)
                    .add(window * 10 + 2, 50, "canary", moved);
        }
        ofTwo.accept(stable.add(300, 5, 1).partial(), output);
        ofTwo.accept(canary.add(300, 5, 1).partial(), output);
        List<WindowResult> separate = new ArrayList<>(results);
        results.clear();
        merge(one).accept(both.add(300, 5, "stable", 1).partial(), output);
        results.removeIf(result -> !result.series().segment().equals("canary"));
        assertThat(separate).hasSize(30);
        assertThat(separate.stream().map(WindowResult::scores).toList())
                .isEqualTo(results.stream().map(WindowResult::scores).toList());
        assertThat(separate.stream().map(result -> result.verdict().name())).contains("stable", "drifted");
    }

    @Test
    void everyRecordOfBothTopicsIsBooked() {
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        merge.accept(stable(monitor).add(1, 5, 900).add(19, 5, 1).partial(), output);
        merge.accept(canary(monitor).add(2, 5, 300).add(10, 5, 1).partial(), output);
        assertThat(merge.progress().records()).isEqualTo(1_202);
        assertThat(merge.progress().counted()).isEqualTo(1_202);
        assertThat(merge.progress().partitions())
                .as("those of the monitor's own topic")
                .extracting(MonitorProgress.SourcePartition::watermark)
                .containsExactly(OptionalLong.of(Given.T0 + 10_000));
    }

    @Test
    void afterARestartAtAnyPointTheResultsAreTheSame() {
        MonitorSettings monitor = monitor();
        List<byte[]> partials = new ArrayList<>();
        PartialCodec codec = new PartialCodec(monitor);
        Source stable = stable(monitor);
        Source canary = canary(monitor);
        for (int window = 0; window < 12; window++) {
            partials.add(stable.add(window * 10 + 1, 5, 800)
                    .add(window * 10 + 2, 50, 100)
                    .bytes());
            partials.add(canary.add(window * 10 + 1, 5, 300)
                    .add(window * 10 + 2, 50, window < 8 ? 40 : 90)
                    .bytes());
        }
        MonitorMerge uninterrupted = merge(monitor);
        partials.forEach(partial -> uninterrupted.accept(codec.read(partial).orElseThrow(), output));
        List<String> expected = new ArrayList<>();
        results.forEach(result -> expected.add(new String(IssuedJson.of(result), StandardCharsets.UTF_8)));
        assertThat(expected).hasSize(11);
        for (int at = 1; at < partials.size(); at++) {
            results.clear();
            MonitorMerge before = merge(monitor);
            partials.subList(0, at)
                    .forEach(partial -> before.accept(codec.read(partial).orElseThrow(), output));
            Map<String, byte[]> entries = new TreeMap<>();
            before.state()
                    .writeChanges((key, value) ->
                            value.ifPresentOrElse(bytes -> entries.put(key, bytes), () -> entries.remove(key)));
            MonitorState restored = new MonitorState(monitor);
            new LinkedHashMap<>(entries).forEach(restored::restore);
            restored.restored();
            MonitorMerge after = new MonitorMerge(monitor, restored);
            partials.subList(at, partials.size())
                    .forEach(partial -> after.accept(codec.read(partial).orElseThrow(), output));
            List<String> found = new ArrayList<>();
            results.forEach(result -> found.add(new String(IssuedJson.of(result), StandardCharsets.UTF_8)));
            assertThat(found).as("restarted after %d partials", at).isEqualTo(expected);
        }
    }

    @Test
    void aMonitorIsComparedNeitherWithItsOwnTopicNorSegmentBySegment() {
        assertThatThrownBy(() ->
                        Given.monitor("m", CANARY, PLAN, new ReferenceSource.AlongsideTopic(CANARY), Optional.empty()))
                .hasMessageContaining("its own topic 'payments-canary'");
        assertThatThrownBy(() -> Given.monitor(
                        "m",
                        CANARY,
                        PLAN,
                        new ReferenceSource.AlongsideTopic(STABLE),
                        Optional.of(FieldPath.parse("/release"))))
                .hasMessageContaining("leave out the key 'segment'");
    }
}

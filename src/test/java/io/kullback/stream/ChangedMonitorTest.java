package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of a monitor's state when its configuration has changed between two runs: kept as far as it still means the same, never taken for something else. */
class ChangedMonitorTest {

    private static final FeatureSettings A = feature("a", Given.BINS);
    private static final FeatureSettings B = feature("b", Given.BINS);
    private static final FeatureSettings B_OF_OTHER_BINS = feature("b", NumberBinning.ofEdges(3, 6));
    private static final Instant T0 = Instant.ofEpochMilli(Given.T0);
    private static final ReferenceSource.Period FIRST_TWENTY_SECONDS =
            new ReferenceSource.Period(T0, T0.plusSeconds(20));

    private final Map<String, byte[]> store = new TreeMap<>();
    private final List<WindowResult> results = Given.list();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            results.add(result);
        }

        @Override
        public void reference(Reference reference) {}

        @Override
        public void alert(AlertTransition transition, String explanation) {}
    };

    private static FeatureSettings feature(String name, NumberBinning bins) {
        return new FeatureSettings(name, FieldPath.parse("/" + name), new BinningRule.Fixed(bins), Given.EVERY_EVENT);
    }

    private static MonitorSettings monitor(WindowPlan plan, ReferenceSource reference, FeatureSettings... features) {
        return new MonitorSettings(
                "m",
                "events",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                Optional.empty(),
                plan,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                reference,
                List.of(features),
                ScoringSettings.DEFAULT);
    }

    private static MonitorSettings monitor(FeatureSettings... features) {
        return monitor(Given.tumbling(), FIRST_TWENTY_SECONDS, features);
    }

    /** An event at each of the seconds, whose a is below 0 and whose b lies in [0, 10). */
    private static Partial partial(MonitorSettings monitor, int... seconds) {
        PartitionCounter counter = new PartitionCounter(new TopicPartition("events", 0), List.of(monitor));
        Frame.Builder frame = new Frame.Builder();
        for (int second : seconds) {
            String json = "{\"t\":" + (Given.T0 + second * 1_000L) + ",\"a\":-1,\"b\":5}";
            frame.add(second, Given.T0, json.getBytes(StandardCharsets.UTF_8));
        }
        counter.count(frame.finish(), System.currentTimeMillis());
        return counter.monitors().get(0).drain(1).orElseThrow();
    }

    private MonitorMerge restored(MonitorSettings monitor) {
        MonitorState state = new MonitorState(monitor);
        store.forEach(state::restore);
        state.restored();
        return new MonitorMerge(monitor, state);
    }

    private MonitorMerge run(MonitorSettings monitor, int... seconds) {
        results.clear();
        MonitorMerge merge = restored(monitor);
        merge.accept(partial(monitor, seconds), output);
        merge.state()
                .writeChanges(
                        (key, value) -> value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
        return merge;
    }

    private List<String> inShort() {
        return results.stream()
                .map(result -> result.series().feature() + " "
                        + Duration.between(T0, result.window().start()).toSeconds() + "r" + result.revision() + " "
                        + result.observed()
                                .map(Histogram::counts)
                                .map(Arrays::toString)
                                .orElse("none") + " "
                        + result.verdict().name())
                .toList();
    }

    @Test
    void featuresThatChangePlacesKeepTheirCountsTheirReferenceAndTheirDecisions() {
        run(monitor(A, B), 1, 11, 21, 22, 31, 41);
        run(monitor(B, A), 42, 60);
        assertThat(inShort())
                .containsExactly(
                        "b 30r1 [0, 1, 0, 0, 0, 0] stable",
                        "a 30r1 [1, 0, 0, 0, 0, 0] stable",
                        "b 40r1 [0, 2, 0, 0, 0, 0] stable",
                        "a 40r1 [2, 0, 0, 0, 0, 0] stable");
    }

    @Test
    void aFeatureThatIsAddedBeginsNowAndTheOthersGoOn() {
        MonitorMerge before = run(monitor(A), 1, 11, 21, 22, 31, 41);
        MonitorMerge after = run(monitor(A, B), 42, 60);
        assertThat(inShort())
                .containsExactly(
                        "a 30r1 [1, 0, 0, 0, 0, 0] stable",
                        "b 30r1 [0, 0, 0, 0, 0, 0] inconclusive",
                        "a 40r1 [2, 0, 0, 0, 0, 0] stable",
                        "b 40r1 [0, 1, 0, 0, 0, 0] inconclusive");
        assertThat(after.progress().records()).isEqualTo(before.progress().records() + 2);
        assertThat(after.progress().referenceId()).isEqualTo(before.progress().referenceId());
    }

    @Test
    void aFeatureThatIsAddedToAGivenReferenceIsDecidedAboutAtOnceWhileTheDecisionsOnTheOthersGoOn() {
        Reference reference = Reference.of(
                "by hand",
                Map.of(
                        Reference.WHOLE,
                        Map.of(
                                "a", Histogram.ofValues(Given.BINS, 998, 1, 1),
                                "b", Histogram.ofValues(Given.BINS, 1, 998, 1))));
        ReferenceSource given = new ReferenceSource.Given(reference);
        run(monitor(Given.tumbling(), given, A), 1, 11, 21, 31, 41);
        run(monitor(Given.tumbling(), given, A, B), 42, 60);
        assertThat(inShort())
                .containsExactly(
                        "a 30r1 [1, 0, 0, 0, 0, 0] stable",
                        "b 30r1 [0, 0, 0, 0, 0, 0] inconclusive",
                        "a 40r1 [2, 0, 0, 0, 0, 0] stable",
                        "b 40r1 [0, 1, 0, 0, 0, 0] stable");
        // Of b there is no state before the change to go back to: the window is counted again, but b not decided about.
        run(monitor(Given.tumbling(), given, A, B), 23);
        assertThat(inShort())
                .containsExactly("a 20r2 [2, 0, 0, 0, 0, 0] stable", "b 20r2 [0, 1, 0, 0, 0, 0] inconclusive");
        run(monitor(Given.tumbling(), given, A, B), 43, 61, 80);
        assertThat(inShort()).contains("b 40r2 [0, 2, 0, 0, 0, 0] stable", "b 60r1 [0, 2, 0, 0, 0, 0] stable");
    }

    @Test
    void aFeatureThatIsTakenOutIsLetGoOfAndDoesNotComeBackWithWhatItHad() {
        run(monitor(A, B), 1, 11, 21, 22, 31, 41);
        run(monitor(A), 42, 60);
        assertThat(inShort()).containsExactly("a 30r1 [1, 0, 0, 0, 0, 0] stable", "a 40r1 [2, 0, 0, 0, 0, 0] stable");
        run(monitor(A, B), 61, 80);
        assertThat(inShort())
                .containsExactly("a 60r1 [2, 0, 0, 0, 0, 0] stable", "b 60r1 [0, 1, 0, 0, 0, 0] inconclusive");
    }

    @Test
    void aFeatureOfOtherBinsBeginsAnewAndHasNoReferenceFromAPeriodThatIsOver() {
        run(monitor(A, B), 1, 11, 21, 22, 31, 41);
        MonitorMerge after = run(monitor(A, B_OF_OTHER_BINS), 42, 60);
        assertThat(inShort())
                .containsExactly(
                        "a 30r1 [1, 0, 0, 0, 0, 0] stable",
                        "b 30r1 [0, 0, 0, 0, 0, 0] inconclusive",
                        "a 40r1 [2, 0, 0, 0, 0, 0] stable",
                        "b 40r1 [0, 1, 0, 0, 0, 0] inconclusive");
        Reference kept = after.state().reference().reference().orElseThrow();
        assertThat(kept.histogram(Reference.WHOLE, "a")).isPresent();
        assertThat(kept.histogram(Reference.WHOLE, "b")).isEmpty();
        assertThat(restored(monitor(A, B_OF_OTHER_BINS)).progress()).isEqualTo(after.progress());
    }

    @Test
    void aMonitorOfOtherWindowsBeginsAnewAndWhatItHadIsDeleted() {
        run(monitor(A), 1, 11, 21, 22, 31, 41);
        WindowPlan longer = WindowPlan.tumbling(Given.seconds(20), Given.seconds(2), Given.seconds(60));
        MonitorMerge after = run(monitor(longer, FIRST_TWENTY_SECONDS, A), 42, 70);
        assertThat(inShort()).containsExactly("a 40r1 [1, 0, 0, 0, 0, 0] inconclusive");
        assertThat(after.progress().records()).isEqualTo(2);
        assertThat(store.keySet()).noneMatch(key -> key.contains("pane\u0000" + Given.T0 + 30_000));
    }

    @Test
    void withAnotherReferencePeriodTheCountsStayAndTheReferenceIsBuiltAnew() {
        run(monitor(A), 1, 11, 21, 22, 31, 41);
        ReferenceSource later = new ReferenceSource.Period(T0.plusSeconds(40), T0.plusSeconds(60));
        MonitorMerge after = run(monitor(Given.tumbling(), later, A), 42, 61);
        assertThat(after.state().reference().reference()).isEmpty();
        MonitorMerge built = run(monitor(Given.tumbling(), later, A), 71, 80);
        assertThat(built.state()
                        .reference()
                        .reference()
                        .orElseThrow()
                        .histogram(Reference.WHOLE, "a")
                        .orElseThrow()
                        .total())
                .isEqualTo(2);
        assertThat(built.progress().records()).isEqualTo(10);
        assertThat(results.get(results.size() - 1).verdict()).isInstanceOf(Verdict.Stable.class);
    }

    @Test
    void countsOnTheirWayFromAnInstanceOfAnotherConfigurationAreTakenByNameOrLeftOut() {
        MonitorSettings before = monitor(A, B);
        byte[] bytes = new PartialCodec(before).write(partial(before, 1, 2));
        Partial reordered =
                new PartialCodec(monitor(B_OF_OTHER_BINS, A)).read(bytes).orElseThrow();
        PaneCounts pane = reordered.panes().get(0).counts();
        assertThat(pane.records()).isEqualTo(2);
        assertThat(pane.tallies().get(0).total()).isZero();
        assertThat(pane.tallies().get(1).over(Given.BINS).counts()).startsWith(2, 0, 0);
        WindowPlan longer = WindowPlan.tumbling(Given.seconds(20), Given.seconds(2), Given.seconds(60));
        assertThat(new PartialCodec(monitor(longer, FIRST_TWENTY_SECONDS, A, B)).read(bytes))
                .isEmpty();
    }
}

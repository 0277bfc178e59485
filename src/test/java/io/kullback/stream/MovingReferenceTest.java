package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertPolicy;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.NullModel;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.detection.change.Season;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** References that move with the windows. Windows are ten seconds long, without grace; bins are those below 0, of [0, 10), and from 10 on. */
class MovingReferenceTest {

    private static final WindowPlan PLAN =
            WindowPlan.tumbling(Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(30));
    private static final ReferenceSource PREVIOUS = past(new PastSpan.Rolling(Duration.ofSeconds(10), Duration.ZERO));

    private final List<WindowResult> results = Given.list();
    private final List<AlertTransition> alerts = Given.list();
    private final List<Reference> references = Given.list();
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

    private static ReferenceSource past(PastSpan span) {
        return new ReferenceSource.Past(span);
    }

    private static MonitorSettings monitor(ReferenceSource source, BinningRule bins) {
        DecisionSettings decision = new DecisionSettings(
                1,
                Duration.ofDays(1),
                0.02,
                1,
                new ChangeRule(30, Season.NONE, NullModel.WHITENED),
                AlertPolicy.DEFAULT,
                List.of());
        return new MonitorSettings(
                "m",
                "events",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                source instanceof ReferenceSource.Alongside
                        ? Optional.of(FieldPath.parse("/release"))
                        : Optional.empty(),
                PLAN,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                source,
                List.of(new FeatureSettings("x", FieldPath.parse("/x"), bins, decision)),
                ScoringSettings.DEFAULT,
                new MonitorLimits(3, 1_000, 1_000));
    }

    private static MonitorSettings monitor(ReferenceSource source) {
        return monitor(source, new BinningRule.Fixed(Given.BINS));
    }

    private static MonitorMerge merge(MonitorSettings monitor) {
        return new MonitorMerge(monitor, new MonitorState(monitor));
    }

    /** Events to be counted together. */
    private static final class Events {
        private final Frame.Builder frame = new Frame.Builder();

        Events add(double second, double x, int times) {
            return add(second, x, "stable", times);
        }

        Events add(double second, double x, String release, int times) {
            String json = "{\"t\":" + (Given.T0 + Math.round(second * 1_000)) + ",\"x\":" + x + ",\"release\":\""
                    + release + "\"}";
            for (int i = 0; i < times; i++) {
                frame.add(0, 0, json.getBytes(StandardCharsets.UTF_8));
            }
            return this;
        }

        Partial of(MonitorSettings monitor) {
            PartitionCounter counter = new PartitionCounter(new TopicPartition("events", 0), List.of(monitor));
            counter.count(frame.finish(), System.currentTimeMillis());
            return counter.monitors().get(0).drain(1).orElseThrow();
        }
    }

    private static Events events() {
        return new Events();
    }

    private List<Long> referenceCounts(int result) {
        Histogram reference = results.get(result).reference().orElseThrow();
        return List.of(reference.count(0), reference.count(1), reference.count(2));
    }

    private static InconclusiveReason reason(WindowResult result) {
        return ((Verdict.Inconclusive) result.verdict()).reason();
    }

    @Test
    void aWindowIsComparedWithTheOneBeforeIt() {
        MonitorSettings monitor = monitor(PREVIOUS);
        merge(monitor)
                .accept(
                        events().add(1, -1, 3)
                                .add(2, 5, 4)
                                .add(11, 5, 6)
                                .add(21, 50, 2)
                                .add(30, 5, 1)
                                .of(monitor),
                        output);
        assertThat(results).hasSize(3);
        assertThat(reason(results.get(0))).isEqualTo(InconclusiveReason.NO_REFERENCE);
        assertThat(referenceCounts(1)).containsExactly(3L, 4L, 0L);
        assertThat(referenceCounts(2)).containsExactly(0L, 6L, 0L);
        assertThat(references)
                .extracting(Reference::id)
                .containsExactly(
                        results.get(1).referenceId().orElseThrow(),
                        results.get(2).referenceId().orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(references.get(0).period().orElseThrow().start()).isEqualTo(Instant.ofEpochMilli(Given.T0));
    }

    @Test
    void afterASilenceThereIsNothingToCompareWith() {
        MonitorSettings monitor = monitor(PREVIOUS);
        merge(monitor)
                .accept(
                        events().add(1, 5, 4)
                                .add(11, 5, 6)
                                .add(31, 5, 2)
                                .add(41, 5, 2)
                                .add(50, 5, 1)
                                .of(monitor),
                        output);
        assertThat(results.stream().map(result -> result.verdict().name()).toList())
                .hasSize(4);
        assertThat(reason(results.get(2))).isEqualTo(InconclusiveReason.NO_REFERENCE);
        assertThat(results.get(2).observed()).isPresent();
        assertThat(referenceCounts(3)).containsExactly(0L, 2L, 0L);
    }

    @Test
    void aRollingSpanIsAskedForOnlyOnceTheHistoryReachesBackToItsBeginning() {
        MonitorSettings monitor = monitor(past(new PastSpan.Rolling(Duration.ofSeconds(20), Duration.ofSeconds(10))));
        Events events = events();
        for (int window = 0; window < 6; window++) {
            events.add(window * 10 + 1, 5, window + 1);
        }
        merge(monitor).accept(events.add(60, 5, 1).of(monitor), output);
        assertThat(results).hasSize(6);
        for (int early = 0; early < 3; early++) {
            assertThat(results.get(early).reference()).as("window %d", early).isEmpty();
        }
        assertThat(referenceCounts(3)).containsExactly(0L, 1L + 2, 0L);
        assertThat(referenceCounts(5)).containsExactly(0L, 3L + 4, 0L);
    }

    @Test
    void anExpandingSpanHoldsAllSinceItsBeginningInFewPanes() {
        MonitorSettings monitor =
                monitor(past(new PastSpan.Expanding(Instant.ofEpochMilli(Given.T0), Duration.ofSeconds(10))));
        MonitorMerge merge = merge(monitor);
        for (int window = 0; window < 500; window++) {
            merge.accept(events().add(window * 10 + 1, 5, 2).of(monitor), output);
        }
        assertThat(results).hasSize(499);
        assertThat(referenceCounts(2)).containsExactly(0L, 2L, 0L);
        // All windows but the last one, which the offset leaves out.
        assertThat(referenceCounts(498)).containsExactly(0L, 2L * 497, 0L);
        assertThat(merge.progress().openPanes()).isLessThan(12);
    }

    @Test
    void aSeasonalReferenceIsTheSameTimeOfEarlierRounds() {
        MonitorSettings monitor = monitor(past(new PastSpan.Seasonal(Duration.ofSeconds(30), 2, new TreeSet<>())));
        Events events = events();
        for (int window = 0; window < 9; window++) {
            events.add(window * 10 + 1, 5, (int) Math.pow(2, window));
        }
        merge(monitor).accept(events.add(90, 5, 1).of(monitor), output);
        assertThat(results.get(5).reference()).isEmpty();
        assertThat(referenceCounts(6)).containsExactly(0L, 1L + 8, 0L);
        assertThat(referenceCounts(7)).containsExactly(0L, 2L + 16, 0L);
        assertThat(referenceCounts(8)).containsExactly(0L, 4L + 32, 0L);
    }

    @Test
    void theBinsOfTheFirstReferenceAreKept() {
        MonitorSettings monitor = monitor(PREVIOUS, new BinningRule.Quantiles(4));
        Events events = events();
        for (int window = 0; window < 4; window++) {
            for (int i = 0; i < 40; i++) {
                events.add(window * 10 + i / 8.0, i + 1_000 * window, 1);
            }
        }
        merge(monitor).accept(events.add(40, 5, 1).of(monitor), output);
        assertThat(results.stream()
                        .skip(1)
                        .map(result -> result.observed().orElseThrow().binning())
                        .distinct())
                .hasSize(1);
        Histogram last = results.get(3).observed().orElseThrow();
        assertThat(last.count(last.binning().valueBins() - 1)).isEqualTo(40);
    }

    @Test
    void aCanaryIsComparedWithTheStableReleaseOfTheSameTime() {
        MonitorSettings monitor = monitor(new ReferenceSource.Alongside("stable"));
        MonitorMerge merge = merge(monitor);
        merge.accept(
                events().add(1, 5, "stable", 900)
                        .add(2, 5, "canary", 300)
                        // Both move: no drift.
                        .add(11, 50, "stable", 900)
                        .add(12, 50, "canary", 300)
                        // The canary alone moves; another release comes and is compared at once.
                        .add(21, 50, "stable", 900)
                        .add(22, 5, "canary", 300)
                        .add(23, 50, "next", 300)
                        .add(30, 5, "stable", 1)
                        .of(monitor),
                output);
        Map<String, String> verdicts = new TreeMap<>();
        results.forEach(result -> verdicts.merge(
                result.series().segment(), result.verdict().name(), (before, next) -> before + " " + next));
        assertThat(verdicts)
                .containsEntry("canary", "stable stable drifted")
                .containsEntry("next", "stable")
                .containsEntry("stable", "inconclusive inconclusive inconclusive");
        assertThat(results.stream()
                        .filter(result -> result.series().segment().equals("stable"))
                        .map(MovingReferenceTest::reason))
                .containsOnly(InconclusiveReason.IS_REFERENCE);
        assertThat(alerts).hasSize(1);
        assertThat(alerts.get(0).series().segment()).isEqualTo("canary");
    }

    /** One window of events, most of them in the middle bin; a share goes to the upper one. */
    private static Partial window(MonitorSettings monitor, SplittableRandom random, int window, double above) {
        Events events = events();
        int upper = 0;
        int lower = 0;
        for (int i = 0; i < 1_000; i++) {
            double u = random.nextDouble();
            upper += u < above ? 1 : 0;
            lower += u > 0.7 ? 1 : 0;
        }
        return events.add(window * 10 + 1, 50, upper)
                .add(window * 10 + 2, -1, lower)
                .add(window * 10 + 3, 5, 1_000 - upper - lower)
                .of(monitor);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void whereNothingChangesThereIsNoAlarmAndAJumpIsFoundAtOnce(ReferenceSource source) {
        MonitorSettings monitor = monitor(source);
        MonitorMerge merge = merge(monitor);
        SplittableRandom random = new SplittableRandom(20_261_125);
        int before = 400;
        for (int window = 0; window < before; window++) {
            merge.accept(window(monitor, random, window, 0.2), output);
        }
        assertThat(alerts).isEmpty();
        assertThat(results.stream().skip(60).filter(result -> !(result.verdict() instanceof Verdict.Stable)))
                .isEmpty();
        for (int window = before; window < before + 12; window++) {
            merge.accept(window(monitor, random, window, 0.45), output);
        }
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.get(0).window().start()).isEqualTo(Instant.ofEpochMilli(Given.T0 + before * 10_000L));
    }

    static List<ReferenceSource> sources() {
        return List.of(
                PREVIOUS,
                past(new PastSpan.Rolling(Duration.ofSeconds(100), Duration.ofSeconds(10))),
                past(new PastSpan.Expanding(Instant.ofEpochMilli(Given.T0), Duration.ZERO)),
                past(new PastSpan.Seasonal(Duration.ofSeconds(60), 4, new TreeSet<>())));
    }

    @Test
    void theReferenceThatMovesTakesANewStateUpSoTheAlertEndsByItself() {
        MonitorSettings monitor = monitor(PREVIOUS);
        MonitorMerge merge = merge(monitor);
        SplittableRandom random = new SplittableRandom(7);
        for (int window = 0; window < 60; window++) {
            merge.accept(window(monitor, random, window, window < 40 ? 0.2 : 0.45), output);
        }
        assertThat(alerts.stream().map(transition -> transition.kind().label())).containsExactly("firing", "resolved");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allSources")
    void aRestartAfterEachWindowChangesNothing(ReferenceSource source) {
        MonitorSettings monitor = monitor(source, new BinningRule.Quantiles(5));
        MonitorMerge undisturbed = merge(monitor);
        partials(monitor).forEach(partial -> undisturbed.accept(partial, output));
        List<WindowResult> expected = List.copyOf(results);
        List<AlertTransition> told = List.copyOf(alerts);
        assertThat(told).isNotEmpty();
        results.clear();
        alerts.clear();
        Map<String, byte[]> store = new TreeMap<>();
        for (Partial partial : partials(monitor)) {
            MonitorState state = new MonitorState(monitor);
            store.forEach(state::restore);
            state.restored();
            new MonitorMerge(monitor, state).accept(partial, output);
            state.writeChanges(
                    (key, value) -> value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
        }
        assertThat(results).isEqualTo(expected);
        assertThat(alerts).isEqualTo(told);
    }

    private static List<Partial> partials(MonitorSettings monitor) {
        List<Partial> partials = Given.list();
        SplittableRandom random = new SplittableRandom(3);
        for (int window = 0; window < 50; window++) {
            Events events = events();
            for (int i = 0; i < 200; i++) {
                double moved = window >= 40 ? 5 : 0;
                events.add(window * 10 + 1, random.nextDouble() * 10, "stable", 1);
                events.add(window * 10 + 2, random.nextDouble() * 10 + moved, "canary", 1);
            }
            // Late for a window that is closed: its decisions and all later ones are taken anew.
            if (window > 2) {
                events.add(window * 10 - 19, 3, "canary", 1);
            }
            partials.add(events.of(monitor));
        }
        return partials;
    }

    static List<ReferenceSource> allSources() {
        List<ReferenceSource> all = Given.list();
        all.addAll(sources());
        all.add(new ReferenceSource.Alongside("stable"));
        return all;
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertPolicy;
import io.kullback.detection.AlertStatus;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.DriftRule;
import io.kullback.detection.NullModel;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.detection.change.Season;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinnedTally;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of known counts in, decisions and alerts out: the same ones, however often the process ends and however late events come. */
class MonitorDecisionsTest {

    private static final int BINS = 6;
    private static final NumberBinning BINNING = NumberBinning.ofEdges(1, 2, 3, 4, 5);
    private static final int BASELINE = 30;
    private static final WindowPlan PLAN =
            WindowPlan.tumbling(Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(100));

    private final Told told = new Told();

    /** What a merge told, in order. */
    private static final class Told implements MergeOutput {
        private final List<WindowResult> results = new ArrayList<>();
        private final List<AlertTransition> alerts = new ArrayList<>();

        @Override
        public void result(WindowResult result) {
            results.add(result);
        }

        @Override
        public void reference(Reference reference) {}

        @Override
        public void alert(AlertTransition transition, String explanation) {
            alerts.add(transition);
        }

        /** Newest verdict of each window, by its number. */
        Map<Long, String> verdicts() {
            Map<Long, String> verdicts = new TreeMap<>();
            results.forEach(result -> verdicts.put(
                    (result.window().start().toEpochMilli() - Given.T0) / 10_000,
                    result.verdict() + " " + result.alert().status()));
            return verdicts;
        }

        List<String> kinds() {
            return alerts.stream().map(transition -> transition.kind().label()).toList();
        }
    }

    private static MonitorSettings monitor(NullModel nullModel, long minEvents) {
        DecisionSettings decision = new DecisionSettings(
                1,
                Duration.ofDays(1),
                0.02,
                minEvents,
                new ChangeRule(BASELINE, Season.NONE, nullModel),
                AlertPolicy.DEFAULT,
                List.of());
        long[] reference = new long[BINS];
        Arrays.fill(reference, 10_000);
        return new MonitorSettings(
                "m",
                "events",
                ValueFormat.JSON,
                Optional.empty(),
                Optional.empty(),
                PLAN,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Given(Reference.of(
                        "by hand", Map.of(Reference.WHOLE, Map.of("x", Histogram.ofValues(BINNING, reference))))),
                List.of(new FeatureSettings("x", FieldPath.parse("/x"), new BinningRule.Fixed(BINNING), decision)),
                ScoringSettings.DEFAULT);
    }

    private static MonitorSettings monitor() {
        return monitor(NullModel.WHITENED, 50);
    }

    /** So many events, each in a bin of its own choice; a share of those of the lowest bin goes to the highest instead. */
    private static long[] window(SplittableRandom random, int events, double moved) {
        long[] counts = new long[BINS];
        for (int i = 0; i < events; i++) {
            int bin = random.nextInt(BINS);
            counts[bin == 0 && random.nextDouble() < moved ? BINS - 1 : bin]++;
        }
        return counts;
    }

    /** Ninety windows of 600 events; from the 50th to the 64th, nine in ten events of the lowest bin are in the highest. */
    private static List<long[]> aDriftThatEnds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, 90)
                .mapToObj(i -> window(random, 600, i >= 50 && i < 65 ? 0.9 : 0))
                .toList();
    }

    /** What the only partition adds: counts in one window, everything before the watermark having been read. */
    private static Partial partial(int window, long watermarkSecond, long... counts) {
        long start = Given.T0 + window * 10_000L;
        long records = Arrays.stream(counts).sum();
        long[] all = Arrays.copyOf(counts, BINNING.bins());
        PaneCounts pane = new PaneCounts(records, List.of(BinnedTally.of(BINNING, all)));
        return new Partial(
                "m",
                false,
                0,
                1,
                Given.T0 + watermarkSecond * 1_000,
                false,
                Partial.NONE,
                records,
                Map.of(),
                0,
                0,
                List.of(new Partial.Pane(Reference.WHOLE, start, pane)));
    }

    /** The window's events, and a first event of the next window, that closes it, is left to the watermark. */
    private static Partial closing(int window, long... counts) {
        return partial(window, (window + 1) * 10L, counts);
    }

    private static MonitorMerge merge(MonitorSettings monitor) {
        return new MonitorMerge(monitor, new MonitorState(monitor));
    }

    private void run(MonitorMerge merge, List<long[]> windows) {
        for (int i = 0; i < windows.size(); i++) {
            merge.accept(closing(i, windows.get(i)), told);
        }
    }

    @Test
    void aDriftRaisesOneAlertThatEndsSomeWindowsAfterTheDrift() {
        run(merge(monitor()), aDriftThatEnds(1));
        assertThat(told.kinds()).containsExactly("firing", "resolved");
        AlertTransition firing = told.alerts.get(0);
        assertThat((firing.window().start().toEpochMilli() - Given.T0) / 10_000).isEqualTo(50);
        assertThat(firing.evidence()).extracting(evidence -> evidence.rule()).contains(DriftRule.LEVEL);
        assertThat((told.alerts.get(1).window().start().toEpochMilli() - Given.T0) / 10_000)
                .isBetween(66L, 75L);
    }

    @Test
    void aShiftTooSmallForOneWindowIsFoundByTheRuleThatWatchesForChangeAndDatedToItsBeginning() {
        SplittableRandom random = new SplittableRandom(7);
        List<long[]> windows = IntStream.range(0, 140)
                .mapToObj(i -> window(random, 600, i >= 100 ? 0.25 : 0))
                .toList();
        run(merge(monitor()), windows);
        assertThat(told.kinds()).startsWith("firing");
        AlertTransition firing = told.alerts.get(0);
        assertThat(firing.evidence()).extracting(evidence -> evidence.rule()).containsExactly(DriftRule.CHANGE);
        assertThat((firing.since().toEpochMilli() - Given.T0) / 10_000).isBetween(97L, 103L);
    }

    @ParameterizedTest
    @EnumSource(NullModel.class)
    void aRestartAfterAnyWindowChangesNoDecision(NullModel nullModel) {
        MonitorSettings monitor = monitor(nullModel, 50);
        List<long[]> windows = aDriftThatEnds(2);
        run(merge(monitor), windows);
        Told again = new Told();
        Map<String, byte[]> store = new TreeMap<>();
        for (int i = 0; i < windows.size(); i++) {
            MonitorState state = new MonitorState(monitor);
            store.forEach(state::restore);
            state.restored();
            new MonitorMerge(monitor, state).accept(closing(i, windows.get(i)), again);
            state.writeChanges(
                    (key, value) -> value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
        }
        assertThat(again.results).isEqualTo(told.results);
        assertThat(again.alerts).isEqualTo(told.alerts).hasSize(2);
        // Ten windows can still be amended, of which each keeps a state; the rest is journal and fit.
        assertThat(store.values().stream().mapToInt(bytes -> bytes.length).sum())
                .isLessThan(64 * 1024);
    }

    @Test
    void aRestartAfterAnyWindowKeepsTheNoiseOfTheReferencesPeriod() {
        MonitorSettings given = monitor();
        MonitorSettings monitor = new MonitorSettings(
                given.name(),
                given.topic(),
                given.format(),
                given.eventTime(),
                given.segment(),
                given.window(),
                given.idleTimeout(),
                given.maxFuture(),
                new ReferenceSource.Period(
                        Instant.ofEpochMilli(Given.T0),
                        Instant.ofEpochMilli(Given.T0).plusSeconds(120)),
                given.features(),
                given.scoring());
        List<long[]> windows = aDriftThatEnds(8).subList(0, 52);
        run(merge(monitor), windows);
        assertThat(told.verdicts().get(11L)).contains("NO_REFERENCE");
        assertThat(told.verdicts().get(12L)).contains("Stable");
        Told again = new Told();
        Map<String, byte[]> store = new TreeMap<>();
        Set<String> references = new TreeSet<>();
        for (int i = 0; i < windows.size(); i++) {
            MonitorState state = new MonitorState(monitor);
            store.forEach(state::restore);
            state.restored();
            new MonitorMerge(monitor, state).accept(closing(i, windows.get(i)), again);
            state.reference().reference().ifPresent(reference -> {
                references.add(reference.id());
                assertThat(reference
                                .restlessness(Reference.WHOLE, "x")
                                .orElseThrow()
                                .windows())
                        .isEqualTo(12);
            });
            state.writeChanges(
                    (key, value) -> value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
        }
        assertThat(references).hasSize(1);
        assertThat(again.results).isEqualTo(told.results);
        assertThat(again.alerts).isEqualTo(told.alerts).isNotEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void eventsThatComeLateGiveTheDecisionsOfEventsInTime(long seed) {
        List<long[]> windows = aDriftThatEnds(seed);
        run(merge(monitor()), windows);
        Told late = new Told();
        MonitorMerge merge = merge(monitor());
        SplittableRandom random = new SplittableRandom(seed);
        int i = 0;
        while (i < windows.size()) {
            long[] inTime = windows.get(i).clone();
            if (random.nextInt(4) > 0) {
                merge.accept(closing(i, inTime), late);
                i++;
                continue;
            }
            // Of a quarter of the windows the events of one bin come after the next window has closed.
            int bin = random.nextInt(BINS);
            long[] rest = new long[BINS];
            rest[bin] = inTime[bin];
            inTime[bin] = 0;
            merge.accept(closing(i, inTime), late);
            if (i + 1 < windows.size()) {
                merge.accept(closing(i + 1, windows.get(i + 1)), late);
            }
            merge.accept(partial(i, (Math.min(i + 1, windows.size() - 1) + 1) * 10L, rest), late);
            i += 2;
        }
        assertThat(late.verdicts()).as("replay with seed %d", seed).isEqualTo(told.verdicts());
        assertThat(late.results.size()).isGreaterThan(told.results.size());
        assertThat(standing(late.alerts)).isEqualTo(standing(told.alerts));
    }

    /** How each alert stands in the end, those that never were left out. */
    private static Map<String, AlertStatus> standing(List<AlertTransition> alerts) {
        Map<String, AlertStatus> standing = new TreeMap<>();
        alerts.forEach(transition -> standing.put(transition.alert().id(), transition.status()));
        standing.values().removeIf(AlertStatus.INACTIVE::equals);
        return standing;
    }

    @Test
    void anAlertThatLateEventsExplainAwayIsWithdrawn() {
        SplittableRandom random = new SplittableRandom(3);
        MonitorMerge merge = merge(monitor());
        for (int i = 0; i < 40; i++) {
            merge.accept(closing(i, window(random, 600, 0)), told);
        }
        assertThat(told.alerts).isEmpty();
        merge.accept(closing(40, 0, 100, 100, 100, 100, 100), told);
        assertThat(told.kinds()).containsExactly("firing");
        merge.accept(partial(40, 410, 100, 0, 0, 0, 0, 0), told);
        assertThat(told.kinds()).containsExactly("firing", "withdrawn");
        WindowResult amended = told.results.get(told.results.size() - 1);
        assertThat(amended.revision()).isEqualTo(2);
        assertThat(amended.verdict()).isInstanceOf(Verdict.Stable.class);
        assertThat(amended.alert().status()).isEqualTo(AlertStatus.INACTIVE);
    }

    @Test
    void theLatestEventsThatStillCountChangeNoAlertThatEndedBefore() {
        List<long[]> windows = aDriftThatEnds(4);
        MonitorMerge merge = merge(monitor());
        run(merge, windows);
        List<String> before = told.kinds();
        // A single event more in a window that can just be amended.
        merge.accept(partial(82, 900, 1, 0, 0, 0, 0, 0), told);
        assertThat(told.kinds()).isEqualTo(before);
        assertThat(told.results.get(told.results.size() - 1).revision()).isEqualTo(2);
    }

    @Test
    void windowsOfTooFewEventsNeitherResolveAnAlertNorAreTheyLost() {
        SplittableRandom random = new SplittableRandom(5);
        MonitorMerge merge = merge(monitor());
        for (int i = 0; i < 42; i++) {
            merge.accept(closing(i, window(random, 600, i >= 40 ? 0.9 : 0)), told);
        }
        for (int i = 42; i < 62; i++) {
            merge.accept(closing(i, 5, 5, 5, 5, 5, 5), told);
        }
        // Thirty events are too few, sixty are not: every second of them is judged, together with the one before it.
        assertThat(told.verdicts().get(42L)).contains("TOO_FEW_EVENTS");
        assertThat(told.verdicts().get(43L)).doesNotContain("TOO_FEW_EVENTS");
        assertThat(told.verdicts().get(44L)).contains("TOO_FEW_EVENTS").endsWith("FIRING");
        assertThat(told.kinds().get(0)).isEqualTo("firing");
    }

    @Test
    void acceptingTheNewNormalEndsTheAlertAndLaterWindowsAreComparedWithIt() {
        SplittableRandom random = new SplittableRandom(6);
        MonitorSettings monitor = monitor();
        MonitorMerge merge = merge(monitor);
        for (int i = 0; i < 50; i++) {
            merge.accept(closing(i, window(random, 600, i >= 40 ? 0.9 : 0)), told);
        }
        merge.accept(Optional.empty(), Optional.of("y"), told);
        assertThat(told.kinds()).as("another feature was accepted").containsExactly("firing");
        merge.accept(Optional.empty(), Optional.of("x"), told);
        AlertTransition ended = told.alerts.get(1);
        assertThat(ended.kind()).isEqualTo(Kind.RESOLVED);
        assertThat(ended.ending()).contains(Ending.ACCEPTED);
        String before = told.results.get(49).referenceId().orElseThrow();
        // Also after a restart.
        Map<String, byte[]> store = new TreeMap<>();
        merge.state().writeChanges((key, value) -> value.ifPresent(bytes -> store.put(key, bytes)));
        MonitorState state = new MonitorState(monitor);
        store.forEach(state::restore);
        state.restored();
        MonitorMerge restarted = new MonitorMerge(monitor, state);
        for (int i = 50; i < 100; i++) {
            restarted.accept(closing(i, window(random, 600, 0.9)), told);
        }
        assertThat(told.kinds()).containsExactly("firing", "resolved");
        WindowResult last = told.results.get(told.results.size() - 1);
        assertThat(last.verdict()).isInstanceOf(Verdict.Stable.class);
        assertThat(last.referenceId().orElseThrow()).isNotEqualTo(before);
        assertThat(last.scores().orElseThrow().kl().plugIn()).isLessThan(0.02);
        // What had been decided before the new normal was accepted stays as it was told.
        restarted.accept(partial(91, 1_000, 1, 0, 0, 0, 0, 0), told);
        assertThat(told.kinds()).hasSize(2);
    }
}

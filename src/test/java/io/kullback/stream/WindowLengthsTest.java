package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Binning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows of ten seconds, half a minute and a minute that are summed from one set of panes: as if each length were a monitor of its own. */
class WindowLengthsTest {

    private static final WindowPlan SHORT =
            WindowPlan.tumbling(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30));
    private static final Map<String, Duration> LONGER =
            Map.of("m-30s", Duration.ofSeconds(30), "m-1m", Duration.ofMinutes(1));

    /** What was told, by monitor. */
    private static final class Told implements MergeOutput {
        /** Of each result its name, what of it does not depend on decisions, and the whole as a hash, since it is long. */
        private final List<Brief> results = new ArrayList<>();

        private final List<String> alerts = new ArrayList<>();
        private final List<String> order = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();

        @Override
        public void result(WindowResult result) {
            results.add(new Brief(
                    result.series().monitor(),
                    result.window() + " r" + result.revision() + " " + result.records() + " "
                            + result.observed().map(Object::hashCode),
                    result.cause() + " " + result.verdict().name() + " "
                            + result.alert().status() + " " + Binning.fingerprintOf(result.toString())));
            order.add(result.series().monitor() + " " + (result.window().end().toEpochMilli() - Given.T0) / 1_000);
        }

        @Override
        public void reference(Reference reference) {
            references.add(reference);
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {
            alerts.add(transition.series().monitor() + " " + transition.kind().label() + " " + explanation);
        }

        List<Brief> resultsOf(String monitor) {
            return results.stream()
                    .filter(result -> result.monitor().equals(monitor))
                    .toList();
        }
    }

    private record Brief(String monitor, String counts, String rest) {}

    private static List<MonitorSettings> monitors(ReferenceSource reference) {
        return Given.monitor(SHORT, reference).withLonger(LONGER);
    }

    private static MonitorMerge together(List<MonitorSettings> monitors) {
        return MonitorMerge.of(monitors.get(0), monitors.subList(1, monitors.size()));
    }

    /** Events of one window each, drifted from the fiftieth to the seventieth; now and then one comes late. */
    private static List<Partial> partials(MonitorSettings monitor) {
        SplittableRandom random = new SplittableRandom(11);
        List<Partial> partials = new ArrayList<>();
        PartitionCounter counter = new PartitionCounter(new TopicPartition("events", 0), List.of(monitor));
        for (int window = 0; window < 90; window++) {
            Frame.Builder frame = new Frame.Builder();
            for (int i = 0; i < 60; i++) {
                boolean isMoved = window >= 50 && window < 70 && random.nextInt(10) < 8;
                int x = isMoved ? 20 : random.nextInt(30) - 10;
                add(frame, window * 10_000L + random.nextInt(10_000), x);
            }
            if (window % 7 == 6) {
                add(frame, window * 10_000L - 45_000, 3);
            }
            counter.count(frame.finish(), System.currentTimeMillis());
            partials.add(counter.monitors().get(0).drain(1).orElseThrow());
        }
        return partials;
    }

    private static void add(Frame.Builder frame, long millis, int x) {
        frame.add(0, 0, ("{\"t\":" + (Given.T0 + millis) + ",\"x\":" + x + "}").getBytes(StandardCharsets.UTF_8));
    }

    static List<ReferenceSource> sources() {
        return List.of(
                new ReferenceSource.Given(Given.REFERENCE),
                new ReferenceSource.Period(
                        Instant.ofEpochMilli(Given.T0),
                        Instant.ofEpochMilli(Given.T0).plusSeconds(300)),
                new ReferenceSource.Past(new PastSpan.Previous(2)),
                new ReferenceSource.Past(new PastSpan.Expanding(Instant.ofEpochMilli(Given.T0), Duration.ZERO)),
                new ReferenceSource.Past(new PastSpan.Seasonal(Duration.ofMinutes(2), 2, new TreeSet<>())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void eachLengthGivesWhatAMonitorOfItsOwnGives(ReferenceSource source) {
        List<MonitorSettings> monitors = monitors(source);
        Told told = new Told();
        MonitorMerge merge = together(monitors);
        partials(monitors.get(0)).forEach(partial -> merge.accept(partial, told));
        for (MonitorSettings alone : monitors) {
            Told own = new Told();
            MonitorMerge single = new MonitorMerge(alone, new MonitorState(alone));
            partials(alone).forEach(partial -> single.accept(partial, own));
            assertThat(told.resultsOf(alone.name()))
                    .as(alone.name())
                    .isNotEmpty()
                    .isEqualTo(own.results);
            assertThat(merge.track(alone.name()).orElseThrow().progress().records())
                    .isEqualTo(single.progress().records());
        }
    }

    @Test
    void windowsThatEndTogetherAreGivenTheShortestFirst() {
        List<MonitorSettings> monitors = monitors(new ReferenceSource.Given(Given.REFERENCE));
        Told told = new Told();
        MonitorMerge merge = together(monitors);
        merge.accept(Given.partial(monitors.get(0), 0, 1, 1, 11, 21, 35), told);
        assertThat(told.order)
                .containsExactly(
                        "m 10", "m-30s 10", "m-1m 10", "m 20", "m-30s 20", "m-1m 20", "m 30", "m-30s 30", "m-1m 30");
    }

    @Test
    void theAlertOfALongerWindowNamesTheShortestThatShowsTheSame() {
        List<MonitorSettings> monitors = monitors(new ReferenceSource.Given(Given.REFERENCE));
        Told told = new Told();
        MonitorMerge merge = together(monitors);
        partials(monitors.get(0)).forEach(partial -> merge.accept(partial, told));
        List<String> firing =
                told.alerts.stream().filter(alert -> alert.contains(" firing ")).toList();
        assertThat(firing).anySatisfy(alert -> assertThat(alert).startsWith("m firing"));
        assertThat(firing.stream().filter(alert -> alert.startsWith("m firing")))
                .noneMatch(alert -> alert.contains("show it too"));
        assertThat(firing.stream().filter(alert -> alert.startsWith("m-1m firing")))
                .isNotEmpty()
                .allMatch(alert -> alert.endsWith("windows of 10s (m) show it too"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    void aRestartAfterEachPartialChangesNothing(ReferenceSource source) {
        List<MonitorSettings> monitors = monitors(source);
        Told undisturbed = new Told();
        MonitorMerge merge = together(monitors);
        partials(monitors.get(0)).forEach(partial -> merge.accept(partial, undisturbed));
        Told told = new Told();
        Map<String, byte[]> store = new TreeMap<>();
        for (Partial partial : partials(monitors.get(0))) {
            MonitorMerge restarted = restored(monitors, store);
            restarted.accept(partial, told);
            restarted
                    .tracks()
                    .forEach(track -> track.state()
                            .writeChanges((key, value) ->
                                    value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key))));
        }
        assertThat(told.results).isEqualTo(undisturbed.results);
        assertThat(told.alerts).isEqualTo(undisturbed.alerts);
        assertThat(store.keySet().stream().filter(key -> key.contains("\u0000pane\u0000")))
                .as("one set of panes")
                .allMatch(key -> key.startsWith("m\u0000"));
    }

    private static MonitorMerge restored(List<MonitorSettings> monitors, Map<String, byte[]> store) {
        MonitorMerge merge = together(monitors);
        store.forEach((key, value) -> merge.track(EntryName.monitorOf(key))
                .ifPresent(track -> track.state().restore(key, value)));
        merge.restored();
        return merge;
    }

    @Test
    void aLengthThatIsAddedLaterBeginsWithItsFirstWholeWindow() {
        List<MonitorSettings> monitors = monitors(new ReferenceSource.Given(Given.REFERENCE));
        List<Partial> partials = partials(monitors.get(0));
        MonitorSettings alone = monitors.get(0);
        MonitorMerge before = new MonitorMerge(alone, new MonitorState(alone));
        Told told = new Told();
        partials.subList(0, 20).forEach(partial -> before.accept(partial, told));
        Map<String, byte[]> store = new TreeMap<>();
        before.state().writeChanges((key, value) -> value.ifPresent(bytes -> store.put(key, bytes)));
        MonitorMerge after = restored(monitors, store);
        Told more = new Told();
        partials.subList(20, 60).forEach(partial -> after.accept(partial, more));

        Told whole = new Told();
        MonitorMerge always = together(monitors);
        partials.subList(0, 60).forEach(partial -> always.accept(partial, whole));
        long firstEnd = more.order.stream()
                .filter(line -> line.startsWith("m-1m "))
                .mapToLong(line -> Long.parseLong(line.substring(5)))
                .min()
                .orElseThrow();
        assertThat(firstEnd).isBetween(240L, 270L);
        assertThat(more.resultsOf("m")).isNotEmpty();
        assertThat(whole.resultsOf("m-1m").stream().map(Brief::counts))
                .containsAll(more.resultsOf("m-1m").stream().map(Brief::counts).toList());
    }
}

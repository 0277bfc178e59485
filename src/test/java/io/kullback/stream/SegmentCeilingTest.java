package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * More segments than are told apart: three hundred of them under a ceiling of ten. What is expected is recounted here from the events alone.
 */
class SegmentCeilingTest {

    private static final int CEILING = 10;
    private static final Set<String> KNOWN = Set.of("s3", "s77", "s120", "s299");
    private static final int SECONDS = 60;

    private record Event(long time, String segment) {}

    /** Events of a minute. A known segment has one in each second, the others together a hundred. */
    private static List<Event> events(long seed) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int second = 0; second < SECONDS; second++) {
            long time = Given.T0 + second * 1_000L;
            KNOWN.forEach(segment -> events.add(new Event(time, segment)));
            for (int i = 0; i < 100; i++) {
                events.add(new Event(time + i, "s" + random.nextInt(300)));
            }
        }
        return events;
    }

    private static MonitorSettings monitor(WindowPlan plan, ReferenceSource source) {
        return Given.monitor("m", "events", plan, source, Optional.of(FieldPath.parse("/s")))
                .with(new MonitorLimits(CEILING, 1_000, 1_000));
    }

    private static ReferenceSource.Given given() {
        return new ReferenceSource.Given(Reference.of(
                "by hand",
                KNOWN.stream()
                        .collect(Collectors.toMap(
                                segment -> segment,
                                segment -> Map.of("x", Histogram.ofValues(Given.BINS, 100, 100, 100))))));
    }

    private static WindowPlan tumbling() {
        return WindowPlan.tumbling(Given.seconds(10), Given.seconds(120), Given.seconds(30));
    }

    private static WindowPlan hopping() {
        return new WindowPlan(Given.seconds(30), Given.seconds(10), Given.seconds(120), Given.seconds(30));
    }

    /** Newest records of each window and segment, with what the merge says of itself at the end. */
    private static final class Run implements MergeOutput {
        private final Map<String, Long> records = new TreeMap<>();
        private Optional<String> reference = Optional.empty();

        @Override
        public void result(WindowResult result) {
            long second = (result.window().start().toEpochMilli() - Given.T0) / 1_000;
            records.put(second + "/" + result.series().segment(), result.records());
        }

        @Override
        public void reference(Reference built) {
            reference = Optional.of(built.id());
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {}
    }

    private static void count(MonitorCounter counter, Event event) {
        FieldValues values = new FieldValues(3);
        values.setNumber(0, event.time());
        values.setText(1, event.segment());
        values.setNumber(2, 5);
        counter.count(values, -1, System.currentTimeMillis());
    }

    /** Spreads events over partitions and hand-overs as chance has it, restarting now and then, and closes all windows at the end. */
    private static Run run(MonitorSettings monitor, List<Event> events, Random random, int partitions) {
        Run run = new Run();
        PartialCodec codec = new PartialCodec(monitor);
        MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
        Map<String, byte[]> store = new TreeMap<>();
        List<MonitorCounter> counters = IntStream.range(0, partitions)
                .mapToObj(partition -> new MonitorCounter(monitor, partition, new Fields()))
                .toList();
        for (Event event : events) {
            MonitorCounter counter = counters.get(random.nextInt(partitions));
            count(counter, event);
            if (random.nextInt(200) == 0) {
                counter.drain(partitions).ifPresent(partial -> merge(codec, partial, run, merge));
            }
            if (random.nextInt(3_000) == 0) {
                merge.state()
                        .writeChanges((key, value) ->
                                value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
                MonitorState state = new MonitorState(monitor);
                store.forEach(state::restore);
                state.restored();
                assertThat(new MonitorMerge(monitor, state).progress()).isEqualTo(merge.progress());
            }
        }
        counters.forEach(counter -> {
            count(counter, new Event(Given.T0 + 1_000_000, "s3"));
            counter.drain(partitions).ifPresent(partial -> merge(codec, partial, run, merge));
        });
        assertThat(merge.progress().counted()).isEqualTo(events.size() + (long) partitions);
        return run;
    }

    private static void merge(PartialCodec codec, Partial partial, Run run, MonitorMerge merge) {
        merge.accept(codec.read(codec.write(partial)).orElseThrow(), run);
    }

    private static String hash(String segment) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(segment.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The recount: known segments first, then by hash; all others in one. */
    private static Map<String, Long> expected(List<Event> events, WindowPlan plan, Set<String> known, long knownFrom) {
        Map<String, Long> expected = new TreeMap<>();
        long size = plan.size().toMillis();
        long advance = plan.advance().toMillis();
        for (long start = Given.T0 - size + advance; start < Given.T0 + SECONDS * 1_000L; start += advance) {
            long from = start;
            boolean knows = start + size > knownFrom;
            Map<String, Long> counts = events.stream()
                    .filter(event -> event.time() >= from && event.time() < from + size)
                    .collect(Collectors.groupingBy(Event::segment, Collectors.counting()));
            Set<String> apart = counts.keySet().stream()
                    .sorted(Comparator.comparing((String segment) -> !(knows && known.contains(segment)))
                            .thenComparing(SegmentCeilingTest::hash))
                    .limit(CEILING)
                    .collect(Collectors.toSet());
            counts.forEach((segment, count) -> expected.merge(
                    (from - Given.T0) / 1_000 + "/" + (apart.contains(segment) ? segment : "__other__"),
                    count,
                    Long::sum));
        }
        return expected;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whichSegmentsAreToldApartDependsOnNothingButTheirNamesAndTheReference(long seed) {
        Random random = new Random(seed);
        for (WindowPlan plan : List.of(tumbling(), hopping())) {
            List<Event> events = events(7);
            Map<String, Long> expected = expected(events, plan, KNOWN, Long.MIN_VALUE);
            Collections.shuffle(events, random);
            Run run = run(monitor(plan, given()), events, random, 1 + (int) (seed % 5));
            run.records.keySet().removeIf(key -> Integer.parseInt(key.substring(0, key.indexOf('/'))) >= SECONDS);
            assertThat(run.records).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theReferenceOfAPeriodAndWhatIsComparedWithItDependOnNothingButTheEvents(long seed) {
        Random random = new Random(seed);
        ReferenceSource.Period period =
                new ReferenceSource.Period(Instant.ofEpochMilli(Given.T0), Instant.ofEpochMilli(Given.T0 + 30_000));
        List<Event> events = events(7);
        Set<String> known = events.stream()
                .filter(event -> event.time() < Given.T0 + 30_000)
                .map(Event::segment)
                .distinct()
                .sorted(Comparator.comparing(SegmentCeilingTest::hash))
                .limit(CEILING)
                .collect(Collectors.toCollection(TreeSet::new));
        for (WindowPlan plan : List.of(tumbling(), hopping())) {
            Map<String, Long> expected = expected(events, plan, known, Given.T0 + 30_000);
            MonitorSettings monitor = monitor(plan, period);
            Optional<String> inOrder = run(monitor, events(7), new Random(0), 1).reference;
            Collections.shuffle(events, random);
            Run run = run(monitor, events, random, 1 + (int) (seed % 5));
            run.records.keySet().removeIf(key -> Integer.parseInt(key.substring(0, key.indexOf('/'))) >= SECONDS);
            assertThat(run.records).isEqualTo(expected);
            assertThat(run.reference).isPresent().isEqualTo(inOrder);
        }
    }

    @Test
    void recordsOfOtherSegmentsAreCountedOnceEachAsOverflow() {
        MonitorSettings monitor = monitor(tumbling(), given());
        MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        List<Event> events = events(7);
        long other = expected(events, tumbling(), KNOWN, Long.MIN_VALUE).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/__other__"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        Collections.shuffle(events, new Random(1));
        events.forEach(event -> count(counter, event));
        merge.accept(counter.drain(1).orElseThrow(), new Run());
        assertThat(merge.progress().ceilings().seriesOverflow()).isPositive().isEqualTo(other);
        assertThat(merge.progress().ceilings().series()).isEqualTo(CEILING + 1);
    }

    @Test
    void aSegmentWhoseResultIsOutDoesNotGiveWayToALateOne() {
        MonitorSettings monitor = Given.monitor(
                        "m", "events", Given.tumbling(), given(), Optional.of(FieldPath.parse("/s")))
                .with(new MonitorLimits(4, 1_000, 1_000));
        MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        Run run = new Run();
        List.of("a", "b", "c", "d").forEach(segment -> count(counter, new Event(Given.T0, segment)));
        count(counter, new Event(Given.T0 + 20_000, "a"));
        merge.accept(counter.drain(1).orElseThrow(), run);
        // Known to the reference, and would have come before all of them.
        count(counter, new Event(Given.T0 + 1, "s3"));
        count(counter, new Event(Given.T0 + 2, "a"));
        merge.accept(counter.drain(1).orElseThrow(), run);
        assertThat(run.records)
                .containsExactly(
                        Map.entry("0/__other__", 1L),
                        Map.entry("0/a", 2L),
                        Map.entry("0/b", 1L),
                        Map.entry("0/c", 1L),
                        Map.entry("0/d", 1L));
    }

    @Test
    void aNameLongerThanALabelMayBeIsNotToldApart() {
        MonitorSettings monitor = monitor(tumbling(), given());
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        count(counter, new Event(Given.T0, "x".repeat(128)));
        count(counter, new Event(Given.T0, "x".repeat(129)));
        assertThat(counter.drain(1).orElseThrow().panes())
                .extracting(Partial.Pane::segment)
                .containsExactlyInAnyOrder("x".repeat(128), "__other__");
    }

    @Test
    void whileAsManyPanesAreHeldAsMayBeNoneBeginsBeyondTheNewest() {
        MonitorSettings monitor = Given.monitor(tumbling(), new ReferenceSource.Given(Given.REFERENCE))
                .with(new MonitorLimits(1, 3, 1));
        MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
        merge.accept(Given.partial(monitor, 0, 2, 1, 11, 31, 41, 51, 32), new Run());
        // The other partition is behind: its pane can still be needed for windows that close before the newest.
        merge.accept(Given.partial(monitor, 1, 2, 21, 2), new Run());
        assertThat(merge.state().panes().starts())
                .containsExactly(Given.T0, Given.T0 + 10_000, Given.T0 + 20_000, Given.T0 + 30_000);
        assertThat(merge.progress().future()).isEqualTo(2);
        assertThat(merge.progress().counted()).isEqualTo(6);
        assertThat(merge.progress().records()).isEqualTo(8);
    }
}

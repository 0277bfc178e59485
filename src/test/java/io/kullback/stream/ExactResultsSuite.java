package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.app.demo.FlightReplay;
import io.kullback.app.demo.Pace;
import io.kullback.app.demo.Speed;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.ExpectedSet;
import io.kullback.testing.Identities;
import io.kullback.testing.QuietListener;
import io.kullback.testing.Requirement;
import io.kullback.testing.TestTopics;
import io.kullback.testing.TestTopics.ResultKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real events through a real broker and the whole pipeline: what stands on the results topic is, window by window, what was computed outside this project.
 */
abstract class ExactResultsSuite {

    private static final double TOLERANCE = 1e-9;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int DATA_SET_PARTITIONS = 3;

    /** How one monitor smooths, and the endings of the names under which the answers have its divergences. */
    private record Variant(String suffix, ScoringSettings scoring) {}

    private static final List<Variant> VARIANTS = List.of(
            new Variant("a05", new ScoringSettings(0.5, 0.5, false)),
            new Variant("a1", new ScoringSettings(1, 1, false)),
            new Variant("raw", new ScoringSettings(0, 0, false)));

    abstract String bootstrapServers();

    @BeforeEach
    void needsTheExactAnswers() {
        Requirement.SHARED.orSkip();
    }

    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {1, 4, 12})
    void aMillionFlightsReadAtFullSpeedGiveTheExactWindowsWhateverTheNumberOfPartitions(int partitions)
            throws Exception {
        String topic = "flights-" + UUID.randomUUID();
        FlightReplay replay = new FlightReplay(bootstrapServers(), topic, partitions, Pace.steady(Speed.MAX));
        replay.createTopic();
        replay.run();
        ExpectedSet expected = ExpectedSet.of("demo/expected-flights-2001.json");
        try (Run run = start(expected, topic, "/time", Duration.ofSeconds(1))) {
            run.assertExact();
        }
    }

    @Test
    void aMillionFlightsThatArriveSlowlyGiveTheSameExactWindows() throws Exception {
        String topic = "flights-" + UUID.randomUUID();
        FlightReplay replay = new FlightReplay(bootstrapServers(), topic, 4, Pace.steady(new Speed(600_000)));
        replay.createTopic();
        ExpectedSet expected = ExpectedSet.of("demo/expected-flights-2001.json");
        try (Run run = start(expected, topic, "/time", Duration.ofSeconds(4))) {
            replay.run();
            run.assertExact();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"flights-20k", "elec2", "nab", "sea"})
    void everyOtherStreamGivesItsExactWindows(String name) {
        String topic = name + "-" + UUID.randomUUID();
        TestTopics topics = new TestTopics(bootstrapServers());
        topics.create(topic, DATA_SET_PARTITIONS);
        Set<String> texts = Set.of("day", "series", "origin", "destination");
        topics.send(topic, DATA_SET_PARTITIONS, CsvEvents.of("data/" + name + ".csv.gz", texts));
        ExpectedSet expected = ExpectedSet.of("data/expected-" + name + ".json");
        try (Run run = start(expected, topic, "/ts", Duration.ofSeconds(1))) {
            run.assertExact();
        }
    }

    private Run start(ExpectedSet expected, String topic, String eventTime, Duration idleTimeout) {
        return new Run(bootstrapServers(), expected, topic, eventTime, idleTimeout);
    }

    /** A pipeline with a monitor for each window length, kind of reference and smoothing of a set. */
    private static final class Run implements AutoCloseable {
        private final ExpectedSet expected;
        private final String bootstrapServers;
        private final StreamSettings settings;
        private final Pipeline pipeline;
        private final Map<String, MonitorProgress> newest = new ConcurrentHashMap<>();

        Run(String bootstrapServers, ExpectedSet expected, String topic, String eventTime, Duration idleTimeout) {
            this.bootstrapServers = bootstrapServers;
            this.expected = expected;
            String id = "exact-" + UUID.randomUUID();
            List<MonitorSettings> monitors = new ArrayList<>();
            byWindow().forEach((window, series) -> {
                for (Variant variant : VARIANTS) {
                    monitors.add(monitor(
                            "file-" + variant.suffix() + "-" + window.toSeconds() + "s",
                            topic,
                            eventTime,
                            window,
                            idleTimeout,
                            series,
                            new ReferenceSource.Given(expected.reference()),
                            variant.scoring()));
                }
                if (!isSegmented(series)) {
                    monitors.add(monitor(
                            "period-a05-" + window.toSeconds() + "s",
                            topic,
                            eventTime,
                            window,
                            idleTimeout,
                            series,
                            new ReferenceSource.Period(
                                    series.get(0).referenceFrom(), series.get(0).referenceTo()),
                            VARIANTS.get(0).scoring()));
                }
            });
            this.settings = new StreamSettings(
                    Map.of("bootstrap.servers", bootstrapServers),
                    id,
                    OwnTopics.withPrefix(id),
                    StreamSettings.DEFAULT_MERGE_PARTITIONS,
                    monitors);
            MonitorListener listener = new QuietListener() {
                @Override
                public void progressed(MonitorProgress progress) {
                    newest.put(progress.monitor(), progress);
                }
            };
            this.pipeline = Pipeline.start(settings, listener, Path.of("target", "streams", id));
        }

        private Map<Duration, List<ExpectedSet.Series>> byWindow() {
            return expected.series().stream()
                    .collect(Collectors.groupingBy(ExpectedSet.Series::window, TreeMap::new, Collectors.toList()));
        }

        private static boolean isSegmented(List<ExpectedSet.Series> series) {
            return !series.get(0).segment().equals(Reference.WHOLE);
        }

        private static MonitorSettings monitor(
                String name,
                String topic,
                String eventTime,
                Duration window,
                Duration idleTimeout,
                List<ExpectedSet.Series> series,
                ReferenceSource reference,
                ScoringSettings scoring) {
            Map<String, FeatureSettings> features = new TreeMap<>();
            series.forEach(one -> features.put(
                    one.name(),
                    new FeatureSettings(
                            one.name(),
                            FieldPath.parse("/" + one.field()),
                            new BinningRule.Fixed(one.reference().binning()),
                            DecisionSettings.DEFAULT)));
            return new MonitorSettings(
                    name,
                    topic,
                    ValueFormat.JSON,
                    Optional.of(FieldPath.parse(eventTime)),
                    isSegmented(series) ? Optional.of(FieldPath.parse("/series")) : Optional.empty(),
                    WindowPlan.tumbling(window, Duration.ofHours(2), window.multipliedBy(2)),
                    idleTimeout,
                    Duration.ofHours(1),
                    reference,
                    new ArrayList<>(features.values()),
                    scoring);
        }

        void assertExact() {
            int windows = 0;
            Set<ResultKey> keys = new TreeSet<>();
            for (MonitorSettings monitor : settings.monitors()) {
                for (ExpectedSet.Series series : seriesOf(monitor)) {
                    for (ExpectedSet.Window window : series.windows()) {
                        keys.add(key(monitor, series, window));
                        windows++;
                    }
                }
            }
            assertThat(keys).as("keys of results are unique").hasSize(windows);
            Map<ResultKey, JsonNode> results = new TestTopics(bootstrapServers)
                    .awaitResults(settings.topics().results(), windows, PATIENCE);
            assertThat(results.keySet()).isEqualTo(keys);
            assertThat(newest.keySet())
                    .isEqualTo(settings.monitors().stream()
                            .map(MonitorSettings::name)
                            .collect(Collectors.toSet()));
            newest.values().forEach(Identities::assertHold);
            for (MonitorSettings monitor : settings.monitors()) {
                for (ExpectedSet.Series series : seriesOf(monitor)) {
                    for (ExpectedSet.Window window : series.windows()) {
                        assertExact(monitor, series, window, results.get(key(monitor, series, window)));
                    }
                }
            }
        }

        private List<ExpectedSet.Series> seriesOf(MonitorSettings monitor) {
            return byWindow().get(monitor.window().size());
        }

        private static ResultKey key(MonitorSettings monitor, ExpectedSet.Series series, ExpectedSet.Window window) {
            return new ResultKey(
                    monitor.name(),
                    series.segment(),
                    series.name(),
                    window.start().toString());
        }

        private static void assertExact(
                MonitorSettings monitor, ExpectedSet.Series series, ExpectedSet.Window window, JsonNode result) {
            String where = key(monitor, series, window).toString();
            assertThat(result.get("revision").asInt()).as(where).isEqualTo(1);
            assertThat(result.get("records").asLong()).as(where).isEqualTo(window.rows());
            Identities.assertHoldOfResult(result);
            assertThat(counts(result.get("observed")))
                    .as(where)
                    .isEqualTo(window.observed().counts());
            Instant end = Instant.parse(result.get("window").get("end").asText());
            boolean isBeforeReference =
                    monitor.reference() instanceof ReferenceSource.Period period && !end.isAfter(period.to());
            if (isBeforeReference) {
                assertThat(result.get("verdict").asText()).as(where).isEqualTo("inconclusive");
                assertThat(result.get("reason").asText()).as(where).isEqualTo("no_reference");
                assertThat(result.has("scores")).as(where).isFalse();
                return;
            }
            assertThat(counts(result.get("reference")))
                    .as(where)
                    .isEqualTo(series.reference().counts());
            String suffix = monitor.name().split("-", -1)[1];
            JsonNode scores = result.get("scores");
            assertClose(scores.get("kl"), window.divergences().get("wr_" + suffix), where + " wr_" + suffix);
            assertClose(scores.get("kl_reverse"), window.divergences().get("rw_" + suffix), where + " rw_" + suffix);
            assertClose(scores.get("js"), window.divergences().get("js_raw"), where + " js_raw");
        }

        private static long[] counts(JsonNode array) {
            long[] counts = new long[array.size()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = array.get(i).asLong();
            }
            return counts;
        }

        private static void assertClose(JsonNode actual, double expected, String where) {
            if (Double.isInfinite(expected)) {
                assertThat(actual.asText()).as(where).isEqualTo("Infinity");
            } else {
                assertThat(actual.isNumber()).as(where + " is " + actual).isTrue();
                assertThat(actual.asDouble()).as(where).isCloseTo(expected, within(TOLERANCE));
            }
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }
}

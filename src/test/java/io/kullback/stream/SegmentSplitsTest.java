package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoringSettings;
import io.kullback.divergence.SegmentSplit;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.ValueFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Partials in, splits out: a monitor by carrier, in windows of ten seconds. Values are -5, 5 or 50, one for each bin. */
class SegmentSplitsTest {

    private static final ScoringSettings AS_COUNTED = new ScoringSettings(0, 0, true);
    private static final BinningRule FIXED = new BinningRule.Fixed(Given.BINS);
    /** D of three quarters and a quarter from one half each. */
    private static final double MOVED = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);

    private final List<WindowSplit> splits = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            order.add(result.series().segment());
        }

        @Override
        public void split(WindowSplit split) {
            order.add("split");
            splits.add(split);
        }

        @Override
        public void reference(Reference reference) {}

        @Override
        public void alert(AlertTransition transition, String explanation) {}
    };

    private static MonitorSettings monitor(
            ReferenceSource reference, ScoringSettings scoring, BinningRule rule, String... features) {
        return new MonitorSettings(
                "m",
                "flights",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                Optional.of(FieldPath.parse("/carrier")),
                Given.tumbling(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                reference,
                List.of(features).stream()
                        .map(name -> new FeatureSettings(name, FieldPath.parse("/" + name), rule, Given.EVERY_EVENT))
                        .toList(),
                scoring);
    }

    private static ReferenceSource.Given reference(Map<String, Histogram> bySegment) {
        Map<String, Map<String, Histogram>> histograms = new TreeMap<>();
        bySegment.forEach((segment, histogram) -> histograms.put(segment, Map.of("x", histogram)));
        return new ReferenceSource.Given(Reference.of("by hand", histograms));
    }

    private static Histogram counts(long... counts) {
        return Histogram.ofValues(Given.BINS, counts);
    }

    private static MonitorMerge merge(MonitorSettings monitor) {
        return new MonitorMerge(monitor, new MonitorState(monitor));
    }

    /** Events at a second, of one carrier, each with as many values of a kind as are given. */
    private record Events(int second, String carrier, int below, int inside, int above) {
        void count(MonitorCounter counter) {
            count(counter, below, -5);
            count(counter, inside, 5);
            count(counter, above, 50);
        }

        private void count(MonitorCounter counter, int times, double value) {
            for (int i = 0; i < times; i++) {
                FieldValues values = new FieldValues(3);
                values.setNumber(0, Given.T0 + second * 1_000L);
                values.setText(1, carrier);
                values.setNumber(2, value);
                counter.count(values, -1, System.currentTimeMillis());
            }
        }
    }

    private void accept(MonitorMerge merge, MonitorSettings monitor, Events... events) {
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        for (Events each : events) {
            each.count(counter);
        }
        merge.accept(counter.drain(1).orElseThrow(), output);
    }

    private static final Events LATER = new Events(20, "AA", 0, 1, 0);

    private static MonitorSettings halves() {
        return monitor(reference(Map.of("AA", counts(50, 50, 0), "UA", counts(50, 50, 0))), AS_COUNTED, FIXED, "x");
    }

    @Test
    void afterTheResultsOfAllSegmentsComesOneSplitThatNamesTheSegmentThatMoved() {
        accept(merge(halves()), halves(), new Events(1, "AA", 3, 1, 0), new Events(2, "UA", 2, 2, 0), LATER);
        assertThat(order).containsExactly("AA", "UA", "split");
        WindowSplit first = splits.get(0);
        SegmentSplit split = first.split();
        assertThat(split.mix()).isZero();
        assertThat(split.parts().get(0).within()).isCloseTo(MOVED, within(1e-15));
        assertThat(split.parts().get(0).weighted()).isCloseTo(MOVED / 2, within(1e-15));
        assertThat(split.parts().get(1).weighted()).isZero();
        assertThat(split.total()).isCloseTo(MOVED / 2, within(1e-15));
        assertThat(first.records()).isEqualTo(8);
        assertThat(first.revision()).isEqualTo(1);
    }

    @Test
    void lateEventsIssueItAgainWithTheNextRevision() {
        MonitorMerge merge = merge(halves());
        accept(merge, halves(), new Events(1, "AA", 3, 1, 0), new Events(2, "UA", 2, 2, 0), LATER);
        accept(merge, halves(), new Events(3, "UA", 2, 2, 0), LATER);
        assertThat(order).containsExactly("AA", "UA", "split", "UA", "split");
        WindowSplit amended = splits.get(1);
        assertThat(amended.revision()).isEqualTo(2);
        // Now one third of the window is AA.
        assertThat(amended.split().mix()).isCloseTo(Math.log(2 / 3.0) / 3 + 2 * Math.log(4 / 3.0) / 3, within(1e-15));
        assertThat(amended.split().parts().get(0).weighted()).isCloseTo(MOVED / 3, within(1e-15));
    }

    @Test
    void twoSegmentsAmendedAtOnceAreOneRevision() {
        MonitorMerge merge = merge(halves());
        accept(merge, halves(), new Events(1, "AA", 3, 1, 0), new Events(2, "UA", 2, 2, 0), LATER);
        accept(merge, halves(), new Events(3, "UA", 1, 0, 0), new Events(4, "AA", 1, 0, 0), LATER);
        assertThat(splits).extracting(WindowSplit::revision).containsExactly(1, 2);
    }

    @Test
    void addsUpToTheDivergenceOfTheJointCounts() {
        long[][] reference = {{700, 200, 100}, {30, 60, 10}, {5, 5, 5}};
        int[][] observed = {{60, 25, 15}, {2, 9, 4}, {0, 1, 3}};
        MonitorSettings monitor = monitor(
                reference(Map.of("AA", counts(reference[0]), "DL", counts(reference[1]), "UA", counts(reference[2]))),
                ScoringSettings.DEFAULT,
                FIXED,
                "x");
        accept(
                merge(monitor),
                monitor,
                new Events(1, "AA", 60, 25, 15),
                new Events(1, "DL", 2, 9, 4),
                new Events(1, "UA", 0, 1, 3),
                LATER);
        // By hand: nine cells of 119 events against nine of 1115 and nine halves.
        double joint = 0;
        for (int s = 0; s < 3; s++) {
            for (int bin = 0; bin < 3; bin++) {
                double p = observed[s][bin] / 119.0;
                double r = (reference[s][bin] + 0.5) / 1_119.5;
                joint += p == 0 ? 0 : p * Math.log(p / r);
            }
        }
        assertThat(splits.get(0).split().total()).isCloseTo(joint, within(1e-12));
    }

    @Test
    void theRevisionAndTheLastWindowSurviveARestart() {
        MonitorSettings monitor = halves();
        MonitorMerge merge = merge(monitor);
        accept(merge, monitor, new Events(1, "AA", 3, 1, 0), new Events(2, "UA", 2, 2, 0), LATER);
        Map<String, byte[]> store = new TreeMap<>();
        merge.state().writeChanges((key, value) -> value.ifPresent(bytes -> store.put(key, bytes)));
        MonitorState state = new MonitorState(monitor);
        store.forEach(state::restore);
        state.restored();
        MonitorMerge restarted = new MonitorMerge(monitor, state);
        order.clear();
        restarted.showLast(output);
        assertThat(order).containsExactly("AA", "UA");
        accept(restarted, monitor, new Events(3, "UA", 2, 2, 0), LATER);
        assertThat(splits.get(1).revision()).isEqualTo(2);
    }

    @Test
    void binsThatEachSegmentLearnedForItselfCannotBeAddedUp() {
        MonitorSettings monitor = monitor(
                new ReferenceSource.Period(Instant.ofEpochMilli(Given.T0), Instant.ofEpochMilli(Given.T0 + 10_000)),
                ScoringSettings.DEFAULT,
                new BinningRule.Quantiles(2),
                "x");
        accept(
                merge(monitor),
                monitor,
                new Events(1, "AA", 30, 10, 10),
                new Events(2, "UA", 1, 10, 30),
                new Events(11, "AA", 3, 1, 0),
                new Events(12, "UA", 2, 2, 0),
                new Events(40, "AA", 0, 1, 0));
        assertThat(order).containsExactly("AA", "UA", "AA", "UA");
    }

    @Test
    void aReferenceThatWasNeverDividedBySegmentSaysNothingOfTheirMix() {
        MonitorSettings monitor =
                monitor(new ReferenceSource.Given(Given.REFERENCE), ScoringSettings.DEFAULT, FIXED, "x");
        accept(merge(monitor), monitor, new Events(1, "AA", 3, 1, 0), LATER);
        assertThat(order).containsExactly("AA");
    }

    @Test
    void theTwentyLargestSegmentsAreNamedAndTheOthersSummed() throws IOException {
        Map<String, Histogram> reference = new TreeMap<>();
        List<Events> events = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String carrier = "c" + (char) ('a' + i);
            reference.put(carrier, counts(100, 100, 0));
            events.add(new Events(1, carrier, 10 + i, 10, 0));
        }
        events.add(LATER);
        MonitorSettings monitor = monitor(reference(reference), AS_COUNTED, FIXED, "x");
        accept(merge(monitor), monitor, events.toArray(new Events[0]));
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(SplitJson.value(splits.get(0)));
        assertThat(new String(SplitJson.key(splits.get(0)), StandardCharsets.UTF_8))
                .isEqualTo("[\"m\",\"\",\"x\",\"2001-09-09T01:46:40Z\"]");
        assertThat(json.get("format").asText()).isEqualTo("kullback-split/1");
        assertThat(json.get("segment_field").asText()).isEqualTo("carrier");
        assertThat(json.get("segment_count").asInt()).isEqualTo(25);
        assertThat(json.get("segments")).hasSize(20);
        // The one that moved most, and grew most: 34 of 44.
        assertThat(json.at("/segments/0/segment").asText()).isEqualTo("cy");
        assertThat(json.at("/segments/0/within").asDouble())
                .isCloseTo(34 / 44.0 * Math.log(68 / 44.0) + 10 / 44.0 * Math.log(20 / 44.0), within(1e-14));
        assertThat(json.at("/rest/segments").asInt()).isEqualTo(5);
        double shares = json.at("/rest/share").asDouble();
        double weighted = json.at("/rest/weighted").asDouble();
        for (JsonNode segment : json.get("segments")) {
            shares += segment.get("share").asDouble();
            weighted += segment.get("weighted").asDouble();
        }
        assertThat(shares).isCloseTo(1, within(1e-12));
        assertThat(weighted + json.get("mix").asDouble())
                .isCloseTo(json.get("total").asDouble(), within(1e-12));
        assertThat(json.get("explanation").asText()).contains("within segment carrier=cy");
    }
}

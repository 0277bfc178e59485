package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.InconclusiveReason;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinnedTally;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** References that operators put in force. Windows of ten seconds with two of grace; all events lie in the middle one of three bins. */
class PromotedReferenceTest {

    private static final Reference FLAT = reference("flat", 100, 100, 100);
    private static final Reference MIDDLE = reference("middle", 1, 300, 1);
    private static final Reference UPPER = reference("upper", 1, 1, 300);

    private final List<WindowResult> results = Given.list();
    private final List<AlertTransition> alerts = Given.list();
    private final List<Reference> inForce = Given.list();
    private final Map<String, byte[]> store = new TreeMap<>();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            results.add(result);
        }

        @Override
        public void reference(Reference reference) {
            inForce.add(reference);
        }

        @Override
        public void alert(AlertTransition transition, String explanation) {
            alerts.add(transition);
        }
    };

    private static Reference reference(String origin, long... counts) {
        return Reference.of(origin, Map.of(Reference.WHOLE, Map.of("x", Histogram.ofValues(Given.BINS, counts))));
    }

    private static MonitorSettings monitor() {
        return Given.monitor(Given.tumbling(), new ReferenceSource.Given(FLAT));
    }

    private static MonitorSettings awaiting(BinningRule bins) {
        return new MonitorSettings(
                "m",
                "events",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                Optional.empty(),
                Given.tumbling(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Promoted(),
                List.of(new FeatureSettings("x", FieldPath.parse("/x"), bins, Given.EVERY_EVENT)),
                ScoringSettings.DEFAULT);
    }

    private static MonitorMerge merge(MonitorSettings monitor) {
        return new MonitorMerge(monitor, new MonitorState(monitor));
    }

    /** Three hundred events of the middle bin in one window, everything before its end and grace having been read. */
    private static Partial window(int number) {
        return partial(number, number * 10L + 12);
    }

    private static Partial partial(int number, long watermarkSecond) {
        PaneCounts pane = new PaneCounts(
                300, List.of(BinnedTally.of(Given.BINS, Arrays.copyOf(new long[] {0, 300, 0}, Given.BINS.bins()))));
        return new Partial(
                "m",
                false,
                0,
                1,
                Given.T0 + watermarkSecond * 1_000,
                false,
                Partial.NONE,
                300,
                Map.of(),
                0,
                0,
                List.of(new Partial.Pane(Reference.WHOLE, Given.T0 + number * 10_000L, pane)));
    }

    private static long second(long seconds) {
        return Given.T0 + seconds * 1_000;
    }

    /** Of each window, by its number: the origin of its reference and the verdict. */
    private Map<Long, String> said() {
        Map<String, String> origins =
                List.of(FLAT, MIDDLE, UPPER).stream().collect(Collectors.toMap(Reference::id, Reference::origin));
        Map<Long, String> said = new TreeMap<>();
        results.forEach(result -> said.put(
                (result.window().start().toEpochMilli() - Given.T0) / 10_000,
                result.referenceId().map(origins::get).orElse("none") + " "
                        + result.verdict().name()));
        return said;
    }

    @Test
    void windowsThatStartAfterTheTimeAreComparedWithThePromotedReferenceAndTheAlertEnds() {
        MonitorMerge merge = merge(monitor());
        merge.accept(window(0), output);
        merge.accept(window(1), output);
        merge.promote(Optional.of(MIDDLE), second(30));
        for (int number = 2; number < 6; number++) {
            merge.accept(window(number), output);
        }
        assertThat(said())
                .isEqualTo(Map.of(
                        0L, "flat drifted",
                        1L, "flat drifted",
                        2L, "flat drifted",
                        3L, "middle stable",
                        4L, "middle stable",
                        5L, "middle stable"));
        assertThat(alerts.stream().map(alert -> alert.kind().label())).containsExactly("firing", "resolved");
        assertThat(alerts.get(1).ending()).contains(AlertTransition.Ending.ACCEPTED);
        assertThat(inForce).containsExactly(MIDDLE);
        assertThat(merge.progress().referenceId()).contains(MIDDLE.id());
    }

    @Test
    void aWindowThatStartsBeforeTheTimeBelongsToTheOldReference() {
        MonitorMerge merge = merge(monitor());
        merge.promote(Optional.of(MIDDLE), second(11));
        for (int number = 0; number < 4; number++) {
            merge.accept(window(number), output);
        }
        assertThat(said()).containsEntry(1L, "flat drifted").containsEntry(2L, "middle stable");
    }

    @Test
    void aTimeThatIsPastMeansTheFirstWindowThatIsStillOpen() {
        MonitorMerge merge = merge(monitor());
        for (int number = 0; number < 3; number++) {
            merge.accept(window(number), output);
        }
        merge.promote(Optional.of(MIDDLE), Long.MIN_VALUE);
        for (int number = 3; number < 5; number++) {
            merge.accept(window(number), output);
        }
        assertThat(said()).containsEntry(2L, "flat drifted").containsEntry(3L, "middle stable");
    }

    @Test
    void goingBackIsAPromotionOfTheConfiguredReferenceOrOfAnEarlierOne() {
        MonitorMerge merge = merge(monitor());
        merge.promote(Optional.of(MIDDLE), second(10));
        merge.promote(Optional.of(UPPER), second(20));
        merge.promote(Optional.of(MIDDLE), second(30));
        merge.promote(Optional.empty(), second(40));
        for (int number = 0; number < 6; number++) {
            merge.accept(window(number), output);
        }
        assertThat(said().values())
                .containsExactly(
                        "flat drifted",
                        "middle stable",
                        "upper drifted",
                        "middle stable",
                        "flat drifted",
                        "flat drifted");
        // Every step of the series' alerts has a number of its own, whichever reference it was against.
        assertThat(alerts.stream().map(AlertTransition::sequence)).doesNotHaveDuplicates();
        assertThat(alerts).hasSize(5);
    }

    @Test
    void aPromotionThatStillWaitsGivesWayToOneOfTheSameOrAnEarlierTime() {
        MonitorMerge merge = merge(monitor());
        merge.promote(Optional.of(UPPER), second(20));
        merge.promote(Optional.of(MIDDLE), second(20));
        for (int number = 0; number < 4; number++) {
            merge.accept(window(number), output);
        }
        assertThat(said().values()).containsExactly("flat drifted", "flat drifted", "middle stable", "middle stable");
    }

    @Test
    void aWindowAmendedAfterThePromotionKeepsItsReferenceAndWhatWasSaid() {
        MonitorMerge merge = merge(monitor());
        merge.promote(Optional.of(MIDDLE), second(20));
        for (int number = 0; number < 3; number++) {
            merge.accept(window(number), output);
        }
        results.clear();
        merge.accept(partial(1, 33), output);
        assertThat(results).hasSize(1);
        assertThat(results.get(0).records()).isEqualTo(600);
        assertThat(said()).isEqualTo(Map.of(1L, "flat drifted"));
    }

    @Test
    void withoutAConfiguredReferenceNothingCanBeToldUntilOneIsPromoted() {
        MonitorSettings monitor = awaiting(new BinningRule.Fixed(Given.BINS));
        MonitorMerge merge = merge(monitor);
        merge.accept(window(0), output);
        assertThat(results.get(0).verdict())
                .isEqualTo(new Verdict.Inconclusive(InconclusiveReason.NO_REFERENCE, 300, 1));
        merge.promote(Optional.of(MIDDLE), second(10));
        merge.accept(window(1), output);
        assertThat(said()).containsEntry(0L, "none inconclusive").containsEntry(1L, "middle stable");
    }

    @Test
    void aReferenceThatTheCountsCannotBeComparedWithIsLeftOut() {
        MonitorSettings monitor = monitor();
        Reference otherBins = Reference.of(
                "other bins",
                Map.of(Reference.WHOLE, Map.of("x", Histogram.ofValues(NumberBinning.ofEdges(3), 10, 10))));
        assertThat(Promotion.problem(monitor, otherBins))
                .hasValueSatisfying(problem -> assertThat(problem).contains("counted over other bins"));
        assertThat(Promotion.problem(awaiting(new BinningRule.Quantiles(4)), otherBins))
                .isEmpty();
        assertThat(Promotion.problem(monitor, Reference.of("nothing", Map.of())))
                .contains("the reference holds no counts");
        assertThat(Promotion.problem(
                        monitor,
                        Reference.of("segments", Map.of("DE", FLAT.histograms().get(Reference.WHOLE)))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("divided by segment"));
        assertThat(Promotion.problem(
                        monitor,
                        Reference.of(
                                "y", Map.of(Reference.WHOLE, Map.of("y", Histogram.ofValues(Given.BINS, 1, 1, 1))))))
                .hasValueSatisfying(problem -> assertThat(problem).contains("holds nothing of feature 'x'"));
        MonitorMerge merge = merge(monitor);
        merge.promote(Optional.of(otherBins), second(0));
        merge.accept(window(0), output);
        assertThat(said()).containsEntry(0L, "flat drifted");
    }

    @Test
    void aRestartAfterEachStepChangesNothingAndNothingIsLeftOfWhatIsOver() {
        MonitorSettings monitor = monitor();
        MonitorMerge undisturbed = merge(monitor);
        for (int number = 0; number < 40; number++) {
            step(undisturbed, number);
        }
        List<WindowResult> expected = List.copyOf(results);
        List<AlertTransition> told = List.copyOf(alerts);
        assertThat(told).hasSizeGreaterThan(3);
        results.clear();
        alerts.clear();
        for (int number = 0; number < 40; number++) {
            MonitorState state = new MonitorState(monitor);
            store.forEach(state::restore);
            state.restored();
            step(new MonitorMerge(monitor, state), number);
            state.writeChanges(
                    (key, value) -> value.ifPresentOrElse(bytes -> store.put(key, bytes), () -> store.remove(key)));
        }
        assertThat(results).isEqualTo(expected);
        assertThat(alerts).isEqualTo(told);
        // Of the configured reference and the three promoted ones, only the last one's decisions can still change.
        assertThat(store.keySet().stream().filter(key -> key.contains("decision") || key.contains("reference")))
                .allMatch(key -> key.contains("#3"));
    }

    private void step(MonitorMerge merge, int number) {
        if (number == 3) {
            merge.promote(Optional.of(MIDDLE), second(50));
        }
        if (number == 10) {
            merge.promote(Optional.of(UPPER), second(80));
        }
        if (number == 20) {
            merge.promote(Optional.of(MIDDLE), second(230));
        }
        merge.accept(window(number), output);
    }

    @Test
    void theCommandStandsInARecordAndIsReadAgain() {
        Command promote = new Command.Promote(Optional.of(MIDDLE), Instant.parse("2001-03-01T00:00:00Z"));
        assertThat(CommandJson.read(CommandJson.write(monitor(), promote, "kim")))
                .contains(new CommandJson.Told(Optional.empty(), promote));
        Command back = new Command.Promote(Optional.empty(), Instant.parse("2001-03-01T00:00:00Z"));
        assertThat(CommandJson.read(CommandJson.write(monitor(), back, "kim")))
                .contains(new CommandJson.Told(Optional.empty(), back));
        assertThat(CommandJson.read("{\"command\":\"promote\",\"from\":\"soon\"}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(CommandJson.read("{\"command\":\"promote\",\"from\":\"2001-03-01T00:00:00Z\",\"reference\":\"x\"}"
                        .getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}

package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.detection.AlertPolicy;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.NullModel;
import io.kullback.detection.change.Season;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.Reference;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import io.kullback.testing.CsvEvents;
import io.kullback.testing.ExpectedSet;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real and benchmark streams, decided about as in a running service: known changes are found, controls stay silent, and every alert that fires is named here.
 * References are the periods that the sets come with; where a setting is not the default, the reason stands beside it.
 */
class RealStreamsTest {

    private static final long INVENTED = 1_600_000_000_000L;

    @BeforeEach
    void needsTheDataSets() {
        Requirement.SHARED.orSkip();
    }

    private static StreamReplay replay(String set, MonitorSettings monitor) {
        return StreamReplay.of(
                monitor,
                to -> CsvEvents.of("data/" + set + ".csv.gz", Set.of("day", "series", "origin", "destination", "digit"))
                        .forEach(to));
    }

    private static MonitorSettings monitor(Duration window, ReferenceSource reference, List<FeatureSettings> features) {
        return new MonitorSettings(
                "real",
                "real",
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/ts")),
                Optional.empty(),
                WindowPlan.tumbling(window, Duration.ZERO, Duration.ZERO),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                reference,
                features,
                ScoringSettings.DEFAULT);
    }

    private static ReferenceSource period(ExpectedSet.Series series) {
        return new ReferenceSource.Period(series.referenceFrom(), series.referenceTo());
    }

    private static FeatureSettings feature(ExpectedSet.Series series, DecisionSettings decision) {
        return new FeatureSettings(
                series.name(),
                FieldPath.parse("/" + series.field()),
                new BinningRule.Fixed(series.reference().binning()),
                decision);
    }

    private static DecisionSettings decision(Duration per, long minEvents, int baseline, Season season) {
        return new DecisionSettings(
                1,
                per,
                0.02,
                minEvents,
                new ChangeRule(baseline, season, NullModel.WHITENED),
                AlertPolicy.DEFAULT,
                List.of());
    }

    /** Of streams whose time is invented, one row a second. */
    private static String row(Instant time) {
        return "row " + (time.toEpochMilli() - INVENTED) / 1_000;
    }

    @Test
    void theConceptOfSeaIsSeenToDriftInItsLabelAndItsInputsStaySilent() {
        ExpectedSet set = ExpectedSet.of("data/expected-sea.json");
        List<FeatureSettings> features = set.series().stream()
                .map(series -> feature(series, DecisionSettings.DEFAULT))
                .toList();
        // Windows of 100 rows, so that the 10,000 rows of the reference are the hundred windows of the default
        // baseline.
        StreamReplay replay = replay(
                "sea", monitor(Duration.ofSeconds(100), period(set.series().get(0)), features));
        // The concept changes at row 12,500, at 25,000 and at 37,500, and never back: the alert stays on.
        assertThat(replay.alerts(RealStreamsTest::row))
                .containsExactly("label row 15300 change since row 12700 still on");
        assertThat(replay.drifted("label")).hasSize(20);
        for (String control : List.of("a1", "a2", "a3")) {
            assertThat(replay.drifted(control)).as(control).isEmpty();
        }
    }

    @Test
    void flightsThatAreFewADayShowNoneOfTheStormsAndTheirDistanceIsSilent() {
        ExpectedSet set = ExpectedSet.of("data/expected-flights-20k.json");
        List<FeatureSettings> features = set.series().stream()
                .filter(series -> series.window().equals(Duration.ofDays(1)))
                .map(series -> feature(series, DecisionSettings.DEFAULT))
                .toList();
        // 220 flights a day in 31 airports: noise of 0.07 nats, and the storm of 5 March moves 0.03.
        assertThat(replay(
                                "flights-20k",
                                monitor(Duration.ofDays(1), period(set.series().get(0)), features))
                        .alerts(StreamReplay::date))
                .isEmpty();
    }

    @Test
    void theWideningOfTheElectricityMarketIsFoundInTheWeekItHappens() {
        ExpectedSet set = ExpectedSet.of("data/expected-elec2.json");
        // One false alarm a year: with one in 30 days every fourth week might hold one. And a
        // week of fewer rows than 336 half hours is none: the recording ends on a Saturday, so that its last three
        // days hold no other day of the week.
        DecisionSettings decision = decision(Duration.ofDays(365), 336, ChangeRule.DEFAULT.baseline(), Season.NONE);
        List<FeatureSettings> features = new ArrayList<>();
        set.series().forEach(series -> features.add(feature(series, decision)));
        // One constant value in the whole reference, from which the bins are learned.
        features.add(new FeatureSettings(
                "vicdemand", FieldPath.parse("/vicdemand"), new BinningRule.Quantiles(10), decision));
        StreamReplay replay =
                replay("elec2", monitor(Duration.ofDays(7), period(set.series().get(0)), features));
        assertThat(replay.alerts(StreamReplay::date))
                .containsExactly(
                        // The week from Christmas to New Year, with the least demand of all 136; no source names it.
                        "nswdemand 1996-12-26 level until 1997-01-23",
                        // The market is widened on 5 May.
                        "transfer 1997-05-01 level still on",
                        "vicdemand 1997-05-01 level still on",
                        "vicprice 1997-05-01 level still on",
                        // In the new market the price falls to half of what it was, until June 1998; no source dates
                        // it.
                        "nswprice 1997-07-10 level until 1998-07-16",
                        // The winter with the greatest demand, which the baseline of two years has not seen; no source.
                        "nswdemand 1998-07-09 change since 1998-06-18 until 1998-09-03");
        assertThat(replay.drifted("day")).isEmpty();
        assertThat(replay.drifted("up")).isEmpty();
    }

    @Test
    void whatIsLabelledAnomalousInMachineTemperatureFires() {
        assertThat(nab("machine_temperature", true, DecisionSettings.DEFAULT))
                .containsExactly("value 2014-01-28 level until 2014-02-01", "value 2014-02-08 level until 2014-02-11");
        // Two more are labelled before the reference period. With its reference known beforehand the second of them
        // fires too; the first is among the ten windows that the noise is learned from.
        assertThat(nab("machine_temperature", false, DecisionSettings.DEFAULT))
                .containsExactly(
                        "value 2013-12-16 level until 2013-12-20",
                        "value 2014-01-28 level until 2014-02-01",
                        "value 2014-02-08 level until 2014-02-11");
    }

    @Test
    void whatIsLabelledAnomalousInCpuUsageFires() {
        assertThat(nab("cpu_asg", true, DecisionSettings.DEFAULT)).containsExactly("value 2014-07-12 level still on");
    }

    @Test
    void taxiRidesFireAtThanksgivingChristmasAndTheSnowStorm() {
        // A day is 48 half hours, fewer than the default of 50. The 84 days of the reference are the baseline, enough
        // for the week that taxis live by. Marathon and New Year, labelled too, do not show in what a day's half hours
        // are like.
        assertThat(nab("nyc_taxi", true, decision(Duration.ofDays(30), 48, 84, Season.WEEKLY)))
                .containsExactly(
                        "value 2014-11-26 change since 2014-11-23 until 2014-12-05",
                        "value 2014-12-24 change since 2014-12-23 until 2015-01-07",
                        "value 2015-01-26 level still on");
    }

    @Test
    void singleSpikesOfLatencyAreNotSeenByAnyRule() {
        assertThat(nab("ec2_latency", true, DecisionSettings.DEFAULT)).isEmpty();
    }

    @Test
    void digitsByOtherWritersFireFromTheirFirstWindow() {
        Instant start = Instant.ofEpochMilli(INVENTED);
        ReferenceSource reference = new ReferenceSource.Period(start, start.plusSeconds(2_500));
        // Windows of 100 rows make 25 of the reference, enough to know the noise from, and 40 before the change, so
        // that rule A watches too.
        DecisionSettings decision = decision(Duration.ofDays(30), 50, 40, Season.NONE);
        List<FeatureSettings> features = List.of(
                latent(8, decision),
                new FeatureSettings("ink", FieldPath.parse("/ink"), new BinningRule.Quantiles(10), decision),
                new FeatureSettings("digit", FieldPath.parse("/digit"), new BinningRule.TopCategories(10), decision));
        StreamReplay replay = replay("mnist-latents", monitor(Duration.ofSeconds(100), reference, features));
        assertThat(replay.alerts(RealStreamsTest::row))
                .containsExactly("latent row 5000 level still on", "ink row 5500 change since row 5000 still on");
        assertThat(replay.drifted("digit")).isEmpty();

        StreamReplay fiveHundred = replay(
                "mnist-latents",
                monitor(Duration.ofSeconds(500), reference, List.of(latent(8, DecisionSettings.DEFAULT))));
        assertThat(fiveHundred.alerts(RealStreamsTest::row)).containsExactly("latent row 5000 level still on");
        assertThat(fiveHundred.drifted("latent")).hasSize(10);
    }

    private static FeatureSettings latent(int dimension, DecisionSettings decision) {
        return new FeatureSettings(
                "latent",
                IntStream.range(0, dimension)
                        .mapToObj(i -> FieldPath.parse("/z" + i))
                        .toList(),
                new BinningRule.Fixed(new VectorBinning(dimension)),
                decision);
    }

    /** The alerts of a series by itself; each must lie within a labelled window. */
    private static List<String> nab(String name, boolean ofPeriod, DecisionSettings decision) {
        ExpectedSet.Series series = ExpectedSet.of("data/expected-nab.json").series().stream()
                .filter(candidate -> candidate.segment().equals(name))
                .findFirst()
                .orElseThrow();
        ReferenceSource reference = ofPeriod
                ? period(series)
                : new ReferenceSource.Given(
                        Reference.of(name, Map.of(Reference.WHOLE, Map.of(series.name(), series.reference()))));
        StreamReplay replay = StreamReplay.of(
                monitor(Duration.ofDays(1), reference, List.of(feature(series, decision))),
                to -> CsvEvents.of("data/nab.csv.gz", Set.of("series")).stream()
                        .filter(event -> event.json().contains('"' + name + '"'))
                        .forEach(to));
        JsonNode labelled = SharedFolder.json("data/nab-windows.json")
                .get("series")
                .get(name)
                .get("windows");
        assertThat(replay.fired()).as(name).allMatch(fired -> isLabelled(fired, labelled));
        return replay.alerts(StreamReplay::date);
    }

    private static boolean isLabelled(AlertTransition fired, JsonNode labelled) {
        for (JsonNode window : labelled) {
            if (fired.window().start().toEpochMilli() < window.get(1).asLong()
                    && fired.window().end().toEpochMilli() > window.get(0).asLong()) {
                return true;
            }
        }
        return false;
    }
}

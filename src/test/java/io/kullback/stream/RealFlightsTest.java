package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.app.demo.Flights;
import io.kullback.config.ConfigurationFile;
import io.kullback.detection.AlertPolicy;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.NullModel;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.detection.change.Season;
import io.kullback.histogram.Reference;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.ReferenceJson;
import io.kullback.testing.CsvEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A million real flights, half a year, decided about as in a running service. Every alert is named here, with what is known of its day; the sources are those
 * that the data's own README gives.
 */
class RealFlightsTest {

    private static void flights(Consumer<CsvEvents.Event> to) {
        try (Flights flights = Flights.open()) {
            for (Flights.Flight flight = flights.next(); flight != null; flight = flights.next()) {
                to.accept(new CsvEvents.Event(flight.time(), new String(flight.json(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MonitorSettings asShipped() {
        return ConfigurationFile.read(Path.of("config", "kullback.yaml"), Map.of()).stream()
                .monitors()
                .get(0);
    }

    /** The same features in windows of an hour, under the default budget of one false alarm in 30 days and the default of 0.02 nats. */
    private static MonitorSettings hourly(int baseline, Season season) {
        MonitorSettings daily = asShipped();
        DecisionSettings decision = new DecisionSettings(
                1,
                Duration.ofDays(30),
                0.02,
                // Three events to each of the airports' 31 bins; the hours of the night are judged with the next.
                100,
                new ChangeRule(baseline, season, NullModel.WHITENED),
                AlertPolicy.DEFAULT,
                List.of());
        return new MonitorSettings(
                daily.name(),
                daily.topic(),
                daily.format(),
                daily.eventTime(),
                daily.segment(),
                WindowPlan.tumbling(Duration.ofHours(1), Duration.ZERO, Duration.ZERO),
                daily.idleTimeout(),
                daily.maxFuture(),
                daily.reference(),
                daily.features().stream()
                        .map(feature -> new FeatureSettings(feature.name(), feature.fields(), feature.bins(), decision))
                        .toList(),
                daily.scoring());
    }

    @Test
    void dayByDayTheShippedConfigurationAlertsOnEachStormAndOnTheWorstDaysOfDelayAndOnNothingElse() {
        StreamReplay replay = StreamReplay.of(asShipped(), RealFlightsTest::flights);
        assertThat(replay.alerts(StreamReplay::date))
                .containsExactly(
                        // The mean delay of the day: 7th of 182.
                        "delay 2001-02-16 level until 2001-02-20",
                        // 3rd.
                        "delay 2001-02-25 level until 2001-02-27",
                        // The nor'easter that all but closed New York and Boston.
                        "origin 2001-03-05 level until 2001-03-08",
                        // The worst of all 182.
                        "delay 2001-04-06 level until 2001-04-08",
                        // Denver at 13 % of its share.
                        "origin 2001-04-11 level until 2001-04-13",
                        // 8th, the day after Denver. No source names it.
                        "delay 2001-04-12 level until 2001-04-16",
                        // The most punctual day of all.
                        "delay 2001-04-28 level until 2001-05-04",
                        // Tropical storm Allison: Houston at 8 %.
                        "origin 2001-06-09 level until 2001-06-11",
                        // 2nd.
                        "delay 2001-06-15 level until 2001-06-17");
        assertThat(replay.drifted("origin").stream().map(StreamReplay::date))
                .containsExactly("2001-03-05", "2001-03-06", "2001-04-11", "2001-06-09");
    }

    @Test
    void withTheReferenceFromAFileEveryDayIsJudgedAsWithThePeriodThatItWasBuiltFrom() {
        MonitorSettings ofPeriod = asShipped();
        StreamReplay withPeriod = StreamReplay.of(ofPeriod, RealFlightsTest::flights);
        Reference file = ReferenceJson.read(ReferenceJson.write(withPeriod.reference()));
        MonitorSettings ofFile = new MonitorSettings(
                ofPeriod.name(),
                ofPeriod.topic(),
                ofPeriod.format(),
                ofPeriod.eventTime(),
                ofPeriod.segment(),
                ofPeriod.window(),
                ofPeriod.idleTimeout(),
                ofPeriod.maxFuture(),
                new ReferenceSource.Given(file),
                ofPeriod.features(),
                ofPeriod.scoring());
        StreamReplay withFile = StreamReplay.of(ofFile, RealFlightsTest::flights);
        for (String feature : List.of("origin", "delay")) {
            List<Verdict> verdicts = verdicts(withFile, feature);
            assertThat(verdicts).hasSize(182);
            // The last day has two flights.
            assertThat(verdicts.subList(0, 181)).doesNotHaveAnyElementsOfTypes(Verdict.Inconclusive.class);
            // The days from 18 January on; those before have no reference yet where it is a period.
            assertThat(verdicts.subList(17, 182))
                    .as(feature)
                    .isEqualTo(verdicts(withPeriod, feature).subList(17, 182));
        }
    }

    private static List<Verdict> verdicts(StreamReplay replay, String feature) {
        return replay.results(feature).stream().map(WindowResult::verdict).toList();
    }

    @Test
    void onTheDayOfTheNoreasterTheMeanDelayIsOrdinarySoThatOnlyTheMixOfAirportsShowsIt() {
        Map<String, long[]> sums = new TreeMap<>();
        flights(flight -> {
            String json = flight.json();
            long[] day = sums.computeIfAbsent(day(flight), key -> new long[2]);
            day[0] += Long.parseLong(json.substring(json.lastIndexOf(':') + 1, json.length() - 1));
            day[1]++;
        });
        List<String> worstFirst = sums.entrySet().stream()
                .sorted(Comparator.comparingDouble(day -> -(double) day.getValue()[0] / day.getValue()[1]))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(worstFirst).hasSize(182);
        // A little better than the median day.
        assertThat(worstFirst.indexOf("2001-03-05") + 1).isEqualTo(115);
        assertThat(worstFirst.indexOf("2001-06-09") + 1).isEqualTo(166);
    }

    @Test
    void hourByHourWithFourWeeksOfBaselineRuleAFindsTheNoreaster() {
        // 20 windows a day are left when the night's are merged: 500 are the first 25 days, long enough for a daily
        // season but not for a weekly one.
        MonitorSettings monitor = hourly(500, Season.DAILY);
        assertThat(StreamReplay.of(monitor, RealFlightsTest::flights).alerts(StreamReplay::date))
                .containsExactly(
                        // 15 and 16 February have the 12th and the 7th worst mean delay.
                        "delay 2001-02-15T20:00 change since 2001-02-11T06:00 until 2001-03-10T14:00",
                        // The morning after. No source names it; without the flights of 16 February it does not fire.
                        "origin 2001-02-17T06:00 change since 2001-02-16T20:00 until 2001-02-18T11:00",
                        "origin 2001-03-06T20:00 change since 2001-03-02T22:00 until 2001-03-17T12:00",
                        // 22 to 28 February is the worst week of delay; the evidence was gathered while the first alert
                        // was on.
                        "delay 2001-03-16T01:00 change since 2001-02-25T18:00 still on",
                        // No source: it fires without the day on which Denver closed, too. January does not know
                        // April's schedules.
                        "origin 2001-04-12T22:00 change since 2001-04-09T11:00 still on");
        assertThat(StreamReplay.of(monitor, without("2001-03-05", "2001-03-06")).alerts(StreamReplay::date))
                .as("without the two days of the storm")
                .noneMatch(alert -> alert.startsWith("origin 2001-03"));
    }

    @Test
    void hourByHourWithSevenWeeksOfBaselineRuleAFindsAllison() {
        // 980 windows: 49 days, the least for a weekly season. The nor'easter falls into the baseline.
        MonitorSettings monitor = hourly(980, Season.WEEKLY);
        assertThat(StreamReplay.of(monitor, RealFlightsTest::flights).alerts(StreamReplay::date))
                .containsExactly(
                        "delay 2001-02-16T19:00 level until 2001-02-17T07:00",
                        // Delays spread less than in the winter that the baseline is of. No source names it.
                        "delay 2001-04-02T22:00 change since 2001-03-22T06:00 until 2001-06-09T12:00",
                        // Allison. The evidence began to grow four days before Houston closed.
                        "origin 2001-06-09T19:00 change since 2001-06-05T08:00 until 2001-06-21T19:00",
                        // 15 June has the second worst mean delay of all.
                        "delay 2001-06-14T05:00 change since 2001-06-11T16:00 still on");
        assertThat(StreamReplay.of(monitor, without("2001-06-09")).alerts(StreamReplay::date))
                .as("without the day on which Houston closed")
                .noneMatch(alert -> alert.startsWith("origin"));
    }

    private static Consumer<Consumer<CsvEvents.Event>> without(String... days) {
        return to -> flights(flight -> {
            if (!List.of(days).contains(day(flight))) {
                to.accept(flight);
            }
        });
    }

    private static String day(CsvEvents.Event flight) {
        return StreamReplay.date(Instant.ofEpochMilli(flight.time())).substring(0, 10);
    }
}

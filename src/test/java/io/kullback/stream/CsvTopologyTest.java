package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorBinning;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same events as lines of CSV and as JSON give the same bytes of results, for features of every type. */
class CsvTopologyTest {

    private static final ValueFormat CSV = new ValueFormat.Csv(
            List.of("t", "site", "unused", "amount", "bank", "flag", "code", "x", "y", "mu", "logvar"), ';');

    @TempDir
    private Path folder;

    private static MonitorSettings monitor(String topic, ValueFormat format) {
        return new MonitorSettings(
                "m",
                topic,
                format,
                Optional.of(FieldPath.parse("/t")),
                Optional.of(FieldPath.parse("/site")),
                Given.tumbling(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Period(Instant.ofEpochMilli(Given.T0), Instant.ofEpochMilli(Given.T0 + 20_000)),
                List.of(
                        feature("amount", new BinningRule.Quantiles(4), "/amount"),
                        // One column as a number and as a category.
                        feature("amounts", new BinningRule.TopCategories(3), "/bank"),
                        feature("codes", new BinningRule.Fixed(Given.BINS), "/bank"),
                        feature("flag", new BinningRule.Fixed(new BooleanBinning()), "/flag"),
                        feature("code", new BinningRule.Fixed(new VectorBinning(2)), "/code"),
                        feature("axes", new BinningRule.Fixed(new VectorBinning(2)), "/x", "/y"),
                        feature("posterior", new BinningRule.Fixed(PosteriorBinning.of(2)), "/mu", "/logvar")),
                ScoringSettings.DEFAULT);
    }

    private static FeatureSettings feature(String name, BinningRule bins, String... fields) {
        return new FeatureSettings(
                name, List.of(fields).stream().map(FieldPath::parse).toList(), bins, Given.EVERY_EVENT);
    }

    /** One event in both forms; some fields of some events are missing or not what they should be. */
    private static void event(SplittableRandom random, long time, List<byte[]> json, List<byte[]> csv) {
        String site = List.of("de", "fr", "a;b", "say \"yes\"").get(random.nextInt(4));
        String amount = random.nextInt(20) == 0 ? "" : String.valueOf(random.nextInt(2_000) / 8.0 - 20);
        String bank = List.of("a", "b", "c", "d", "").get(random.nextInt(5));
        String flag = random.nextInt(9) == 0 ? "" : String.valueOf(random.nextBoolean());
        String code =
                random.nextInt(1_000) / 1e3 + "," + random.nextInt(1_000) / 1e3 + (random.nextInt(9) == 0 ? ",1" : "");
        String x = random.nextInt(9) == 0 ? "" : String.valueOf(random.nextInt(100));
        String mu = random.nextInt(100) / 50.0 + "," + random.nextInt(100) / 50.0;
        json.add(("{\"t\":" + time + ",\"site\":\"" + site.replace("\"", "\\\"") + "\",\"amount\":" + orNull(amount)
                        + ",\"bank\":\"" + bank + "\",\"flag\":" + orNull(flag) + ",\"code\":[" + code + "],\"x\":"
                        + orNull(x) + ",\"y\":1,\"mu\":[" + mu + "],\"logvar\":[-1,-1.5]}")
                .getBytes(StandardCharsets.UTF_8));
        csv.add((time + ";\"" + site.replace("\"", "\"\"") + "\";unused;" + amount + ";" + bank + ";" + flag + ";["
                        + code + "];" + x + ";1;" + mu + ";-1 -1.5\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String orNull(String value) {
        return value.isEmpty() ? "null" : value;
    }

    private List<String> results(ValueFormat format, List<byte[]> events) {
        try (DrivenTopology topology = new DrivenTopology(
                folder.resolve(format.getClass().getSimpleName()), Optional.empty(), monitor("events", format))) {
            topology.send("events", events);
            return topology.results().stream().map(CsvTopologyTest::text).toList();
        }
    }

    private static String text(TestRecord<byte[], byte[]> result) {
        return new String(result.value(), StandardCharsets.UTF_8);
    }

    @Test
    void linesOfCsvGiveTheBytesThatTheSameEventsGiveAsJson() {
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> json = new ArrayList<>();
        List<byte[]> csv = new ArrayList<>();
        for (int i = 0; i < 8_000; i++) {
            long outOfOrder = random.nextInt(50) == 0 ? random.nextInt(60_000) : 0;
            event(random, Given.T0 + Math.max(0, i * 10L - outOfOrder), json, csv);
        }
        List<String> ofJson = results(ValueFormat.JSON, json);
        assertThat(results(CSV, csv)).isEqualTo(ofJson);
        // Seven windows that have closed, of four segments and seven features, and what the segments are of the whole.
        assertThat(ofJson).hasSizeGreaterThan(7 * 4 * 7);
        assertThat(ofJson).anyMatch(result -> result.contains("say \\\"yes\\\"") && result.contains("\"scores\""));
    }

    @Test
    void twoMonitorsMayTakeOneTopicToBeOfDifferentFormatsAndEachRecordCountsForTheOneThatCanReadIt() {
        MonitorSettings ofJson = Given.monitor(
                "json", "events", Given.tumbling(), new ReferenceSource.Given(Given.REFERENCE), Optional.empty());
        MonitorSettings ofCsv = new MonitorSettings(
                "csv",
                "events",
                new ValueFormat.Csv(List.of("t", "x"), ','),
                ofJson.eventTime(),
                ofJson.segment(),
                ofJson.window(),
                ofJson.idleTimeout(),
                ofJson.maxFuture(),
                ofJson.reference(),
                ofJson.features(),
                ofJson.scoring());
        try (DrivenTopology topology = new DrivenTopology(folder, Optional.empty(), ofJson, ofCsv)) {
            topology.send(
                    "events",
                    List.of(
                            ("{\"t\":" + Given.T0 + ",\"x\":5}").getBytes(StandardCharsets.UTF_8),
                            (Given.T0 + ",5").getBytes(StandardCharsets.UTF_8),
                            (Given.T0 + ",6").getBytes(StandardCharsets.UTF_8)));
            assertThat(topology.progress("json").counted()).isEqualTo(1);
            assertThat(topology.progress("json").rejected()).containsEntry("decode", 2L);
            assertThat(topology.progress("csv").counted()).isEqualTo(2);
        }
    }
}

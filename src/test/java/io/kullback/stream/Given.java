package io.kullback.stream;

import io.kullback.detection.AlertPolicy;
import io.kullback.detection.ChangeRule;
import io.kullback.detection.DecisionSettings;
import io.kullback.detection.NullModel;
import io.kullback.detection.change.Season;
import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.VectorBinning;
import io.kullback.histogram.WindowPlan;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import io.kullback.ingest.ValueFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small monitors for tests: one feature {@code x} with bins below 0, [0, 10), from 10 on; panes of ten seconds. */
final class Given {

    /** 2001-09-09T01:46:40Z, a round number that is a multiple of every window here. */
    static final long T0 = 1_000_000_000_000L;

    static final NumberBinning BINS = NumberBinning.ofEdges(0, 10);
    static final Reference REFERENCE =
            Reference.of("by hand", Map.of(Reference.WHOLE, Map.of("x", Histogram.ofValues(BINS, 100, 100, 100))));
    static final DecisionSettings EVERY_EVENT = new DecisionSettings(
            1,
            Duration.ofDays(30),
            0.02,
            1,
            new ChangeRule(100, Season.NONE, NullModel.IID),
            AlertPolicy.DEFAULT,
            List.of());

    private Given() {}

    static WindowPlan tumbling() {
        return WindowPlan.tumbling(seconds(10), seconds(2), seconds(30));
    }

    static WindowPlan hopping() {
        return new WindowPlan(seconds(30), seconds(10), seconds(2), seconds(30));
    }

    static MonitorSettings monitor(WindowPlan plan, ReferenceSource reference) {
        return monitor("m", "events", plan, reference, Optional.empty());
    }

    static MonitorSettings monitor(
            String name, String topic, WindowPlan plan, ReferenceSource reference, Optional<FieldPath> segment) {
        return new MonitorSettings(
                name,
                topic,
                ValueFormat.JSON,
                Optional.of(FieldPath.parse("/t")),
                segment,
                plan,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                reference,
                List.of(new FeatureSettings("x", FieldPath.parse("/x"), new BinningRule.Fixed(BINS), EVERY_EVENT)),
                ScoringSettings.DEFAULT);
    }

    /** A monitor with a feature of every kind, its bins learned from the reference where they can be. */
    static MonitorSettings everyKind() {
        return new MonitorSettings(
                "kinds",
                "events",
                ValueFormat.JSON,
                Optional.empty(),
                Optional.of(FieldPath.parse("/s")),
                tumbling(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Given(Reference.of("none", Map.of())),
                List.of(
                        feature("edges", new BinningRule.Fixed(BINS)),
                        feature("quantiles", new BinningRule.Quantiles(4)),
                        feature("top", new BinningRule.TopCategories(2)),
                        feature("flag", new BinningRule.Fixed(new BooleanBinning())),
                        feature("vector", new BinningRule.Fixed(new VectorBinning(3))),
                        new FeatureSettings(
                                "axes",
                                List.of(FieldPath.parse("/x"), FieldPath.parse("/y")),
                                new BinningRule.Fixed(new VectorBinning(2, true)),
                                EVERY_EVENT),
                        new FeatureSettings(
                                "posterior",
                                List.of(FieldPath.parse("/mu"), FieldPath.parse("/logvar")),
                                new BinningRule.Fixed(PosteriorBinning.of(2)),
                                EVERY_EVENT)),
                ScoringSettings.DEFAULT);
    }

    private static FeatureSettings feature(String name, BinningRule rule) {
        return new FeatureSettings(name, FieldPath.parse("/" + name), rule, EVERY_EVENT);
    }

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** What one partition adds: events at seconds after {@link #T0}, each of value 5. */
    static Partial partial(MonitorSettings monitor, int partition, int partitions, long... seconds) {
        MonitorCounter counter = new MonitorCounter(monitor, partition, new Fields());
        return count(counter, partitions, seconds);
    }

    static Partial count(MonitorCounter counter, int partitions, long... seconds) {
        for (long second : seconds) {
            FieldValues values = new FieldValues(3);
            // Slots in the order in which a MonitorCounter asks for them: event time, then the feature.
            values.setNumber(0, T0 + second * 1_000);
            values.setNumber(1, 5);
            counter.count(values, -1, System.currentTimeMillis());
        }
        return counter.drain(partitions).orElseThrow();
    }

    /** A list that a merge fills with its results. */
    static <T> List<T> list() {
        return new ArrayList<>();
    }
}

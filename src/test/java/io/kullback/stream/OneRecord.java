package io.kullback.stream;

import io.kullback.divergence.ScoringSettings;
import io.kullback.histogram.BinnedTally;
import io.kullback.histogram.BinningRule;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What becomes of single records in the counting stage, from the record as Kafka gives it to the partial that goes on. The monitor has a number {@code amount} with
 * bins {@code < 0}, {@code [0, 10)} and {@code ≥ 10}, a category {@code bank} with a, b and others, and a boolean {@code flag}.
 */
final class OneRecord {

    /** The clock of every test here. */
    static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final List<ExcludedRecord> excluded = new ArrayList<>();
    private final PartitionCounter counter;
    private final Frame.Builder frame = new Frame.Builder();
    private long offset;

    OneRecord(ValueFormat format, Optional<FieldPath> eventTime) {
        MonitorSettings monitor = new MonitorSettings(
                "m",
                PARTITION.topic(),
                format,
                eventTime,
                Optional.empty(),
                Given.tumbling(),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                new ReferenceSource.Given(Reference.of("none", Map.of())),
                List.of(
                        feature("amount", new BinningRule.Fixed(NumberBinning.ofEdges(0, 10))),
                        feature("bank", new BinningRule.Fixed(CategoryBinning.of(List.of("a", "b")))),
                        feature("flag", new BinningRule.Fixed(new BooleanBinning()))),
                ScoringSettings.DEFAULT);
        counter = new PartitionCounter(PARTITION, List.of(monitor), excluded::add);
    }

    private static FeatureSettings feature(String name, BinningRule bins) {
        return new FeatureSettings(name, FieldPath.parse("/" + name), bins, Given.EVERY_EVENT);
    }

    /** A record of the topic. */
    static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, null, value);
    }

    /** Counts a record; gives why it is in no window, or the bin of each feature: {@code amount [0, 10), bank a, flag true}. */
    String fate(byte[] value) {
        return fate(record(offset++, value));
    }

    String fate(ConsumerRecord<byte[], byte[]> record) {
        excluded.clear();
        Partial partial = count(record);
        if (partial.panes().isEmpty()) {
            return excluded.get(0).exclusion().reason();
        }
        List<String> bins = new ArrayList<>();
        List<String> names = List.of("amount", "bank", "flag");
        for (int feature = 0; feature < names.size(); feature++) {
            BinnedTally tally =
                    (BinnedTally) partial.panes().get(0).counts().tallies().get(feature);
            for (int bin = 0; bin < tally.binning().bins(); bin++) {
                if (tally.count(bin) == 1) {
                    bins.add(names.get(feature) + " " + tally.binning().label(bin));
                }
            }
        }
        return String.join(", ", bins);
    }

    private Partial count(ConsumerRecord<byte[], byte[]> record) {
        frame.add(record);
        counter.count(frame.finish(), NOW);
        return counter.monitors().get(0).drain(1).orElseThrow();
    }

    /** The last record that was in no window. */
    ExcludedRecord excluded() {
        return excluded.get(0);
    }
}

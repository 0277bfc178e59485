package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.ingest.FieldPath;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one partition counts between two commits goes in several records where one would be too large. */
class HandedOverPartsTest {

    private static final int LARGEST_RECORD = 1_000_000;

    private final List<WindowResult> results = new ArrayList<>();
    private final MergeOutput output = new MergeOutput() {
        @Override
        public void result(WindowResult result) {
            results.add(result);
        }

        @Override
        public void reference(Reference reference) {}

        @Override
        public void alert(AlertTransition transition, String explanation) {}
    };

    private static MonitorSettings bySegment() {
        return Given.monitor(
                "m",
                "events",
                Given.tumbling(),
                new ReferenceSource.Given(Reference.of("none", Map.of())),
                Optional.of(FieldPath.parse("/s")));
    }

    private static void count(MonitorCounter counter, long second, String segment) {
        FieldValues values = new FieldValues(3);
        values.setNumber(0, Given.T0 + second * 1_000);
        values.setText(1, segment);
        values.setNumber(2, 5);
        counter.count(values, -1, System.currentTimeMillis());
    }

    @Test
    void noWindowClosesBeforeTheLastPartHasCome() {
        MonitorSettings monitor = bySegment();
        MonitorMerge merge = new MonitorMerge(monitor, new MonitorState(monitor));
        MonitorCounter counter = new MonitorCounter(monitor, 0, new Fields());
        // The window of these is over by the last event, but half of them are handed over before the other half.
        for (int i = 0; i < 20_000; i++) {
            count(counter, 1, "segment-" + i);
        }
        count(counter, 500, "last");
        assertThat(counter.isFull()).isTrue();
        List<Partial> parts = counter.drainFull(1);
        assertThat(parts).hasSizeGreaterThan(1);
        PartialCodec codec = new PartialCodec(monitor);
        for (Partial part : parts) {
            merge.accept(codec.read(codec.write(part)).orElseThrow(), output);
            assertThat(results).isEmpty();
            assertThat(merge.progress().records()).isEqualTo(merge.progress().counted());
        }
        merge.accept(counter.drain(1).orElseThrow(), output);
        assertThat(results.stream().mapToLong(WindowResult::records).sum()).isEqualTo(20_000);
        assertThat(results).allSatisfy(result -> assertThat(result.revision()).isEqualTo(1));
        assertThat(merge.progress().records()).isEqualTo(20_001);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noPartIsLargerThanARecordMayBeWhateverTheEventsHold(long seed) {
        Random random = new Random(seed);
        MonitorSettings monitor = Given.everyKind();
        Fields fields = new Fields();
        MonitorCounter counter = new MonitorCounter(monitor, 3, fields);
        PartialCodec codec = new PartialCodec(monitor);
        FieldValues values = new FieldValues(fields.size());
        long counted = 0;
        for (int i = 0; i < 30_000; i++) {
            values.clear();
            for (int slot = 0; slot < fields.size(); slot++) {
                if (random.nextBoolean()) {
                    values.setNumber(slot, Double.longBitsToDouble(random.nextLong()));
                } else {
                    // Of three bytes in UTF-8, and now and then longer than what is told apart.
                    values.setText(slot, "\u4e2d".repeat(random.nextInt(300)) + random.nextInt());
                }
            }
            counter.count(values, Given.T0 + random.nextInt(50_000), Given.T0 + 60_000);
            if (random.nextInt(10_000) == 0) {
                counted += drain(counter, codec);
            }
        }
        assertThat(counted + drain(counter, codec)).isEqualTo(30_000);
    }

    private static long drain(MonitorCounter counter, PartialCodec codec) {
        List<Partial> parts = new ArrayList<>(counter.drainFull(7));
        counter.drain(7).ifPresent(parts::add);
        assertThat(parts).allSatisfy(part -> {
            byte[] bytes = codec.write(part);
            assertThat(bytes.length).isLessThan(LARGEST_RECORD);
            assertThat(codec.write(codec.read(bytes).orElseThrow())).isEqualTo(bytes);
        });
        return parts.stream().mapToLong(Partial::records).sum();
    }
}

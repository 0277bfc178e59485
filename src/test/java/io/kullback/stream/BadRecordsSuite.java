package io.kullback.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.ingest.FieldPath;
import io.kullback.ingest.ValueFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The 46 kinds of bad records, for one format. Each record is counted, or stands under exactly one reason; nothing stops, and the good record behind a bad one is
 * counted as if there had been none before it.
 *
 * <p>Five kinds wait for formats that are not there yet: 11 (cut-off Avro or Protobuf), 15 (a delete of Debezium), 30 (a schema id unknown to the registry), 31 (a
 * registry that does not answer) and the Avro half of 42. Kind 13, an unknown magic byte, is there for the formats without one: every first byte that no text has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BadRecordsSuite {

    /** Kinds that need a format or a registry that is not there yet. */
    static final Set<Integer> NOT_YET = Set.of(11, 15, 30, 31);

    abstract ValueFormat format();

    /** Every kind that the format has, some more than once. */
    abstract Stream<BadRecord> kinds();

    /** Kinds that cannot be written in the format. */
    abstract Set<Integer> impossible();

    /** A record whose fate is {@code amount [0, 10), bank a, flag true}. */
    abstract String good();

    /** The good record with another event time. */
    abstract String at(String time);

    private OneRecord counting() {
        return new OneRecord(format(), Optional.of(FieldPath.parse("/t")));
    }

    private byte[] goodBytes() {
        return good().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aBadRecordHasItsOneFateAndLeavesNoTraceInTheNext(BadRecord bad) {
        OneRecord counting = counting();
        assertThat(counting.fate(bad.value().make())).contains(bad.fate());
        assertThat(counting.fate(goodBytes())).isEqualTo("amount [0, 10), bank a, flag true");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void theFateOfARecordDoesNotDependOnTheOneBefore(BadRecord bad) {
        OneRecord counting = counting();
        counting.fate(goodBytes());
        assertThat(counting.fate(bad.value().make())).contains(bad.fate());
    }

    @Test
    void noKindIsForgotten() {
        Set<Integer> all = new TreeSet<>(NOT_YET);
        all.addAll(impossible());
        kinds().forEach(bad -> all.add(bad.kind()));
        // Kept by tests of their own below.
        all.addAll(List.of(14, 22, 25, 32, 33, 46));
        assertThat(all).hasSize(46).startsWith(1).endsWith(46);
    }

    @Test
    void kind14ANullValueIsRefusedAndANullKeyIsFine() {
        OneRecord counting = counting();
        assertThat(counting.fate(OneRecord.record(0, null))).isEqualTo("null_value");
        assertThat(OneRecord.record(1, goodBytes()).key()).isNull();
        assertThat(counting.fate(goodBytes())).startsWith("amount [0, 10)");
    }

    @Test
    void kind22ARecordOfFiveHundredHeadersIsTooLarge() {
        ConsumerRecord<byte[], byte[]> record = OneRecord.record(7, goodBytes());
        for (int i = 0; i < 500; i++) {
            record.headers().add("h" + i, new byte[] {1});
        }
        OneRecord counting = counting();
        assertThat(counting.fate(record)).isEqualTo("too_large");
        assertThat(counting.excluded().offset()).isEqualTo(7);
        ConsumerRecord<byte[], byte[]> few = OneRecord.record(8, goodBytes());
        few.headers().add("trace", new byte[] {1});
        assertThat(counting.fate(few)).startsWith("amount [0, 10)");
    }

    @Test
    void kind25ARecordWithoutTimestampHasNoEventTimeWhereItsTimestampIsThat() {
        OneRecord counting = new OneRecord(format(), Optional.empty());
        assertThat(counting.fate(OneRecord.record(0, goodBytes()))).isEqualTo("timestamp_missing");
    }

    @Test
    void kind28ATimeInSecondsIsToldToBeSuch() {
        OneRecord counting = counting();
        assertThat(counting.fate(at("983779200").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("timestamp_invalid");
        assertThat(counting.excluded().exclusion().explanation()).contains("seems to be in seconds");
    }

    @Test
    void kinds32And33ALateAndAFutureRecordHaveCountersOfTheirOwnAndTheFutureOneMovesNoWatermark() {
        OneRecord counting = counting();
        assertThat(counting.fate(goodBytes())).startsWith("amount");
        assertThat(counting.fate(at("\"2100-01-01T00:00:00Z\"").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("future");
        assertThat(counting.fate(goodBytes())).startsWith("amount");
        assertThat(counting.fate(at(String.valueOf(Given.T0 - 3_600_000)).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("late");
    }

    @Test
    void kind46CategoriesBeyondTheListAreCountedInOneBinHoweverManyAndHoweverLong() {
        OneRecord counting = counting();
        for (int i = 0; i < 1_000; i++) {
            assertThat(counting.fate(bank("bank-" + i).getBytes(StandardCharsets.UTF_8)))
                    .contains("bank (other)");
        }
        assertThat(counting.fate(bank("x".repeat(10_000)).getBytes(StandardCharsets.UTF_8)))
                .contains("bank (other)");
    }

    /** The good record with another bank. */
    abstract String bank(String bank);

    @Test
    void everySecondRecordBadAllGoodOnesAreCountedAsIfTheyWereAlone() {
        OneRecord alone = counting();
        OneRecord mixed = counting();
        List<String> ofAlone = new ArrayList<>();
        List<String> ofMixed = new ArrayList<>();
        List<BadRecord> bad = kinds().toList();
        for (int i = 0; i < bad.size(); i++) {
            byte[] good = bank(i % 3 == 0 ? "b" : "a").getBytes(StandardCharsets.UTF_8);
            ofAlone.add(alone.fate(good));
            mixed.fate(bad.get(i % bad.size()).value().make());
            ofMixed.add(mixed.fate(good));
        }
        assertThat(ofMixed).isEqualTo(ofAlone);
    }
}

package io.kullback.exposition.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.exposition.diagnosis.ServiceFacts.Counts;
import io.kullback.exposition.diagnosis.ServiceFacts.Partition;
import io.kullback.exposition.diagnosis.ServiceFacts.ReferenceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.SeriesFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Where;
import io.kullback.histogram.WindowPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Each cause of silence, from the facts that show it. Windows of an hour with ten minutes of grace; the clock stands at noon. */
class DiagnosisTest {

    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final WindowPlan HOURLY =
            WindowPlan.tumbling(Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofHours(24));
    private static final SourceFacts FULL = source(1_000, 1_000);
    private static final ReferenceFacts IN_FORCE = new ReferenceFacts(Optional.of("r1"), Optional.empty());
    private static final List<Partition> READ = List.of(read(0, "11:59"), read(1, "11:58"));
    private static final List<SeriesFacts> STABLE =
            List.of(new SeriesFacts("", "amount", "inactive", "stable", "", "", 0, 0));

    /**
     * @param says part of the sentence
     * @param mends part of the remedy
     */
    private record Case(Cause cause, SourceFacts source, ServiceFacts service, String says, String mends) {
        @Override
        public String toString() {
            return cause.label() + ": " + says;
        }
    }

    private static SourceFacts source(long end, long readTo) {
        return new SourceFacts(
                SourceFacts.State.PRESENT,
                List.of(new SourceFacts.Partition(0, 0, end, OptionalLong.of(readTo), Optional.of(NOON))));
    }

    private static SourceFacts in(SourceFacts.State state) {
        return new SourceFacts(state, List.of());
    }

    private static Partition read(int number, String time) {
        return new Partition(number, Optional.of(Instant.parse("2026-01-05T" + time + ":00Z")), false);
    }

    private static Partition idle(int number, String time) {
        return new Partition(number, read(number, time).watermark(), true);
    }

    private static ServiceFacts here(
            Counts counts, List<Partition> partitions, ReferenceFacts reference, List<SeriesFacts> series) {
        return new ServiceFacts(Where.HERE, OptionalInt.of(2), counts, partitions, reference, series);
    }

    private static ServiceFacts counts(long records, long counted, Map<String, Long> rejected, long late, long future) {
        return here(new Counts(records, counted, rejected, late, future), List.of(), IN_FORCE, List.of());
    }

    private static ServiceFacts healthy(List<Partition> partitions, ReferenceFacts reference, SeriesFacts... series) {
        return here(new Counts(1_000, 1_000, Map.of(), 0, 0), partitions, reference, List.of(series));
    }

    private static SeriesFacts inconclusive(String reason, String words) {
        return new SeriesFacts("", "amount", "inactive", "inconclusive", reason, words, 3, 500);
    }

    static final List<Case> CASES = List.of(
            new Case(
                    Cause.TOPIC_ABSENT,
                    in(SourceFacts.State.ABSENT),
                    ServiceFacts.silent(Where.STARTING),
                    "no topic 'events'",
                    "Create it"),
            new Case(
                    Cause.TOPIC_ABSENT,
                    SourceFacts.UNKNOWN,
                    new ServiceFacts(
                            Where.STARTING,
                            OptionalInt.of(0),
                            new Counts(0, 0, Map.of(), 0, 0),
                            List.of(),
                            IN_FORCE,
                            List.of()),
                    "no topic 'events'",
                    "Create it"),
            new Case(
                    Cause.TOPIC_REFUSED,
                    in(SourceFacts.State.REFUSED),
                    ServiceFacts.silent(Where.STARTING),
                    "do not let this client read",
                    "acls"),
            new Case(
                    Cause.TOPIC_EMPTY,
                    source(0, 0),
                    ServiceFacts.silent(Where.STARTING),
                    "nothing has ever been written",
                    "producers"),
            new Case(
                    Cause.TOPIC_EMPTY,
                    new SourceFacts(
                            SourceFacts.State.PRESENT,
                            List.of(new SourceFacts.Partition(0, 70, 70, OptionalLong.empty(), Optional.empty()))),
                    ServiceFacts.silent(Where.STARTING),
                    "retention has deleted",
                    "retention"),
            new Case(
                    Cause.SERVICE_DOWN,
                    source(1_000, 400),
                    ServiceFacts.silent(Where.UNREACHABLE),
                    "about 1,000 records, 600 of them not read",
                    "--url"),
            new Case(Cause.NOT_HERE, FULL, ServiceFacts.silent(Where.STARTING), "being assigned", "Wait"),
            new Case(Cause.NOT_HERE, FULL, ServiceFacts.silent(Where.ELSEWHERE), "another instance", "--url"),
            new Case(Cause.NOTHING_READ, source(1_000, 0), counts(0, 0, Map.of(), 0, 0), "counted none of them", "log"),
            new Case(
                    Cause.RECORDS_REJECTED,
                    FULL,
                    counts(100, 5, Map.of("timestamp_missing", 90L, "decode", 5L), 0, 0),
                    "95 % of the records are refused, most of them as 'timestamp_missing' (90 of 100)",
                    "event-time"),
            new Case(
                    Cause.RECORDS_REJECTED,
                    FULL,
                    counts(100, 0, Map.of("decode", 100L), 0, 0),
                    "100 %",
                    "value.format"),
            new Case(
                    Cause.EVENTS_TOO_LATE,
                    FULL,
                    counts(100, 5, Map.of(), 95, 0),
                    "95 % of the events are older",
                    "retention"),
            new Case(Cause.EVENTS_IN_THE_FUTURE, FULL, counts(100, 5, Map.of(), 0, 95), "too far ahead", "max-future"),
            new Case(
                    Cause.ALERT_STANDS,
                    FULL,
                    healthy(READ, IN_FORCE, new SeriesFacts("", "amount", "firing", "drifted", "", "", 0, 0)),
                    "not silent",
                    ""),
            new Case(
                    Cause.PARTITION_LAGS,
                    FULL,
                    healthy(List.of(read(0, "11:59"), read(1, "10:48")), IN_FORCE, STABLE.get(0)),
                    "partition 1 holds the others up",
                    "writes to this partition"),
            new Case(
                    Cause.PARTITION_LAGS,
                    FULL,
                    healthy(List.of(read(0, "11:59")), IN_FORCE, STABLE.get(0)),
                    "nothing has been heard of partition 1",
                    "idle timeout"),
            new Case(
                    Cause.WAITING_FOR_REFERENCE,
                    FULL,
                    healthy(READ, new ReferenceFacts(Optional.empty(), Optional.of(NOON.plusSeconds(3600)))),
                    "no reference before events of 2026-01-05T13:00:00Z",
                    "reference.period"),
            new Case(
                    Cause.CATCHING_UP,
                    source(1_000_000, 500_000),
                    healthy(READ, IN_FORCE, STABLE.get(0)),
                    "500,000 of about 1,000,000",
                    "Wait"),
            new Case(
                    Cause.NOTHING_NEW,
                    FULL,
                    healthy(List.of(idle(0, "08:49"), idle(1, "08:00")), IN_FORCE, STABLE.get(0)),
                    "since the event of 2026-01-05T08:49:00Z",
                    "producers"),
            new Case(
                    Cause.FIRST_WINDOW_OPEN,
                    FULL,
                    healthy(READ, IN_FORCE),
                    "the first closes once events of 2026-01-05T12:10:00Z",
                    "smaller windows"),
            new Case(
                    Cause.TOO_FEW_EVENTS,
                    FULL,
                    healthy(READ, IN_FORCE, inconclusive("too_few_events", "too few events: 3 of 500 needed")),
                    "3 of 500",
                    "larger windows"),
            new Case(
                    Cause.REFERENCE_LACKS_SERIES,
                    FULL,
                    healthy(READ, IN_FORCE, inconclusive("no_reference", "no reference yet")),
                    "no reference",
                    "anew"),
            new Case(
                    Cause.LEARNING,
                    FULL,
                    healthy(
                            READ,
                            IN_FORCE,
                            inconclusive("baseline_incomplete", "baseline not complete: 3 of 500 windows")),
                    "3 of 500 windows",
                    "baseline"),
            new Case(
                    Cause.DEGENERATE,
                    FULL,
                    healthy(READ, IN_FORCE, inconclusive("degenerate", "the covariance is singular")),
                    "singular",
                    "constant"),
            new Case(Cause.STABLE, FULL, healthy(READ, IN_FORCE, STABLE.get(0)), "all is well", ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("CASES")
    void theFactsLeadToTheCauseAndToWhatMendsIt(Case one) {
        Diagnosis diagnosis =
                Diagnosis.of(new Symptoms("payments", "events", HOURLY, one.source(), one.service(), NOON));
        assertThat(diagnosis.cause()).isEqualTo(one.cause());
        assertThat(diagnosis.sentence()).contains(one.says());
        assertThat(diagnosis.remedy()).contains(one.mends());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ABSENT|there is no topic 'stable'|reference.topic",
                "REFUSED|do not let this client read the topic 'stable'|kullback acls",
                "PRESENT|holds no record|producers"
            })
    void whereTheTopicToCompareWithIsOfNoUseThatIsTheCause(SourceFacts.State state, String says, String mends) {
        Symptoms.Beside beside = new Symptoms.Beside("stable", new SourceFacts(state, List.of()));
        ServiceFacts service = healthy(READ, IN_FORCE, STABLE.get(0));
        Diagnosis diagnosis =
                Diagnosis.of(new Symptoms("payments", "events", HOURLY, FULL, service, NOON, Optional.of(beside)));
        assertThat(diagnosis.cause()).isEqualTo(Cause.NOTHING_TO_COMPARE_WITH);
        assertThat(diagnosis.sentence()).contains(says).contains("windows are to be compared with");
        assertThat(diagnosis.remedy()).contains(mends);
    }

    @Test
    void aTopicToCompareWithThatHoldsRecordsOrOfWhichNothingIsKnownIsNoCause() {
        ServiceFacts service = healthy(READ, IN_FORCE, STABLE.get(0));
        for (SourceFacts source : List.of(FULL, SourceFacts.UNKNOWN)) {
            Symptoms.Beside beside = new Symptoms.Beside("stable", source);
            assertThat(Diagnosis.of(new Symptoms(
                                    "payments", "events", HOURLY, FULL, service, NOON, Optional.of(beside)))
                            .cause())
                    .isEqualTo(Cause.STABLE);
        }
    }

    @Test
    void everyCauseHasACase() {
        assertThat(Stream.concat(CASES.stream().map(Case::cause), Stream.of(Cause.NOTHING_TO_COMPARE_WITH))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(Cause.values()));
    }

    @Test
    void eightRefusedRecordsInTenAreNotYetTheReason() {
        ServiceFacts most = here(new Counts(100, 11, Map.of("decode", 89L), 0, 0), READ, IN_FORCE, STABLE);
        assertThat(Diagnosis.of(new Symptoms("payments", "events", HOURLY, FULL, most, NOON))
                        .cause())
                .isEqualTo(Cause.STABLE);
    }

    @Test
    void aPartitionOfAWindowAndItsGraceBehindHoldsNothingUpYet() {
        ServiceFacts near = healthy(List.of(read(0, "11:59"), read(1, "10:49")), IN_FORCE, STABLE.get(0));
        assertThat(Diagnosis.of(new Symptoms("payments", "events", HOURLY, FULL, near, NOON))
                        .cause())
                .isEqualTo(Cause.STABLE);
    }

    @Test
    void theNextWindowWaitsForThePartitionsThatHaveNotPassedItsEndAndItsGrace() {
        ServiceFacts facts = healthy(List.of(read(0, "11:15"), read(1, "10:30")), IN_FORCE);
        NextClose next = NextClose.of(HOURLY, facts).orElseThrow();
        assertThat(next.end()).isEqualTo(Instant.parse("2026-01-05T11:00:00Z"));
        assertThat(next.at()).isEqualTo(Instant.parse("2026-01-05T11:10:00Z"));
        assertThat(next.waitsFor()).containsExactly(1);
    }

    @Test
    void anIdlePartitionIsNotWaitedForAndOneNeverHeardOfIs() {
        assertThat(NextClose.of(HOURLY, healthy(List.of(idle(0, "09:00"), read(1, "11:05")), IN_FORCE))
                        .orElseThrow()
                        .waitsFor())
                .containsExactly(1);
        assertThat(NextClose.of(HOURLY, healthy(List.of(read(1, "11:05")), IN_FORCE))
                        .orElseThrow()
                        .waitsFor())
                .containsExactly(0, 1);
        assertThat(NextClose.of(HOURLY, healthy(List.of(), IN_FORCE))).isEmpty();
    }
}

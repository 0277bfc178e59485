package io.kullback.exposition.diagnosis;

import io.kullback.exposition.diagnosis.ServiceFacts.Counts;
import io.kullback.exposition.diagnosis.ServiceFacts.SeriesFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The likeliest cause of a monitor's silence, and how to mend it.
 *
 * @param sentence what is the matter, with the figures it rests on
 * @param remedy what to do; empty where nothing is to be done
 */
public record Diagnosis(Cause cause, String sentence, String remedy) {

    /** Nine records in ten: then the few that are counted do not fill windows either. */
    private static final int OF_TEN = 9;

    /** What comes within a commit or two is no backlog. */
    private static final long BACKLOG = 10_000;

    /** The first cause that fits. */
    public static Diagnosis of(Symptoms symptoms) {
        return ofTopic(symptoms)
                .or(() -> ofService(symptoms))
                .or(() -> ofRecords(symptoms))
                .or(() -> ofAlerts(symptoms.service()))
                .or(() -> ofPartitions(symptoms))
                .or(() -> symptoms.beside().flatMap(Diagnosis::ofTopicBeside))
                .or(() -> ofReference(symptoms))
                .or(() -> ofArrival(symptoms))
                .orElseGet(() -> ofVerdicts(symptoms));
    }

    private static Optional<Diagnosis> ofTopic(Symptoms known) {
        SourceFacts source = known.source();
        String topic = "the topic '" + known.topic() + "'";
        boolean absentToService = source.state() == SourceFacts.State.UNKNOWN
                && known.service().sourcePartitions().orElse(-1) == 0;
        if (source.state() == SourceFacts.State.ABSENT || absentToService) {
            return found(
                    Cause.TOPIC_ABSENT, "there is no topic '" + known.topic() + "'", "Create it, or correct 'topic'.");
        }
        if (source.state() == SourceFacts.State.REFUSED) {
            return found(
                    Cause.TOPIC_REFUSED,
                    "the brokers do not let this client read " + topic,
                    "Grant it; 'kullback acls' prints the commands.");
        }
        if (source.state() == SourceFacts.State.PRESENT && source.records() == 0) {
            boolean wasWritten = source.partitions().stream().anyMatch(partition -> partition.end() > 0);
            return found(
                    Cause.TOPIC_EMPTY,
                    wasWritten
                            ? topic + " holds no record any more: its retention has deleted them"
                            : "nothing has ever been written to " + topic,
                    wasWritten
                            ? "See whether its producers still run, and whether its retention is long enough."
                            : "See whether its producers run and write to this topic of these brokers.");
        }
        return Optional.empty();
    }

    private static Optional<Diagnosis> ofService(Symptoms known) {
        Where where = known.service().where();
        SourceFacts source = known.source();
        if (where == Where.UNREACHABLE) {
            String held = source.state() == SourceFacts.State.PRESENT
                    ? "; its topic holds about " + number(source.records()) + " records, " + number(source.lag())
                            + " of them not read"
                    : "";
            return found(
                    Cause.SERVICE_DOWN,
                    "the service does not answer" + held,
                    "See whether it runs, and give the address that it listens on with --url.");
        }
        if (where == Where.STARTING) {
            return found(
                    Cause.NOT_HERE,
                    "no instance is known to have this monitor now: partitions are being assigned or state is being restored",
                    "Wait a minute. If it stays so, read the service's log.");
        }
        if (where == Where.ELSEWHERE) {
            return found(
                    Cause.NOT_HERE,
                    "another instance has this monitor, and could not be asked",
                    "Ask that one: give its address with --url.");
        }
        if (known.service().counts().records() == 0) {
            return found(
                    Cause.NOTHING_READ,
                    source.state() == SourceFacts.State.PRESENT
                            ? "the topic holds about " + number(source.records())
                                    + " records, but the service has counted none of them"
                            : "no record has come yet",
                    "If it has just started, wait a minute. Records that were read under an earlier configuration are not read again: another 'application-id' reads the topic from its beginning. Else look into the log for errors of the consumer.");
        }
        return Optional.empty();
    }

    private static Optional<Diagnosis> ofRecords(Symptoms known) {
        Counts counts = known.service().counts();
        long lost = counts.refused() + counts.late() + counts.future();
        if (lost * 10 < counts.records() * OF_TEN) {
            return Optional.empty();
        }
        String share = share(counts.refused(), counts.records());
        if (counts.refused() >= Math.max(counts.late(), counts.future())) {
            Map.Entry<String, Long> most = counts.rejected().entrySet().stream()
                    .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .orElseThrow();
            return found(
                    Cause.RECORDS_REJECTED,
                    share + " of the records are refused, most of them as '" + most.getKey() + "' ("
                            + number(most.getValue()) + " of " + number(counts.records()) + ")",
                    remedyFor(most.getKey()));
        }
        if (counts.late() >= counts.future()) {
            return found(
                    Cause.EVENTS_TOO_LATE,
                    share(counts.late(), counts.records())
                            + " of the events are older than the windows that may still change",
                    "See whether 'event-time' names the right field; else raise window.grace or window.retention.");
        }
        return found(
                Cause.EVENTS_IN_THE_FUTURE,
                share(counts.future(), counts.records()) + " of the events are dated too far ahead of the clock",
                "See whether 'event-time' names the right field and unit, and the producers' clocks; else raise"
                        + " window.max-future.");
    }

    private static String remedyFor(String reason) {
        if (reason.startsWith("timestamp")) {
            return "See whether 'event-time' names the field that holds the time.";
        }
        return switch (reason) {
            case "decode", "unsupported", "not_object" ->
                "See whether 'value.format' is what the producers write; 'kullback check --live' looks at records.";
            case "schema_unknown" -> "See whether the schema registry is the one that the producers use.";
            default -> "See what the producers write; 'kullback check --live' looks at records.";
        };
    }

    private static Optional<Diagnosis> ofAlerts(ServiceFacts service) {
        List<SeriesFacts> on = service.series().stream()
                .filter(series ->
                        series.alert().equals("firing") || series.alert().equals("pending"))
                .toList();
        return on.isEmpty()
                ? Optional.empty()
                : found(
                        Cause.ALERT_STANDS,
                        "it is not silent: " + (on.size() == 1 ? "an alert stands" : on.size() + " alerts stand")
                                + ", of " + on.get(0).feature() + " ("
                                + on.get(0).alert() + ")",
                        "");
    }

    /** A partition that lives, and is so far behind the others that a whole window waits for it. */
    private static Optional<Diagnosis> ofPartitions(Symptoms known) {
        ServiceFacts service = known.service();
        Optional<Instant> ahead = latest(service);
        Duration patience = known.window().size().plus(known.window().grace());
        Optional<ServiceFacts.Partition> behind = service.partitions().stream()
                .filter(partition -> !partition.idle())
                .min(Comparator.comparing(partition -> partition.watermark().orElse(Instant.MIN)));
        if (ahead.isPresent()
                && behind.isPresent()
                && behind.get()
                        .watermark()
                        .orElse(Instant.MIN)
                        .isBefore(ahead.get().minus(patience))) {
            return found(
                    Cause.PARTITION_LAGS,
                    "partition " + behind.get().number() + " holds the others up: it has been read to "
                            + behind.get().watermark().map(Instant::toString).orElse("no event at all")
                            + ", the furthest to " + ahead.get(),
                    "See what writes to this partition, and why its events are so old; windows wait for each partition"
                            + " that is not idle.");
        }
        List<Integer> missing = NextClose.missing(service);
        return missing.isEmpty()
                ? Optional.empty()
                : found(
                        Cause.PARTITION_LAGS,
                        "nothing has been heard of partition " + missing.get(0) + " yet"
                                + (missing.size() > 1 ? " and " + (missing.size() - 1) + " others" : "")
                                + ", and windows wait for all of them",
                        "Wait for the idle timeout to pass; if it stays so, see whether all instances run.");
    }

    private static Optional<Instant> latest(ServiceFacts service) {
        return service.partitions().stream()
                .flatMap(partition -> partition.watermark().stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Diagnosis> ofTopicBeside(Symptoms.Beside beside) {
        SourceFacts source = beside.source();
        String topic = "the topic '" + beside.topic() + "'";
        return switch (source.state()) {
            case UNKNOWN -> Optional.empty();
            case ABSENT ->
                found(
                        Cause.NOTHING_TO_COMPARE_WITH,
                        "there is no topic '" + beside.topic() + "', which windows are to be compared with",
                        "Create it, or correct 'reference.topic'.");
            case REFUSED ->
                found(
                        Cause.NOTHING_TO_COMPARE_WITH,
                        "the brokers do not let this client read " + topic + ", which windows are to be compared with",
                        "Grant it; 'kullback acls' prints the commands.");
            case PRESENT ->
                source.records() > 0
                        ? Optional.empty()
                        : found(
                                Cause.NOTHING_TO_COMPARE_WITH,
                                topic + ", which windows are to be compared with, holds no record",
                                "See whether its producers run and write to this topic of these brokers.");
        };
    }

    private static Optional<Diagnosis> ofReference(Symptoms known) {
        ServiceFacts service = known.service();
        if (service.reference().id().isPresent() || service.reference().due().isEmpty()) {
            return Optional.empty();
        }
        return found(
                Cause.WAITING_FOR_REFERENCE,
                "there is no reference before events of "
                        + service.reference().due().get() + " have been read; the newest read is of "
                        + latest(service).map(Instant::toString).orElse("no time yet"),
                "Wait for newer events, choose an earlier reference.period, or build a reference from another time with"
                        + " 'kullback reference build'.");
    }

    private static Optional<Diagnosis> ofArrival(Symptoms known) {
        ServiceFacts service = known.service();
        long lag = known.source().lag();
        if (lag > BACKLOG && lag * 10 > known.source().records()) {
            return found(
                    Cause.CATCHING_UP,
                    number(lag) + " of about " + number(known.source().records()) + " records are still to be read",
                    "Wait; if the figure does not fall, start more instances.");
        }
        boolean allIdle =
                !service.partitions().isEmpty() && service.partitions().stream().allMatch(ServiceFacts.Partition::idle);
        // Windows that a silence has closed say what they say; but where none is there, or the silence is long, it is
        // the news.
        boolean isOld = latest(service)
                .filter(time -> time.isBefore(known.now()
                        .minus(known.window().size().multipliedBy(3))
                        .minus(known.window().grace())))
                .isPresent();
        if (allIdle && isOld) {
            return found(
                    Cause.NOTHING_NEW,
                    "nothing new has come on any partition since the event of "
                            + latest(service).orElseThrow(),
                    "See whether the producers still write to '" + known.topic() + "'.");
        }
        if (service.series().isEmpty()) {
            return found(
                    Cause.FIRST_WINDOW_OPEN,
                    "no window has closed yet"
                            + NextClose.of(known.window(), service)
                                    .map(next -> "; the first closes once events of " + next.at() + " have been read")
                                    .orElse(""),
                    "Wait, or take smaller windows.");
        }
        return Optional.empty();
    }

    private static Diagnosis ofVerdicts(Symptoms known) {
        List<SeriesFacts> series = known.service().series();
        List<SeriesFacts> unsure = series.stream()
                .filter(one -> one.verdict().equals("inconclusive"))
                .toList();
        if (unsure.size() * 2 > series.size()) {
            SeriesFacts first = unsure.get(0);
            String whose = "of " + unsure.size() + " of " + series.size() + " series nothing can be told: "
                    + first.feature() + ", " + first.words();
            return switch (first.reason()) {
                case "too_few_events" ->
                    new Diagnosis(Cause.TOO_FEW_EVENTS, whose, "Choose larger windows, or lower alert.min-events.");
                case "no_reference" ->
                    new Diagnosis(
                            Cause.REFERENCE_LACKS_SERIES,
                            whose,
                            "See whether its reference holds this feature and segment, and whether one was promoted; build it anew if not.");
                case "baseline_incomplete" ->
                    new Diagnosis(Cause.LEARNING, whose, "Wait for so many windows, or lower alert.baseline.");
                default -> new Diagnosis(Cause.DEGENERATE, whose, "See whether a component of the vector is constant.");
            };
        }
        return new Diagnosis(
                Cause.STABLE, "all is well: windows close and nothing has drifted in " + series.size() + " series", "");
    }

    private static Optional<Diagnosis> found(Cause cause, String sentence, String remedy) {
        return Optional.of(new Diagnosis(cause, sentence, remedy));
    }

    private static String share(long part, long whole) {
        return Math.round(100.0 * part / whole) + " %";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

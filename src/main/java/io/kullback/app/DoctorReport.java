package io.kullback.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.exposition.diagnosis.Diagnosis;
import io.kullback.exposition.diagnosis.NextClose;
import io.kullback.exposition.diagnosis.ServiceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Counts;
import io.kullback.exposition.diagnosis.ServiceFacts.SeriesFacts;
import io.kullback.exposition.diagnosis.SourceFacts;
import io.kullback.exposition.diagnosis.Symptoms;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One monitor's diagnosis with the findings that it rests on. */
final class DoctorReport {

    private static final int COLUMN = 17;
    private static final int MOST_SERIES = 5;
    private static final int MOST_PARTITIONS = 20;

    private final Symptoms symptoms;
    private final Diagnosis diagnosis;

    DoctorReport(Symptoms symptoms) {
        this.symptoms = symptoms;
        this.diagnosis = Diagnosis.of(symptoms);
    }

    /** For people. */
    List<String> lines() {
        AlignedText text = new AlignedText(2, COLUMN).add("why", diagnosis.sentence());
        if (!diagnosis.remedy().isEmpty()) {
            text.add("mend", diagnosis.remedy());
        }
        SourceFacts source = symptoms.source();
        if (source.state() == SourceFacts.State.PRESENT) {
            text.add(
                    "topic",
                    source.partitions().size() + " partitions, about " + number(source.records()) + " records, "
                            + number(source.lag()) + " of them not read");
            source.newest().ifPresent(newest -> text.add("last record", "of " + newest + " (its timestamp)"));
        }
        ServiceFacts service = symptoms.service();
        if (service.where() == ServiceFacts.Where.HERE) {
            text.add("records", counts(service.counts()));
            service.partitions().stream()
                    .limit(MOST_PARTITIONS)
                    .forEach(partition -> text.add("partition " + partition.number(), partition(partition)));
            text.add("next window", next());
            text.add("reference", reference(service));
            service.series().stream().limit(MOST_SERIES).forEach(one -> text.add(name(one), why(one)));
            if (service.series().size() > MOST_SERIES) {
                text.add("", "and " + (service.series().size() - MOST_SERIES) + " more series");
            }
        }
        return text.lines();
    }

    private static String counts(Counts counts) {
        String lost = new TreeMap<>(counts.rejected())
                .entrySet().stream()
                        .filter(reason -> reason.getValue() > 0)
                        .map(reason -> number(reason.getValue()) + " " + reason.getKey())
                        .collect(Collectors.joining(", "));
        long share = counts.records() == 0 ? 0 : Math.round(100.0 * counts.refused() / counts.records());
        return number(counts.records()) + " seen, " + number(counts.counted()) + " counted, "
                + number(counts.refused()) + " refused (" + share + " %" + (lost.isEmpty() ? "" : ": " + lost) + "), "
                + number(counts.late()) + " too late, " + number(counts.future()) + " too far ahead";
    }

    private String partition(ServiceFacts.Partition partition) {
        Optional<SourceFacts.Partition> atBroker = symptoms.source().partitions().stream()
                .filter(one -> one.number() == partition.number())
                .findFirst();
        return partition.watermark().map(time -> "read to " + time).orElse("no event counted")
                + (partition.idle() ? ", idle" : "")
                + atBroker.map(one -> ", " + number(one.lag()) + " not read").orElse("")
                + (waitedFor().contains(partition.number()) ? ", waited for" : "");
    }

    private List<Integer> waitedFor() {
        return nextClose().map(NextClose::waitsFor).orElse(List.of());
    }

    private Optional<NextClose> nextClose() {
        return NextClose.of(symptoms.window(), symptoms.service());
    }

    private String next() {
        return nextClose()
                .map(next -> "the one that ends at " + next.end() + " closes once events of " + next.at()
                        + " have been read"
                        + (next.waitsFor().isEmpty()
                                ? "; all partitions are silent"
                                : "; it waits for partition "
                                        + next.waitsFor().stream()
                                                .limit(MOST_PARTITIONS)
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", "))))
                .orElse("none before the first event");
    }

    private static String reference(ServiceFacts service) {
        return service.reference()
                .id()
                .map(id -> id + " is in force")
                .or(() -> service.reference().due().map(due -> "waits for events of " + due))
                .orElse("none");
    }

    private static String name(SeriesFacts one) {
        return one.feature() + (one.segment().isEmpty() ? "" : "/" + one.segment());
    }

    private static String why(SeriesFacts one) {
        return one.verdict()
                + (one.alert().equals("inactive") ? ", no alert" : ", alert " + one.alert())
                + (one.words().isEmpty() ? "" : ": " + one.words());
    }

    /** For programs. */
    void write(ObjectNode out) {
        out.put("monitor", symptoms.monitor());
        out.put("topic", symptoms.topic());
        out.put("cause", diagnosis.cause().label());
        out.put("says", diagnosis.sentence());
        if (!diagnosis.remedy().isEmpty()) {
            out.put("remedy", diagnosis.remedy());
        }
        brokers(out.putObject("brokers"));
        ServiceFacts service = symptoms.service();
        out.put("where", service.where().name().toLowerCase(Locale.ROOT));
        if (service.where() != ServiceFacts.Where.HERE) {
            return;
        }
        Counts counts = service.counts();
        ObjectNode counted = out.putObject("counts");
        counted.put("records", counts.records()).put("counted", counts.counted());
        counted.put("late", counts.late()).put("future", counts.future());
        ObjectNode rejected = counted.putObject("rejected");
        for (Map.Entry<String, Long> reason : new TreeMap<>(counts.rejected()).entrySet()) {
            rejected.put(reason.getKey(), reason.getValue());
        }
        ArrayNode partitions = out.putArray("partitions");
        service.partitions().forEach(one -> {
            ObjectNode node =
                    partitions.addObject().put("partition", one.number()).put("idle", one.idle());
            one.watermark().ifPresent(time -> node.put("watermark", time.toString()));
        });
        nextClose().ifPresent(next -> {
            ObjectNode node = out.putObject("next_close");
            node.put("end", next.end().toString()).put("at", next.at().toString());
            ArrayNode waits = node.putArray("waits_for");
            next.waitsFor().forEach(waits::add);
        });
        ObjectNode reference = out.putObject("reference");
        service.reference().id().ifPresent(id -> reference.put("id", id));
        service.reference().due().ifPresent(due -> reference.put("due", due.toString()));
        ArrayNode series = out.putArray("series");
        service.series()
                .forEach(one -> series.addObject()
                        .put("segment", one.segment())
                        .put("feature", one.feature())
                        .put("alert", one.alert())
                        .put("verdict", one.verdict())
                        .put("reason", one.reason())
                        .put("words", one.words()));
    }

    private void brokers(ObjectNode out) {
        SourceFacts source = symptoms.source();
        out.put("topic", source.state().name().toLowerCase(Locale.ROOT));
        ArrayNode partitions = out.putArray("partitions");
        for (SourceFacts.Partition one : source.partitions()) {
            ObjectNode node = partitions.addObject();
            node.put("partition", one.number());
            node.put("begin", one.begin());
            node.put("end", one.end());
            node.put("lag", one.lag());
            one.newest().ifPresent(time -> node.put("newest", time.toString()));
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

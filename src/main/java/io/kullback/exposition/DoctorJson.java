package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.Explanation;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.exposition.diagnosis.Diagnosis;
import io.kullback.exposition.diagnosis.NextClose;
import io.kullback.exposition.diagnosis.ServiceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Counts;
import io.kullback.exposition.diagnosis.ServiceFacts.ReferenceFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.SeriesFacts;
import io.kullback.exposition.diagnosis.ServiceFacts.Where;
import io.kullback.exposition.diagnosis.SourceFacts;
import io.kullback.exposition.diagnosis.Symptoms;
import io.kullback.histogram.Reference;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Why each monitor is silent, as far as the service can tell without the brokers, and the facts that this rests on. */
final class DoctorJson {

    /** The command asks no more of them, and a page of all series would be the overview again. */
    private static final int MOST_SERIES = 100;

    private final Board board;
    private final BoardJson monitors;

    DoctorJson(Board board, BoardJson monitors) {
        this.board = board;
        this.monitors = monitors;
    }

    /** @param health what the probes say */
    byte[] all(Health health) {
        return JsonText.object(out -> {
            out.writeStringField("now", board.now().toString());
            out.writeBooleanField("alive", health.alive().getAsBoolean());
            out.writeBooleanField("ready", health.ready().getAsBoolean());
            out.writeArrayFieldStart("monitors");
            for (MonitorDescription monitor : board.monitors()) {
                out.writeStartObject();
                monitor(monitor, out);
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private void monitor(MonitorDescription monitor, JsonGenerator out) throws IOException {
        ServiceFacts facts = facts(monitor);
        Diagnosis diagnosis = Diagnosis.of(new Symptoms(
                monitor.name(),
                monitor.topic(),
                monitor.window(),
                SourceFacts.UNKNOWN,
                facts,
                board.now(),
                monitor.referenceTopic()
                        .filter(topic -> board.lacksReferenceTopic(monitor.name()))
                        .map(topic ->
                                new Symptoms.Beside(topic, new SourceFacts(SourceFacts.State.ABSENT, List.of())))));
        out.writeStringField("monitor", monitor.name());
        out.writeStringField("topic", monitor.topic());
        out.writeStringField("where", facts.where().name().toLowerCase(Locale.ROOT));
        if (facts.where() == Where.ELSEWHERE) {
            out.writeStringField(
                    "instance", monitors.elsewhere(monitor.name()).orElseThrow().toString());
        }
        out.writeStringField("cause", diagnosis.cause().label());
        out.writeStringField("says", diagnosis.sentence());
        JsonText.text("remedy", diagnosis.remedy(), out);
        if (facts.sourcePartitions().isPresent()) {
            out.writeNumberField("source_partitions", facts.sourcePartitions().getAsInt());
        }
        counts(facts.counts(), out);
        partitions(facts.partitions(), out);
        Optional<NextClose> next = NextClose.of(monitor.window(), facts);
        if (next.isPresent()) {
            next(next.get(), out);
        }
        out.writeObjectFieldStart("reference");
        if (facts.reference().id().isPresent()) {
            out.writeStringField("id", facts.reference().id().get());
        }
        JsonText.time("due", facts.reference().due(), out);
        out.writeEndObject();
        series(facts.series(), out);
    }

    private static void counts(Counts counts, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("counts");
        out.writeNumberField("records", counts.records());
        out.writeNumberField("counted", counts.counted());
        out.writeNumberField("late", counts.late());
        out.writeNumberField("future", counts.future());
        out.writeObjectFieldStart("rejected");
        for (Map.Entry<String, Long> reason : new TreeMap<>(counts.rejected()).entrySet()) {
            if (reason.getValue() > 0) {
                out.writeNumberField(reason.getKey(), reason.getValue());
            }
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void partitions(List<ServiceFacts.Partition> partitions, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("partitions");
        for (ServiceFacts.Partition partition : partitions) {
            out.writeStartObject();
            out.writeNumberField("partition", partition.number());
            JsonText.time("watermark", partition.watermark(), out);
            out.writeBooleanField("idle", partition.idle());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void next(NextClose next, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("next_close");
        out.writeStringField("end", next.end().toString());
        out.writeStringField("at", next.at().toString());
        out.writeArrayFieldStart("waits_for");
        for (int partition : next.waitsFor()) {
            out.writeNumber(partition);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void series(List<SeriesFacts> series, JsonGenerator out) throws IOException {
        out.writeNumberField("series_count", series.size());
        out.writeArrayFieldStart("series");
        for (SeriesFacts one : series.subList(0, Math.min(MOST_SERIES, series.size()))) {
            out.writeStartObject();
            out.writeStringField("segment", one.segment());
            out.writeStringField("feature", one.feature());
            out.writeStringField("alert", one.alert());
            out.writeStringField("verdict", one.verdict());
            JsonText.text("reason", one.reason(), out);
            JsonText.text("words", one.words(), out);
            out.writeNumberField("seen", one.seen());
            out.writeNumberField("needed", one.needed());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private ServiceFacts facts(MonitorDescription monitor) {
        Optional<MonitorProgress> progress = board.progress(monitor.name());
        if (progress.isEmpty()) {
            ServiceFacts silent = ServiceFacts.silent(
                    monitors.elsewhere(monitor.name()).isPresent() ? Where.ELSEWHERE : Where.STARTING);
            return new ServiceFacts(
                    silent.where(),
                    board.sourcePartitions(monitor.name()),
                    silent.counts(),
                    List.of(),
                    new ReferenceFacts(Optional.empty(), monitor.referenceDue()),
                    List.of());
        }
        MonitorProgress known = progress.get();
        return new ServiceFacts(
                Where.HERE,
                board.sourcePartitions(monitor.name()),
                new Counts(known.records(), known.counted(), known.rejected(), known.late(), known.future()),
                known.partitions().stream().map(DoctorJson::partition).toList(),
                new ReferenceFacts(board.reference(monitor.name()).map(Reference::id), monitor.referenceDue()),
                board.seriesOf(monitor.name()).entrySet().stream()
                        .flatMap(entry -> entry.getValue().last().map(last -> series(entry.getKey(), last)).stream())
                        .toList());
    }

    private static ServiceFacts.Partition partition(MonitorProgress.SourcePartition partition) {
        Optional<Instant> watermark = partition.watermark().isPresent()
                ? Optional.of(Instant.ofEpochMilli(partition.watermark().getAsLong()))
                : Optional.empty();
        return new ServiceFacts.Partition(partition.partition(), watermark, partition.idle());
    }

    private static SeriesFacts series(SeriesId id, WindowResult last) {
        Verdict verdict = last.verdict();
        Optional<Verdict.Inconclusive> inconclusive =
                verdict instanceof Verdict.Inconclusive unsure ? Optional.of(unsure) : Optional.empty();
        return new SeriesFacts(
                id.segment(),
                id.feature(),
                last.alert().status().label(),
                verdict.name(),
                inconclusive
                        .map(unsure -> unsure.reason().name().toLowerCase(Locale.ROOT))
                        .orElse(""),
                verdict instanceof Verdict.Stable
                        ? Explanation.ofWhatMayHide(verdict).orElse("")
                        : Explanation.of(last),
                inconclusive.map(Verdict.Inconclusive::observations).orElse(0L),
                inconclusive.map(Verdict.Inconclusive::needed).orElse(0L));
    }
}

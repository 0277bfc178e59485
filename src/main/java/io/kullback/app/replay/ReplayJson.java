package io.kullback.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.stream.IssuedJson;
import io.kullback.stream.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A replay as one JSON object. Windows are written as they close, so that their number is bounded by the disk alone.
 *
 * <p>{@code windows} holds every revision of every window and {@code alerts} every step of every alert, each exactly as the service would write it to its topic; of the revisions
 * of a window the last is the newest. Where two configurations are compared, each of these begins with {@code configuration}: 0 for the first, 1 for the second. Then follow
 * {@code configurations}, each with its {@code monitors}, their records, series, alerts and budget, and {@code comparison} with the ids of alerts {@code gained}, {@code lost},
 * {@code moved} and {@code equal}.
 */
final class ReplayJson {

    private final JsonGenerator out;
    private final boolean isComparing;
    private final List<String> steps = new ArrayList<>();

    ReplayJson(Writer writer, boolean isComparing) throws IOException {
        this.out = new JsonFactory().createGenerator(writer);
        this.isComparing = isComparing;
        out.writeStartObject();
        out.writeStringField("format", "kullback-replay/1");
        out.writeArrayFieldStart("windows");
    }

    /** Writes down what a monitor says, and passes it on. */
    MonitorListener tap(int configuration, Findings findings) {
        return new Tap(configuration, findings);
    }

    private final class Tap implements MonitorListener {
        private final int configuration;
        private final Findings findings;

        Tap(int configuration, Findings findings) {
            this.configuration = configuration;
            this.findings = findings;
        }

        @Override
        public void windowClosed(WindowResult result) {
            try {
                out.writeRawValue(ofConfiguration(IssuedJson.of(result)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            findings.windowClosed(result);
        }

        @Override
        public void alertChanged(AlertTransition transition, String explanation) {
            steps.add(ofConfiguration(IssuedJson.of(transition, explanation)));
            findings.alertChanged(transition, explanation);
        }

        private String ofConfiguration(byte[] json) {
            String text = new String(json, StandardCharsets.UTF_8);
            return isComparing ? "{\"configuration\":" + configuration + "," + text.substring(1) : text;
        }

        @Override
        public void progressed(MonitorProgress progress) {
            findings.progressed(progress);
        }

        @Override
        public void referenceInForce(String monitor, Reference reference) {
            findings.referenceInForce(monitor, reference);
        }

        @Override
        public void sourceSeen(String monitor, String topic, int partitions) {
            findings.sourceSeen(monitor, topic, partitions);
        }

        @Override
        public void released(String monitor) {
            findings.released(monitor);
        }
    }

    /** Writes the rest. */
    void end(ReplayReport report) throws IOException {
        out.writeEndArray();
        out.writeArrayFieldStart("alerts");
        for (String step : steps) {
            out.writeRawValue(step);
        }
        out.writeEndArray();
        out.writeStringField("source", report.source());
        time("from", report.range().from());
        time("to", report.range().to());
        out.writeArrayFieldStart("configurations");
        for (Candidate candidate : report.candidates()) {
            out.writeStartObject();
            out.writeStringField("file", candidate.file().toString());
            out.writeStringField("hash", candidate.settings().hash());
            out.writeArrayFieldStart("monitors");
            for (Findings findings : candidate.findings()) {
                write(findings, report.outcome(findings));
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
        Optional<AlertDiff> diff = report.diff();
        if (diff.isPresent()) {
            write(diff.get());
        }
        out.writeEndObject();
        out.writeRaw(System.lineSeparator());
        out.flush();
    }

    private void time(String name, Optional<Instant> time) throws IOException {
        if (time.isPresent()) {
            out.writeStringField(name, time.get().toString());
        }
    }

    private void write(Findings findings, Replay.Outcome outcome) throws IOException {
        MonitorProgress progress = outcome.progress();
        out.writeStartObject();
        out.writeStringField("monitor", findings.monitor().name());
        out.writeStringField("topic", findings.monitor().topic());
        out.writeNumberField("counted", progress.counted());
        out.writeNumberField("outside", outcome.outside());
        out.writeNumberField("late", progress.late());
        out.writeNumberField("future", progress.future());
        out.writeObjectFieldStart("rejected");
        for (Map.Entry<String, Long> reason : progress.rejected().entrySet()) {
            if (reason.getValue() > 0) {
                out.writeNumberField(reason.getKey(), reason.getValue());
            }
        }
        out.writeEndObject();
        if (progress.referenceId().isPresent()) {
            out.writeStringField("reference_id", progress.referenceId().get());
        }
        Optional<Spend> spend = Spend.of(findings);
        if (spend.isPresent()) {
            out.writeObjectFieldStart("spend");
            out.writeStringField("judged", spend.get().judged().toString());
            out.writeNumberField("alerts", spend.get().alerts());
            out.writeNumberField("alerts_of_thresholds", spend.get().ofThresholds());
            out.writeNumberField("false_alarms_allowed", spend.get().allowed());
            out.writeEndObject();
        }
        out.writeArrayFieldStart("series");
        for (SeriesFindings series : findings.series()) {
            write(series);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void write(SeriesFindings series) throws IOException {
        out.writeStartObject();
        out.writeStringField("segment", series.series().segment());
        out.writeStringField("feature", series.series().feature());
        out.writeNumberField("windows", series.windows());
        out.writeNumberField("judged", series.judged());
        out.writeNumberField("drifted", series.drifted());
        out.writeObjectFieldStart("inconclusive");
        for (var reason : series.inconclusive().entrySet()) {
            out.writeNumberField(reason.getKey().name().toLowerCase(Locale.ROOT), reason.getValue());
        }
        out.writeEndObject();
        out.writeArrayFieldStart("alerts");
        for (AlertSpan alert : series.alerts()) {
            out.writeStartObject();
            write(alert);
            out.writeStringField("rules", alert.rulesText());
            out.writeStringField("explanation", alert.explanation());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void write(AlertSpan alert) throws IOException {
        out.writeStringField("alert", alert.id());
        time("since", Optional.of(alert.since()));
        time("fired", Optional.of(alert.fired()));
        time("until", alert.until());
    }

    private void write(AlertDiff diff) throws IOException {
        out.writeObjectFieldStart("comparison");
        write("gained", diff.gained());
        write("lost", diff.lost());
        write("equal", diff.equal());
        out.writeArrayFieldStart("moved");
        for (AlertDiff.Moved pair : diff.moved()) {
            out.writeStartObject();
            out.writeStringField("monitor", pair.first().series().monitor());
            out.writeStringField("segment", pair.first().series().segment());
            out.writeStringField("feature", pair.first().series().feature());
            out.writeObjectFieldStart("first");
            write(pair.first());
            out.writeEndObject();
            out.writeObjectFieldStart("second");
            write(pair.second());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void write(String name, List<AlertSpan> alerts) throws IOException {
        out.writeArrayFieldStart(name);
        for (AlertSpan alert : alerts) {
            out.writeStartObject();
            out.writeStringField("monitor", alert.series().monitor());
            out.writeStringField("segment", alert.series().segment());
            out.writeStringField("feature", alert.series().feature());
            write(alert);
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

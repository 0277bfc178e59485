package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Reference;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What the monitors' windows are compared with, as the API gives it. */
final class ReferencesJson {

    private final Board board;
    private final BoardJson monitors;

    ReferencesJson(Board board, BoardJson monitors) {
        this.board = board;
        this.monitors = monitors;
    }

    /** The reference of each monitor, in brief. */
    byte[] all() {
        return JsonText.object(out -> {
            out.writeArrayFieldStart("references");
            for (MonitorDescription monitor : board.monitors()) {
                out.writeStartObject();
                out.writeStringField("monitor", monitor.name());
                if (monitors.elsewhere(monitor.name()).isPresent()) {
                    out.writeStringField(
                            "instance", monitors.elsewhere(monitor.name()).get().toString());
                }
                Optional<Reference> reference = board.reference(monitor.name());
                if (reference.isPresent()) {
                    brief(monitor, reference.get(), out);
                } else {
                    JsonText.time("due", monitor.referenceDue(), out);
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private void brief(MonitorDescription monitor, Reference reference, JsonGenerator out) throws IOException {
        out.writeStringField("id", reference.id());
        out.writeStringField("origin", reference.origin());
        if (reference.period().isPresent()) {
            out.writeObjectFieldStart("period");
            out.writeStringField("from", reference.period().get().start().toString());
            out.writeStringField("to", reference.period().get().end().toString());
            out.writeEndObject();
        }
        JsonText.time("in_force_here_since", board.referenceLoaded(monitor.name()), out);
        out.writeNumberField("segments", reference.histograms().size());
    }

    /** One reference with all its counts, or with those of one segment. */
    byte[] full(MonitorDescription monitor, Reference reference, Optional<String> segment) {
        return JsonText.object(out -> {
            out.writeStringField("monitor", monitor.name());
            brief(monitor, reference, out);
            out.writeArrayFieldStart("counts");
            for (Map.Entry<String, Map<String, Histogram>> entry :
                    reference.histograms().entrySet()) {
                if (segment.isEmpty() || segment.get().equals(entry.getKey())) {
                    for (Map.Entry<String, Histogram> feature : entry.getValue().entrySet()) {
                        out.writeStartObject();
                        out.writeStringField("segment", entry.getKey());
                        out.writeStringField("feature", feature.getKey());
                        counts(feature.getValue(), out);
                        out.writeEndObject();
                    }
                }
            }
            out.writeEndArray();
        });
    }

    private static void counts(Histogram histogram, JsonGenerator out) throws IOException {
        out.writeNumberField("records", histogram.total());
        out.writeNumberField("usable", histogram.usable());
        out.writeArrayFieldStart("bins");
        for (int bin = 0; bin < histogram.binning().bins(); bin++) {
            out.writeStartObject();
            out.writeStringField("label", histogram.binning().label(bin));
            out.writeNumberField("count", histogram.count(bin));
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

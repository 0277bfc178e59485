package io.kullback.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.Evidence;
import java.io.IOException;
import java.util.List;

/**
 * Steps of alerts as they stand on the alerts topic. The same step always gives the same bytes.
 *
 * <p>Key: {@code ["monitor","segment","feature"]}, so that the steps of one series stay in order.
 */
final class AlertJson {

    private AlertJson() {}

    static byte[] key(AlertTransition transition) {
        return ResultJson.json(out -> {
            out.writeStartArray();
            out.writeString(transition.series().monitor());
            out.writeString(transition.series().segment());
            out.writeString(transition.series().feature());
            out.writeEndArray();
        });
    }

    static byte[] value(AlertTransition transition, String explanation) {
        return ResultJson.json(out -> {
            out.writeStartObject();
            out.writeStringField("format", "kullback-alert/1");
            out.writeStringField("monitor", transition.series().monitor());
            out.writeStringField("segment", transition.series().segment());
            out.writeStringField("feature", transition.series().feature());
            out.writeStringField("alert", transition.alert().id());
            out.writeNumberField("sequence", transition.sequence());
            out.writeStringField("kind", transition.kind().label());
            out.writeStringField("status", transition.status().label());
            out.writeStringField("since", transition.since().toString());
            out.writeStringField("at", transition.at().toString());
            ResultJson.window(transition.window(), out);
            if (transition.ending().isPresent()) {
                out.writeStringField("ending", transition.ending().get().label());
            }
            if (!explanation.isEmpty()) {
                out.writeStringField("explanation", explanation);
            }
            evidence(transition.evidence(), out);
            out.writeEndObject();
        });
    }

    /** What the rules measured, as {@code evidence}. */
    static void evidence(List<Evidence> pieces, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("evidence");
        for (Evidence piece : pieces) {
            out.writeStartObject();
            out.writeStringField("rule", piece.rule().label());
            out.writeStringField("measure", piece.measure());
            ResultJson.number("value", piece.value(), out);
            ResultJson.number("threshold", piece.threshold(), out);
            if (piece instanceof Evidence.Change change) {
                out.writeStringField("direction", change.direction().word());
                out.writeStringField("since", change.since().toString());
                out.writeNumberField("windows", change.windows());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}

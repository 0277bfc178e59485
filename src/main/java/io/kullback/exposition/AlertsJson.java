package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.Alert;
import io.kullback.detection.AlertState;
import io.kullback.detection.AlertStatus;
import io.kullback.detection.AlertTransition;
import io.kullback.detection.Explanation;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The alerts that stand, and how they came to that, as the API gives them. */
final class AlertsJson {

    private final Board board;
    private final BoardJson monitors;

    AlertsJson(Board board, BoardJson monitors) {
        this.board = board;
        this.monitors = monitors;
    }

    /**
     * Alerts of this instance, and which monitors to ask others for.
     *
     * @param statuses which alerts
     * @param wanted by the name of the monitor
     */
    byte[] alerts(Set<AlertStatus> statuses, Predicate<String> wanted) {
        return JsonText.object(out -> {
            out.writeArrayFieldStart("alerts");
            for (Map.Entry<SeriesId, SeriesHistory> entry : board.series().entrySet()) {
                Optional<WindowResult> last = entry.getValue().last();
                if (wanted.test(entry.getKey().monitor())
                        && last.isPresent()
                        && statuses.contains(last.get().alert().status())
                        && last.get().alert().alert().isPresent()) {
                    alert(entry.getKey(), last.get(), entry.getValue().lastDrifted(), out);
                }
            }
            out.writeEndArray();
            out.writeArrayFieldStart("steps");
            for (AlertSteps.Step step : board.alertSteps().newestFirst()) {
                if (wanted.test(step.transition().series().monitor())) {
                    step(step, out);
                }
            }
            out.writeEndArray();
            out.writeArrayFieldStart("elsewhere");
            for (MonitorDescription monitor : board.monitors()) {
                if (wanted.test(monitor.name())
                        && monitors.elsewhere(monitor.name()).isPresent()) {
                    out.writeStartObject();
                    out.writeStringField("monitor", monitor.name());
                    out.writeStringField(
                            "instance", monitors.elsewhere(monitor.name()).get().toString());
                    out.writeEndObject();
                }
            }
            out.writeEndArray();
        });
    }

    /** @param drifted the newest window that the alert rests on; the last one may be clear already, without having ended it */
    private static void alert(SeriesId id, WindowResult last, Optional<WindowResult> drifted, JsonGenerator out)
            throws IOException {
        AlertState state = last.alert();
        Alert alert = state.alert().orElseThrow();
        WindowResult basis = drifted.orElse(last);
        out.writeStartObject();
        out.writeStringField("id", alert.id());
        SeriesJson.series(id, out);
        out.writeStringField("status", state.status().label());
        out.writeStringField("since", WindowJson.since(alert, state.evidence()).toString());
        window(basis.window().start().toString(), basis.window().end().toString(), out);
        JsonText.text("explanation", Explanation.of(basis), out);
        WindowJson.evidence(state.evidence(), out);
        out.writeEndObject();
    }

    private static void step(AlertSteps.Step step, JsonGenerator out) throws IOException {
        AlertTransition transition = step.transition();
        out.writeStartObject();
        out.writeStringField("id", transition.alert().id());
        SeriesJson.series(transition.series(), out);
        out.writeNumberField("sequence", transition.sequence());
        out.writeStringField("kind", transition.kind().label());
        out.writeStringField("status", transition.status().label());
        out.writeStringField("since", transition.since().toString());
        out.writeStringField("at", transition.at().toString());
        window(transition.window().start().toString(), transition.window().end().toString(), out);
        if (transition.ending().isPresent()) {
            out.writeStringField("ending", transition.ending().get().label());
        }
        JsonText.text("explanation", step.explanation(), out);
        WindowJson.evidence(transition.evidence(), out);
        out.writeEndObject();
    }

    private static void window(String start, String end, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("window");
        out.writeStringField("start", start);
        out.writeStringField("end", end);
        out.writeEndObject();
    }
}

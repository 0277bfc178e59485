package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.Alert;
import io.kullback.detection.AlertState;
import io.kullback.detection.AlertStatus;
import io.kullback.detection.Evidence;
import io.kullback.detection.Explanation;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.Contribution;
import io.kullback.divergence.KlEstimate;
import io.kullback.divergence.MissingSplit;
import io.kullback.divergence.ScoreCard;
import io.kullback.divergence.SmallestShift;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One window as the API gives it: what was measured, what is said of it and on what evidence. */
final class WindowJson {

    private WindowJson() {}

    /** A window in full, as fields of the object that is being written. */
    static void window(WindowResult result, JsonGenerator out) throws IOException {
        out.writeStringField("start", result.window().start().toString());
        out.writeStringField("end", result.window().end().toString());
        out.writeNumberField("revision", result.revision());
        out.writeNumberField("records", result.records());
        verdict(result, out);
        alert(result.alert(), out);
        if (result.scores().isPresent()) {
            scores(result.scores().get(), out);
        }
    }

    private static void verdict(WindowResult result, JsonGenerator out) throws IOException {
        Verdict verdict = result.verdict();
        out.writeStringField("verdict", verdict.name());
        out.writeStringField("explanation", Explanation.of(result));
        if (verdict instanceof Verdict.Drifted drifted) {
            out.writeStringField("since", drifted.since(result.window()).toString());
            evidence(drifted.evidence(), out);
        } else if (verdict instanceof Verdict.Stable stable) {
            evidence(stable.readings(), out);
            smallestShift(stable.smallestShift(), out);
        } else if (verdict instanceof Verdict.Inconclusive inconclusive) {
            out.writeStringField("reason", inconclusive.reason().name().toLowerCase(Locale.ROOT));
            out.writeNumberField("usable", inconclusive.observations());
            out.writeNumberField("needed", inconclusive.needed());
            smallestShift(inconclusive.smallestShift(), out);
        }
        Optional<String> mayHide = Explanation.ofWhatMayHide(verdict);
        if (mayHide.isPresent()) {
            out.writeStringField("may_hide", mayHide.get());
        }
    }

    private static void smallestShift(Optional<SmallestShift> shift, JsonGenerator out) throws IOException {
        if (shift.isPresent()) {
            JsonText.number("smallest_shift", shift.get().sigmas(), out);
        }
    }

    /** What the rules measured, as {@code evidence}. */
    static void evidence(List<Evidence> pieces, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("evidence");
        for (Evidence piece : pieces) {
            out.writeStartObject();
            out.writeStringField("rule", piece.rule().label());
            out.writeStringField("measure", piece.measure());
            JsonText.number("value", piece.value(), out);
            JsonText.number("threshold", piece.threshold(), out);
            if (piece instanceof Evidence.Change change) {
                out.writeStringField("direction", change.direction().word());
                out.writeStringField("since", change.since().toString());
                out.writeNumberField("windows", change.windows());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The alert of a series as {@code alert}, left out where there is none. */
    static void alert(AlertState state, JsonGenerator out) throws IOException {
        if (state.alert().isPresent()) {
            Alert alert = state.alert().get();
            out.writeObjectFieldStart("alert");
            out.writeStringField("id", alert.id());
            out.writeStringField("status", state.status().label());
            if (state.status() != AlertStatus.RESOLVED) {
                out.writeStringField("since", since(alert, state.evidence()).toString());
            }
            out.writeEndObject();
        }
    }

    /** When the drift began: with the first drifted window, unless a rule puts it before that. */
    static Instant since(Alert alert, List<Evidence> evidence) {
        Instant first = alert.first().start();
        return evidence.stream()
                .map(piece -> piece.onset(alert.first()))
                .filter(onset -> onset.isBefore(first))
                .min(Instant::compareTo)
                .orElse(first);
    }

    private static void scores(ScoreCard scores, JsonGenerator out) throws IOException {
        estimate(scores.kl(), out);
        JsonText.number("p_value", scores.pValue(), out);
        out.writeObjectFieldStart("scores");
        for (Map.Entry<String, Double> score : scores.values().entrySet()) {
            JsonText.number(score.getKey(), score.getValue(), out);
        }
        out.writeEndObject();
        if (scores.missing().isPresent()) {
            MissingSplit missing = scores.missing().get();
            out.writeObjectFieldStart("missing");
            JsonText.number("observed_share", missing.observedMissing(), out);
            JsonText.number("reference_share", missing.referenceMissing(), out);
            JsonText.number("kl", missing.missing(), out);
            JsonText.number("rest", missing.values(), out);
            out.writeEndObject();
        }
        out.writeArrayFieldStart("bins");
        for (Contribution bin : scores.contributions()) {
            out.writeStartObject();
            out.writeStringField("label", bin.label());
            JsonText.number("observed", bin.observedShare(), out);
            JsonText.number("reference", bin.referenceShare(), out);
            JsonText.number("nats", bin.nats(), out);
            JsonText.number("residual", bin.residual(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The divergence of record with its noise. */
    static void estimate(KlEstimate kl, JsonGenerator out) throws IOException {
        JsonText.number("kl", kl.plugIn(), out);
        JsonText.number("kl_corrected", kl.corrected(), out);
        JsonText.number("kl_lower", kl.lower(), out);
        JsonText.number("kl_upper", kl.upper(), out);
        JsonText.number("noise_floor", kl.noiseFloor(), out);
    }
}

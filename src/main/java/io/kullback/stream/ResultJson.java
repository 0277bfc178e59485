package io.kullback.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.Contribution;
import io.kullback.divergence.KlEstimate;
import io.kullback.divergence.MissingSplit;
import io.kullback.divergence.ScoreCard;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Window;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Results as they stand on the results topic. The same result always gives the same bytes.
 *
 * <p>Key: {@code ["monitor","segment","feature","window start"]}, so that compaction keeps the newest revision of each window. An infinite score is the text
 * {@code "Infinity"}, since JSON has no such number.
 */
final class ResultJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int TOP_CONTRIBUTIONS = 5;

    private ResultJson() {}

    static byte[] key(WindowResult result) {
        return json(out -> {
            out.writeStartArray();
            out.writeString(result.series().monitor());
            out.writeString(result.series().segment());
            out.writeString(result.series().feature());
            out.writeString(result.window().start().toString());
            out.writeEndArray();
        });
    }

    static byte[] value(WindowResult result) {
        return json(out -> {
            out.writeStartObject();
            out.writeStringField("format", "kullback-result/1");
            out.writeStringField("monitor", result.series().monitor());
            out.writeStringField("segment", result.series().segment());
            out.writeStringField("feature", result.series().feature());
            window(result.window(), out);
            out.writeNumberField("revision", result.revision());
            out.writeStringField("cause", result.cause().label());
            out.writeNumberField("records", result.records());
            verdict(result.verdict(), result.window(), out);
            out.writeStringField("alert", result.alert().status().label());
            if (result.scores().isPresent()) {
                scores(result.scores().get(), out);
            }
            if (result.referenceId().isPresent()) {
                out.writeStringField("reference_id", result.referenceId().get());
            }
            if (result.observed().isPresent()) {
                strings("bins", result.observed().get().binning().labels(), out);
                counts("observed", result.observed().get(), out);
            }
            if (result.reference().isPresent()) {
                counts("reference", result.reference().get(), out);
            }
            out.writeEndObject();
        });
    }

    static void window(Window window, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("window");
        out.writeStringField("start", window.start().toString());
        out.writeStringField("end", window.end().toString());
        out.writeEndObject();
    }

    private static void verdict(Verdict verdict, Window window, JsonGenerator out) throws IOException {
        out.writeStringField("verdict", verdict.name());
        if (verdict instanceof Verdict.Drifted drifted) {
            out.writeNumberField("min_kl", drifted.minKl());
            out.writeStringField("since", drifted.since(window).toString());
            AlertJson.evidence(drifted.evidence(), out);
        } else if (verdict instanceof Verdict.Stable stable) {
            AlertJson.evidence(stable.readings(), out);
            if (stable.smallestShift().isPresent()) {
                number("smallest_shift", stable.smallestShift().get().sigmas(), out);
            }
        } else if (verdict instanceof Verdict.Inconclusive inconclusive) {
            out.writeStringField("reason", inconclusive.reason().name().toLowerCase(Locale.ROOT));
            out.writeNumberField("usable", inconclusive.observations());
            out.writeNumberField("needed", inconclusive.needed());
        }
    }

    private static void scores(ScoreCard scores, JsonGenerator out) throws IOException {
        KlEstimate kl = scores.kl();
        out.writeObjectFieldStart("kl");
        number("plug_in", kl.plugIn(), out);
        number("corrected", kl.corrected(), out);
        number("lower", kl.lower(), out);
        number("upper", kl.upper(), out);
        number("noise_floor", kl.noiseFloor(), out);
        number("effective_observations", kl.effectiveObservations(), out);
        out.writeNumberField("degrees_of_freedom", kl.degreesOfFreedom());
        out.writeEndObject();
        if (scores.missing().isPresent()) {
            missing(scores.missing().get(), out);
        }
        number("p_value", scores.pValue(), out);
        out.writeObjectFieldStart("scores");
        for (Map.Entry<String, Double> score : scores.values().entrySet()) {
            number(score.getKey(), score.getValue(), out);
        }
        out.writeEndObject();
        out.writeArrayFieldStart("contributions");
        List<Contribution> top = scores.contributions().stream()
                .sorted(Comparator.comparingDouble(Contribution::nats)
                        .reversed()
                        .thenComparingInt(Contribution::bin))
                .limit(TOP_CONTRIBUTIONS)
                .toList();
        for (Contribution contribution : top) {
            out.writeStartObject();
            out.writeStringField("bin", contribution.label());
            number("observed_share", contribution.observedShare(), out);
            number("reference_share", contribution.referenceShare(), out);
            number("nats", contribution.nats(), out);
            number("signed_nats", contribution.signedNats(), out);
            number("residual", contribution.residual(), out);
            if (contribution.shift().isPresent()) {
                number("mean_shift", contribution.shift().get().meanShift(), out);
                number("deviation_ratio", contribution.shift().get().deviationRatio(), out);
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The chain rule, for the window as counted: the plug-in divergence is {@code kl} and (1 − observed share) times {@code rest}. */
    private static void missing(MissingSplit missing, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("missing");
        out.writeNumberField("observed_share", missing.observedMissing());
        out.writeNumberField("reference_share", missing.referenceMissing());
        number("kl", missing.missing(), out);
        number("rest", missing.values(), out);
        out.writeEndObject();
    }

    static void number(String name, double value, JsonGenerator out) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumberField(name, value);
        } else {
            out.writeStringField(name, String.valueOf(value));
        }
    }

    private static void strings(String name, List<String> values, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    private static void counts(String name, Histogram histogram, JsonGenerator out) throws IOException {
        long[] counts = histogram.counts();
        out.writeFieldName(name);
        out.writeArray(counts, 0, counts.length);
    }

    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    static byte[] json(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

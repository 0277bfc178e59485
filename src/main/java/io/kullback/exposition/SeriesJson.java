package io.kullback.exposition;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.DriftRule;
import io.kullback.detection.Evidence;
import io.kullback.detection.Explanation;
import io.kullback.detection.SeriesId;
import io.kullback.detection.Verdict;
import io.kullback.detection.WindowResult;
import io.kullback.divergence.Contribution;
import io.kullback.divergence.ScoreCard;
import io.kullback.histogram.Histogram;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the API gives of a single series beside the overview: its windows over time, and the counts and the explanation of one. */
final class SeriesJson {

    private static final int TOP_BINS = 10;

    private SeriesJson() {}

    /**
     * The windows that start in a range, oldest first, with what moved in each.
     *
     * @param from no window starts before it
     * @param to no window starts at it or later
     * @param limit most windows; the newest are taken
     */
    static byte[] windows(SeriesId id, SeriesHistory history, Optional<Instant> from, Optional<Instant> to, int limit) {
        List<SeriesHistory.Point> within = history.points().stream()
                .filter(point -> from.filter(point.start()::isBefore).isEmpty())
                .filter(point -> to.map(point.start()::isBefore).orElse(true))
                .toList();
        return JsonText.object(out -> {
            series(id, out);
            out.writeNumberField("found", within.size());
            out.writeArrayFieldStart("windows");
            for (SeriesHistory.Point point : within.subList(Math.max(0, within.size() - limit), within.size())) {
                BoardJson.point(point, true, out);
            }
            out.writeEndArray();
        });
    }

    /** The counts of a window and of its reference, bin by bin, and what each bin adds to the divergence. */
    static byte[] histogram(SeriesId id, WindowResult window) {
        return JsonText.object(out -> {
            head(id, window, out);
            if (window.referenceId().isPresent()) {
                out.writeStringField("reference_id", window.referenceId().get());
            }
            out.writeArrayFieldStart("bins");
            if (window.observed().isPresent()) {
                bins(window.observed().get(), window.reference(), out);
            }
            out.writeEndArray();
            contributions(
                    "contributions",
                    window.scores().map(ScoreCard::contributions).orElse(List.of()),
                    out);
        });
    }

    private static void bins(Histogram observed, Optional<Histogram> reference, JsonGenerator out) throws IOException {
        Optional<Histogram> comparable =
                reference.filter(candidate -> candidate.binning().equals(observed.binning()));
        for (int bin = 0; bin < observed.binning().bins(); bin++) {
            out.writeStartObject();
            out.writeStringField("label", observed.binning().label(bin));
            side("observed", observed, bin, out);
            if (comparable.isPresent()) {
                side("reference", comparable.get(), bin, out);
            }
            out.writeEndObject();
        }
    }

    /** Of nothing there are no shares. */
    private static void side(String name, Histogram histogram, int bin, JsonGenerator out) throws IOException {
        out.writeNumberField(name + "_count", histogram.count(bin));
        if (histogram.total() > 0) {
            out.writeNumberField(name + "_share", (double) histogram.count(bin) / histogram.total());
        }
    }

    private static void contributions(String name, List<Contribution> contributions, JsonGenerator out)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (Contribution bin : contributions) {
            out.writeStartObject();
            out.writeStringField("label", bin.label());
            JsonText.number("observed_share", bin.observedShare(), out);
            JsonText.number("reference_share", bin.referenceShare(), out);
            JsonText.number("nats", bin.nats(), out);
            JsonText.number("signed_nats", bin.signedNats(), out);
            JsonText.number("residual", bin.residual(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** What is said of a window, in words and piece by piece. */
    static byte[] explanation(SeriesId id, WindowResult window) {
        Verdict verdict = window.verdict();
        return JsonText.object(out -> {
            head(id, window, out);
            out.writeStringField("verdict", verdict.name());
            out.writeStringField("explanation", Explanation.of(window));
            if (verdict instanceof Verdict.Inconclusive inconclusive) {
                out.writeStringField("reason", inconclusive.reason().name().toLowerCase(Locale.ROOT));
            }
            List<Evidence> evidence = evidence(verdict);
            out.writeArrayFieldStart("rules");
            if (verdict instanceof Verdict.Drifted drifted) {
                for (DriftRule rule : drifted.rules()) {
                    out.writeString(rule.label());
                }
            }
            out.writeEndArray();
            WindowJson.evidence(evidence, out);
            Optional<String> mayHide = Explanation.ofWhatMayHide(verdict);
            if (mayHide.isPresent()) {
                out.writeStringField("may_hide", mayHide.get());
            }
            List<Contribution> top = window.scores()
                    .map(scores -> Explanation.topBins(scores, TOP_BINS))
                    .orElse(List.of());
            contributions("top_bins", top, out);
        });
    }

    private static List<Evidence> evidence(Verdict verdict) {
        if (verdict instanceof Verdict.Drifted drifted) {
            return drifted.evidence();
        }
        return verdict instanceof Verdict.Stable stable ? stable.readings() : List.of();
    }

    private static void head(SeriesId id, WindowResult window, JsonGenerator out) throws IOException {
        series(id, out);
        out.writeStringField("start", window.window().start().toString());
        out.writeStringField("end", window.window().end().toString());
        out.writeNumberField("revision", window.revision());
        out.writeNumberField("records", window.records());
    }

    /** Which series. */
    static void series(SeriesId id, JsonGenerator out) throws IOException {
        out.writeStringField("monitor", id.monitor());
        out.writeStringField("segment", id.segment());
        out.writeStringField("feature", id.feature());
    }
}

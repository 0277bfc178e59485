package io.kullback.stream;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kullback.detection.Explanation;
import io.kullback.divergence.SegmentSplit;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * Where in the segments a divergence lies, as it stands on the results topic. The same split always gives the same bytes.
 *
 * <p>Key: {@code ["monitor","","feature","window start"]}. The empty text is the segment of no record: a monitor with segments counts an empty one as missing.
 */
final class SplitJson {

    private static final int TOP_SEGMENTS = 20;
    private static final Comparator<SegmentSplit.Part> LARGEST_FIRST =
            Comparator.comparingDouble(SplitJson::added).reversed().thenComparing(SegmentSplit.Part::segment);

    private SplitJson() {}

    static byte[] key(WindowSplit split) {
        return ResultJson.json(out -> {
            out.writeStartArray();
            out.writeString(split.monitor());
            out.writeString(SegmentSplits.ALL_SEGMENTS);
            out.writeString(split.feature());
            out.writeString(split.window().start().toString());
            out.writeEndArray();
        });
    }

    static byte[] value(WindowSplit split) {
        return ResultJson.json(out -> {
            out.writeStartObject();
            out.writeStringField("format", "kullback-split/1");
            out.writeStringField("monitor", split.monitor());
            out.writeStringField("feature", split.feature());
            out.writeStringField("segment_field", split.field());
            ResultJson.window(split.window(), out);
            out.writeNumberField("revision", split.revision());
            out.writeNumberField("records", split.records());
            out.writeStringField("reference_id", split.referenceId());
            ResultJson.number("total", split.split().total(), out);
            ResultJson.number("mix", split.split().mix(), out);
            String explanation = Explanation.of(split.split(), split.field());
            if (!explanation.isEmpty()) {
                out.writeStringField("explanation", explanation);
            }
            segments(split.split(), out);
            out.writeEndObject();
        });
    }

    private static void segments(SegmentSplit split, JsonGenerator out) throws IOException {
        List<SegmentSplit.Part> ranked =
                split.parts().stream().sorted(LARGEST_FIRST).toList();
        int told = Math.min(TOP_SEGMENTS, ranked.size());
        out.writeNumberField("segment_count", ranked.size());
        out.writeArrayFieldStart("segments");
        for (SegmentSplit.Part part : ranked.subList(0, told)) {
            out.writeStartObject();
            out.writeStringField("segment", part.segment());
            out.writeNumberField("observed_share", part.observedShare());
            out.writeNumberField("reference_share", part.referenceShare());
            ResultJson.number("mix", part.mix(), out);
            ResultJson.number("within", part.within(), out);
            ResultJson.number("weighted", part.weighted(), out);
            share(added(part), split, out);
            out.writeEndObject();
        }
        out.writeEndArray();
        if (told < ranked.size()) {
            rest(ranked.subList(told, ranked.size()), split, out);
        }
    }

    private static void rest(List<SegmentSplit.Part> parts, SegmentSplit split, JsonGenerator out) throws IOException {
        double observed = 0;
        double reference = 0;
        double mix = 0;
        double weighted = 0;
        for (SegmentSplit.Part part : parts) {
            observed += part.observedShare();
            reference += part.referenceShare();
            mix += part.mix();
            weighted += part.weighted();
        }
        out.writeObjectFieldStart("rest");
        out.writeNumberField("segments", parts.size());
        out.writeNumberField("observed_share", observed);
        out.writeNumberField("reference_share", reference);
        ResultJson.number("mix", mix, out);
        ResultJson.number("weighted", weighted, out);
        share(mix + weighted, split, out);
        out.writeEndObject();
    }

    /** What a segment adds to the whole: its part in the mix and what moved within it. */
    private static double added(SegmentSplit.Part part) {
        return part.mix() + part.weighted();
    }

    /** Of nothing, and of infinity, no part is a number. */
    private static void share(double added, SegmentSplit split, JsonGenerator out) throws IOException {
        double total = split.total();
        if (total > 0 && Double.isFinite(total)) {
            out.writeNumberField("share", added / total);
        }
    }
}

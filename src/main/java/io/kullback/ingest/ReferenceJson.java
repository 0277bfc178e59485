package io.kullback.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.histogram.Binning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.Moments;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Restlessness;
import io.kullback.histogram.UnusableBin;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** References as JSON: the form of reference files, and of references in state. Equal references give equal bytes. */
public final class ReferenceJson {

    private static final String FORMAT = "kullback-reference/2";
    /** The form before there were vectors; what it could say, it said in the same way. */
    private static final String FORMAT_WITHOUT_VECTORS = "kullback-reference/1";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReferenceJson() {}

    /** The bytes hold no reference; the message says what and where, and how to mend it. */
    public static final class ReferenceFormatException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReferenceFormatException(String message) {
            super(message);
        }
    }

    /** Writes a reference. */
    public static byte[] write(Reference reference) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", reference.id());
        root.put("origin", reference.origin());
        ArrayNode segments = root.putArray("segments");
        reference.histograms().forEach((segment, byFeature) -> {
            ObjectNode node = segments.addObject();
            node.put("segment", segment);
            ArrayNode features = node.putArray("features");
            byFeature.forEach((feature, histogram) -> {
                ObjectNode series = features.addObject();
                write(feature, histogram, series);
                reference.restlessness(segment, feature).ifPresent(noise -> write(noise, series.putObject("noise")));
            });
        });
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private static void write(String feature, Histogram histogram, ObjectNode node) {
        node.put("feature", feature);
        BinningJson.write(histogram.binning(), node.putObject("binning"));
        ArrayNode counts = node.putArray("counts");
        Arrays.stream(histogram.valueCounts()).forEach(counts::add);
        for (UnusableBin bin : UnusableBin.values()) {
            node.put(field(bin), histogram.count(bin));
        }
        histogram.moments().ifPresent(moments -> {
            ObjectNode written = node.putObject("moments");
            written.put("count", moments.count());
            ArrayNode mean = written.putArray("mean");
            Arrays.stream(moments.mean()).forEach(mean::add);
            ArrayNode m2 = written.putArray("m2");
            Arrays.stream(moments.m2()).forEach(m2::add);
        });
    }

    private static void write(Restlessness noise, ObjectNode node) {
        node.put("mean", noise.mean());
        node.put("variance", noise.variance());
        node.put("windows", noise.windows());
        node.put("window", noise.window().toString());
    }

    private static String field(UnusableBin bin) {
        return bin == UnusableBin.WRONG_TYPE ? "wrong_type" : bin.reason();
    }

    /**
     * Reads a reference.
     *
     * @throws ReferenceFormatException if the bytes are not one
     */
    public static Reference read(byte[] json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new ReferenceFormatException(
                    "not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage()
                            + ". Build it anew with 'kullback reference build'.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
        String format = root.path("format").asText();
        if (!FORMAT.equals(format) && !FORMAT_WITHOUT_VECTORS.equals(format)) {
            throw new ReferenceFormatException("'format' must be \"" + FORMAT + "\", but is " + root.path("format")
                    + ". This is no reference of this version; build it with 'kullback reference build'.");
        }
        Map<String, Map<String, Histogram>> histograms = new TreeMap<>();
        Map<String, Map<String, Restlessness>> noises = new TreeMap<>();
        for (JsonNode segment : required(root, "segments", "")) {
            String name = segment.path("segment").asText("");
            Map<String, Histogram> byFeature = histograms.computeIfAbsent(name, key -> new TreeMap<>());
            for (JsonNode feature : required(segment, "features", "segment '" + name + "'")) {
                String where = "segment '" + name + "', feature '"
                        + feature.path("feature").asText() + "'";
                byFeature.put(required(feature, "feature", where).asText(), histogram(feature, where));
                if (feature.has("noise")) {
                    noises.computeIfAbsent(name, key -> new TreeMap<>())
                            .put(feature.get("feature").asText(), noise(feature.get("noise"), where + ", noise"));
                }
            }
        }
        Reference reference = Reference.of(root.path("origin").asText(""), histograms, noises);
        JsonNode id = root.path("id");
        if (!id.isMissingNode() && !id.asText().equals(reference.id())) {
            throw new ReferenceFormatException(
                    "'id' is " + id + ", but the content has id \"" + reference.id()
                            + "\". The file was changed after it was built: build it anew, or take out 'id' if the change is meant.");
        }
        return reference;
    }

    private static Histogram histogram(JsonNode feature, String where) {
        Binning binning = BinningJson.read(required(feature, "binning", where), where);
        JsonNode counts = required(feature, "counts", where);
        long[] numbers = new long[binning.bins()];
        if (counts.size() != binning.valueBins()) {
            throw new ReferenceFormatException(where + ": 'counts' must have " + binning.valueBins()
                    + " numbers, one for each bin, but has " + counts.size());
        }
        for (int bin = 0; bin < counts.size(); bin++) {
            numbers[bin] = count(counts.get(bin), where);
        }
        for (UnusableBin bin : UnusableBin.values()) {
            numbers[binning.binOf(bin)] = feature.has(field(bin)) ? count(feature.get(field(bin)), where) : 0;
        }
        try {
            return feature.has("moments")
                    ? Histogram.of(binning, moments(feature.get("moments"), where + ", moments"), numbers)
                    : Histogram.of(binning, numbers);
        } catch (IllegalArgumentException e) {
            throw new ReferenceFormatException(where + ": " + e.getMessage());
        }
    }

    private static Moments moments(JsonNode node, String where) {
        return Moments.of(
                count(required(node, "count", where), where),
                BinningJson.numbers(required(node, "mean", where), where),
                BinningJson.numbers(required(node, "m2", where), where));
    }

    private static Restlessness noise(JsonNode node, String where) {
        String window = required(node, "window", where).asText();
        try {
            return new Restlessness(
                    number(node, "mean", where),
                    number(node, "variance", where),
                    (int) Math.min(Integer.MAX_VALUE, count(required(node, "windows", where), where)),
                    Duration.parse(window));
        } catch (DateTimeException e) {
            throw new ReferenceFormatException(
                    where + ": 'window' must be a duration like PT1H, but is '" + window + "'");
        } catch (IllegalArgumentException e) {
            throw new ReferenceFormatException(where + ": " + e.getMessage());
        }
    }

    private static double number(JsonNode node, String field, String where) {
        JsonNode number = required(node, field, where);
        if (!number.isNumber()) {
            throw new ReferenceFormatException(where + ": '" + field + "' must be a number, but is " + number);
        }
        return number.asDouble();
    }

    private static long count(JsonNode node, String where) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw new ReferenceFormatException(
                    where + ": a count must be a whole number of at least 0, but one is " + node);
        }
        return node.asLong();
    }

    static JsonNode required(JsonNode node, String field, String where) {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new ReferenceFormatException((where.isEmpty() ? "" : where + ": ") + "'" + field + "' is missing");
        }
        return value;
    }
}

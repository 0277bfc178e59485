package io.kullback.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.histogram.Binning;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.Histogram;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.Reference;
import io.kullback.histogram.UnusableBin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The exact answers for one data set, computed outside this project: for each feature its bins, its reference, and each window's counts and divergences.
 */
public record ExpectedSet(String name, List<Series> series) {

    /**
     * One feature of one segment.
     *
     * @param segment {@link Reference#WHOLE} where the set has no key
     */
    public record Series(
            String name,
            String segment,
            String field,
            Histogram reference,
            Duration window,
            Instant referenceFrom,
            Instant referenceTo,
            List<Window> windows) {}

    /**
     * One window.
     *
     * @param observed counts over the reference's bins, nulls as missing
     * @param divergences by name: {@code wr}, {@code rw} and {@code js}, each with its smoothing; infinite where the file has null
     */
    public record Window(Instant start, long rows, Histogram observed, Map<String, Double> divergences) {}

    /** The answers in a file of the shared folder. */
    public static ExpectedSet of(String file) {
        JsonNode root = SharedFolder.json(file);
        List<Series> series = new ArrayList<>();
        root.get("monitors").forEach(node -> series.add(series(node)));
        return new ExpectedSet(root.get("dataset").asText(), List.copyOf(series));
    }

    /** The reference that all series share, as a file would hold it. */
    public Reference reference() {
        Map<String, Map<String, Histogram>> histograms = new TreeMap<>();
        series.forEach(one -> histograms
                .computeIfAbsent(one.segment(), segment -> new TreeMap<>())
                .put(one.name(), one.reference()));
        return Reference.of("the exact answers of " + name, histograms);
    }

    private static Series series(JsonNode node) {
        Binning binning = binning(node);
        JsonNode reference = node.get("reference");
        List<Window> windows = new ArrayList<>();
        node.get("windows").forEach(window -> windows.add(window(binning, window)));
        boolean isKeyed = node.hasNonNull("key");
        return new Series(
                isKeyed ? node.get("field").asText() : node.get("name").asText(),
                isKeyed ? node.get("key").get("series").asText() : Reference.WHOLE,
                node.get("field").asText(),
                histogram(binning, reference),
                Duration.ofMillis(node.get("window_ms").asLong()),
                Instant.ofEpochMilli(reference.get("from_ms").asLong()),
                Instant.ofEpochMilli(reference.get("to_ms").asLong()),
                List.copyOf(windows));
    }

    private static Binning binning(JsonNode node) {
        if (node.get("kind").asText().equals("numeric")) {
            List<Double> cuts = new ArrayList<>();
            node.get("cuts").forEach(cut -> cuts.add(cut.asDouble()));
            return NumberBinning.ofEdges(
                    cuts.stream().mapToDouble(Double::doubleValue).toArray());
        }
        List<String> categories = new ArrayList<>();
        node.get("categories").forEach(category -> categories.add(category.asText()));
        if (categories.equals(List.of("false", "true"))) {
            return new BooleanBinning();
        }
        return node.get("other").asBoolean() ? CategoryBinning.of(categories) : CategoryBinning.closed(categories);
    }

    private static Histogram histogram(Binning binning, JsonNode node) {
        long[] counts = new long[binning.bins()];
        for (int bin = 0; bin < binning.valueBins(); bin++) {
            counts[bin] = node.get("counts").get(bin).asLong();
        }
        counts[binning.binOf(UnusableBin.MISSING)] = node.get("nulls").asLong();
        return Histogram.of(binning, counts);
    }

    private static Window window(Binning binning, JsonNode node) {
        Map<String, Double> divergences = new HashMap<>();
        node.get("kl")
                .properties()
                .forEach(entry -> divergences.put(
                        entry.getKey(),
                        entry.getValue().isNull()
                                ? Double.POSITIVE_INFINITY
                                : entry.getValue().asDouble()));
        return new Window(
                Instant.ofEpochMilli(node.get("start_ms").asLong()),
                node.get("rows").asLong(),
                histogram(binning, node),
                divergences);
    }
}

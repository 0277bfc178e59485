package io.kullback.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kullback.histogram.Binning;
import io.kullback.histogram.BooleanBinning;
import io.kullback.histogram.CategoryBinning;
import io.kullback.histogram.NumberBinning;
import io.kullback.histogram.PosteriorBinning;
import io.kullback.histogram.VectorBinning;
import io.kullback.ingest.ReferenceJson.ReferenceFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bins as JSON, within a reference. */
final class BinningJson {

    private static final String STANDARD_NORMAL = "standard-normal";

    private BinningJson() {}

    static void write(Binning binning, ObjectNode node) {
        switch (binning.type()) {
            case NUMBER -> {
                node.put("type", "number");
                edges((NumberBinning) binning, node);
            }
            case CATEGORY -> {
                CategoryBinning categories = (CategoryBinning) binning;
                node.put("type", "category");
                ArrayNode names = node.putArray("categories");
                categories.categories().forEach(names::add);
                node.put("other", !categories.isClosed());
            }
            case BOOLEAN -> node.put("type", "boolean");
            case VECTOR -> {
                VectorBinning vector = (VectorBinning) binning;
                node.put("type", "vector");
                node.put("dimension", vector.dimension());
                if (vector.isAgainstStandardNormal()) {
                    node.put("reference", STANDARD_NORMAL);
                }
            }
            case POSTERIOR -> {
                PosteriorBinning posterior = (PosteriorBinning) binning;
                node.put("type", "posterior");
                node.put("dimension", posterior.dimension());
                edges(posterior.divergence(), node);
            }
        }
    }

    private static void edges(NumberBinning numbers, ObjectNode node) {
        ArrayNode edges = node.putArray("edges");
        Arrays.stream(numbers.edges()).forEach(edges::add);
    }

    static Binning read(JsonNode node, String where) {
        try {
            return switch (node.path("type").asText()) {
                case "number" -> edges(node, where);
                case "category" ->
                    node.path("other").asBoolean(true)
                            ? CategoryBinning.of(texts(ReferenceJson.required(node, "categories", where)))
                            : CategoryBinning.closed(texts(ReferenceJson.required(node, "categories", where)));
                case "boolean" -> new BooleanBinning();
                case "vector" ->
                    new VectorBinning(
                            dimension(node, where),
                            node.path("reference").asText().equals(STANDARD_NORMAL));
                case "posterior" -> new PosteriorBinning(dimension(node, where), edges(node, where));
                default ->
                    throw new ReferenceFormatException(where
                            + ": 'type' of the binning must be number, category, boolean, vector or posterior, but is "
                            + node.path("type"));
            };
        } catch (IllegalArgumentException e) {
            throw new ReferenceFormatException(where + ": " + e.getMessage());
        }
    }

    private static int dimension(JsonNode node, String where) {
        return ReferenceJson.required(node, "dimension", where).asInt();
    }

    private static NumberBinning edges(JsonNode node, String where) {
        return NumberBinning.ofEdges(numbers(ReferenceJson.required(node, "edges", where), where));
    }

    static double[] numbers(JsonNode array, String where) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!array.get(i).isNumber()) {
                throw new ReferenceFormatException(where + ": a number is expected, but there is " + array.get(i));
            }
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}

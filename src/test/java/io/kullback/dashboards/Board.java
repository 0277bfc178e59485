package io.kullback.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A Grafana board as its file has it. */
public record Board(JsonNode json) {

    /** Where the boards and what provisions them stand. */
    public static final Path FOLDER = Path.of("dashboards");

    /** The boards that there are, in the order in which people go through them. */
    public static final List<String> NAMES = List.of("overview", "monitor", "feature", "pipeline");

    /** A link of a panel, and where it stands. */
    record Link(String place, String title, String url) {}

    /** All boards. */
    public static List<Board> all() {
        return NAMES.stream().map(Board::named).toList();
    }

    static Board named(String name) {
        try {
            return new Board(
                    new ObjectMapper().readTree(FOLDER.resolve(name + ".json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uid() {
        return json.path("uid").asText();
    }

    /** Everything on the board's grid, the headings of rows included. */
    List<JsonNode> gridItems() {
        return elements(json.path("panels"));
    }

    /** The panels that show something. */
    List<JsonNode> panels() {
        return gridItems().stream()
                .filter(item -> !item.path("type").asText().equals("row"))
                .toList();
    }

    /** The variables, by name, in their order. */
    public Map<String, JsonNode> variables() {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        json.at("/templating/list")
                .forEach(variable -> variables.put(variable.path("name").asText(), variable));
        return variables;
    }

    List<JsonNode> annotations() {
        return elements(json.at("/annotations/list"));
    }

    /** Every question that the board asks Prometheus: of its panels, its annotations and its variables. */
    public List<Expression> expressions() {
        List<Expression> expressions = new ArrayList<>();
        panels().forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.add(new Expression(
                        uid(),
                        "panel '" + panel.path("title").asText() + "' "
                                + target.path("refId").asText(),
                        target.path("expr").asText()))));
        annotations()
                .forEach(annotation -> expressions.add(new Expression(
                        uid(),
                        "annotation '" + annotation.path("name").asText() + "'",
                        annotation.path("expr").asText())));
        variables()
                .values()
                .forEach(variable -> VariableQuery.of(variable)
                        .ifPresent(query -> expressions.add(new Expression(
                                uid(), "variable '" + variable.path("name").asText() + "'", query.expression()))));
        return expressions;
    }

    /** The links that lead from what a panel shows. */
    List<Link> dataLinks() {
        List<Link> links = new ArrayList<>();
        for (JsonNode panel : panels()) {
            String place = uid() + " panel '" + panel.path("title").asText() + "'";
            Stream<JsonNode> ofColumns = elements(panel.at("/fieldConfig/overrides")).stream()
                    .flatMap(override -> elements(override.path("properties")).stream())
                    .filter(property -> property.path("id").asText().equals("links"))
                    .map(property -> property.path("value"));
            Stream.concat(Stream.of(panel.at("/fieldConfig/defaults/links")), ofColumns)
                    .flatMap(list -> elements(list).stream())
                    .forEach(link -> links.add(new Link(
                            place, link.path("title").asText(), link.path("url").asText())));
        }
        return links;
    }

    static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** What {@code label_values} of a variable asks for. */
    public record VariableQuery(String expression, String label) {

        /** The query of a variable, if it is asked of Prometheus. */
        public static Optional<VariableQuery> of(JsonNode variable) {
            String query = variable.path("query").asText();
            if (!variable.path("type").asText().equals("query")) {
                return Optional.empty();
            }
            int comma = query.lastIndexOf(", ");
            if (!query.startsWith("label_values(") || !query.endsWith(")") || comma < 0) {
                throw new IllegalArgumentException(
                        "a query variable must be label_values(series, label), but got " + query);
            }
            return Optional.of(new VariableQuery(
                    query.substring("label_values(".length(), comma), query.substring(comma + 2, query.length() - 1)));
        }
    }
}

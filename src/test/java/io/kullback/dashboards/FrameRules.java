package io.kullback.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules about what surrounds the panels: identity, variables, annotations. */
final class FrameRules {

    private static final String DATASOURCE = "${datasource}";
    private static final Set<String> UIDS =
            Board.NAMES.stream().map(name -> "kullback-" + name).collect(Collectors.toSet());
    private static final int LONGEST_UID = 40;
    private static final int ON_TIME_CHANGE = 2;
    private static final int ALPHABETICAL = 1;

    private static final List<String> ALL_VARIABLES =
            List.of("datasource", "job", "instance", "monitor", "feature", "segment", "page");
    private static final Map<String, List<String>> VARIABLES = Map.of(
            "kullback-overview",
            ALL_VARIABLES,
            "kullback-monitor",
            ALL_VARIABLES,
            "kullback-feature",
            List.of("datasource", "job", "instance", "monitor", "feature", "segment", "page", "window"),
            // Records, partitions and processors have no feature.
            "kullback-pipeline",
            List.of("datasource", "job", "instance", "monitor"));

    /** One distribution is shown at a time, so one monitor, feature and segment is chosen; the window follows from them. */
    private static final Map<String, Set<String>> SINGLE =
            Map.of("kullback-feature", Set.of("monitor", "feature", "segment", "window"));

    private FrameRules() {}

    static List<String> datasource(Board board) {
        List<String> problems = new ArrayList<>();
        board.json().findValues("datasource").stream()
                .filter(source -> !source.path("uid").asText().equals(DATASOURCE)
                        || !source.path("type").asText().equals("prometheus"))
                .forEach(source -> problems.add("a data source is " + source + ", not " + DATASOURCE));
        board.panels().stream()
                .filter(panel -> !panel.has("datasource"))
                .forEach(panel -> problems.add("panel " + panel.path("title") + " has no data source"));
        JsonNode variable = board.variables().get("datasource");
        if (variable == null
                || !variable.path("type").asText().equals("datasource")
                || !variable.path("query").asText().equals("prometheus")) {
            problems.add("there is no variable for the data source");
        }
        return problems;
    }

    static List<String> variables(Board board) {
        List<String> problems = new ArrayList<>();
        List<String> names = List.copyOf(board.variables().keySet());
        if (!names.equals(VARIABLES.getOrDefault(board.uid(), ALL_VARIABLES))) {
            problems.add("variables are " + names);
        }
        Set<String> single = SINGLE.getOrDefault(board.uid(), Set.of());
        board.variables().forEach((name, variable) -> {
            if (variable.path("label").asText().isEmpty()
                    || variable.path("description").asText().isEmpty()) {
                problems.add("variable " + name + " has no label or description");
            }
            if (!variable.path("type").asText().equals("query")) {
                return;
            }
            boolean isMulti = variable.path("multi").asBoolean()
                    && variable.path("includeAll").asBoolean();
            if (isMulti == single.contains(name)) {
                problems.add(
                        "variable " + name + (isMulti ? " offers more than one" : " does not offer several and All"));
            }
            if (variable.path("refresh").asInt() != ON_TIME_CHANGE
                    || variable.path("sort").asInt() != ALPHABETICAL) {
                problems.add("variable " + name + " is not asked for anew, in order, when the time changes");
            }
        });
        return problems;
    }

    static List<String> uid(Board board) {
        List<String> problems = new ArrayList<>();
        if (!UIDS.contains(board.uid()) || board.uid().length() > LONGEST_UID) {
            problems.add("uid '" + board.uid() + "' is not one of " + UIDS);
        }
        if (board.json().has("id")) {
            problems.add("a board has an id of Grafana's own");
        }
        List<String> tags = Board.elements(board.json().path("tags")).stream()
                .map(JsonNode::asText)
                .toList();
        if (!tags.contains("kullback") || tags.stream().noneMatch(tag -> tag.matches("kullback-boards-\\d+"))) {
            problems.add("tags are " + tags + ", without kullback and the version kullback-boards-N");
        }
        return problems;
    }

    static List<String> uneditable(Board board) {
        return board.json().path("editable").asBoolean(true) ? List.of("the board can be edited") : List.of();
    }

    static List<String> annotations(Board board) {
        List<String> problems = new ArrayList<>();
        Map<String, String> expressions = board.annotations().stream()
                .collect(Collectors.toMap(
                        annotation -> annotation.path("name").asText(),
                        annotation -> annotation.path("enable").asBoolean()
                                ? annotation.path("expr").asText()
                                : ""));
        Map.of(
                        "Alerts", "ALERTS{alertname=~\"Kullback.*\", alertstate=\"firing\"",
                        "References", "kullback_reference_loaded_timestamp_seconds{",
                        "Starts", "process_start_time_seconds{")
                .forEach((name, expression) -> {
                    if (!expressions.getOrDefault(name, "").contains(expression)) {
                        problems.add("annotation " + name + " is not made from " + expression + "…");
                    }
                });
        return problems;
    }
}

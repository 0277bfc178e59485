package io.kullback.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules about panels, one by one and on their grid. */
final class PanelRules {

    private static final int GRID_WIDTH = 24;
    private static final int FIGURES = 8;
    private static final int SHORTEST_DESCRIPTION = 20;
    /** Boards that show the score of a feature over time. */
    private static final Set<String> WITH_DRIFT_PLOT = Set.of("kullback-monitor", "kullback-feature");

    private PanelRules() {}

    static List<String> completeness(Board board) {
        List<String> problems = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode item : board.gridItems()) {
            String title = item.path("title").asText();
            if (title.isEmpty() || !ids.add(item.path("id").asInt())) {
                problems.add("panel " + item.path("id") + " '" + title + "' has no title, or an id that another has");
            }
        }
        for (JsonNode panel : board.panels()) {
            String name = "panel '" + panel.path("title").asText() + "' ";
            if (panel.path("description").asText().length() < SHORTEST_DESCRIPTION
                    || !panel.path("description").asText().endsWith(".")) {
                problems.add(name + "has no description");
            }
            if (panel.at("/fieldConfig/defaults/unit").asText().isEmpty()) {
                problems.add(name + "has no unit");
            }
            if (panel.path("targets").isEmpty()) {
                problems.add(name + "asks nothing");
            }
            Set<String> refs = new HashSet<>();
            panel.path("targets").forEach(target -> {
                if (target.path("expr").asText().isEmpty()
                        || !refs.add(target.path("refId").asText())) {
                    problems.add(name + "has a question without text, or two of one name");
                }
            });
        }
        return problems;
    }

    static List<String> grid(Board board) {
        List<String> problems = new ArrayList<>();
        Map<Integer, String[]> lines = new HashMap<>();
        for (JsonNode item : board.gridItems()) {
            JsonNode at = item.path("gridPos");
            String title = item.path("title").asText();
            int right = at.path("x").asInt() + at.path("w").asInt();
            if (right > GRID_WIDTH) {
                problems.add("panel '" + title + "' ends at column " + right);
                continue;
            }
            for (int y = at.path("y").asInt();
                    y < at.path("y").asInt() + at.path("h").asInt();
                    y++) {
                String[] line = lines.computeIfAbsent(y, key -> new String[GRID_WIDTH]);
                for (int x = at.path("x").asInt(); x < right; x++) {
                    if (line[x] != null) {
                        problems.add("panels '" + line[x] + "' and '" + title + "' overlap at line " + y);
                    }
                    line[x] = title;
                }
            }
        }
        for (int y = 0; y < lines.size(); y++) {
            String[] line = lines.getOrDefault(y, new String[GRID_WIDTH]);
            for (int x = 0; x < GRID_WIDTH; x++) {
                if (line[x] == null) {
                    problems.add("nothing stands at line " + y + ", column " + x);
                }
            }
        }
        return problems;
    }

    static List<String> topRow(Board board) {
        long figures = board.gridItems().stream()
                .limit(FIGURES)
                .filter(panel -> panel.path("type").asText().equals("stat")
                        && panel.at("/gridPos/y").asInt() == 0
                        && panel.at("/gridPos/w").asInt() == GRID_WIDTH / FIGURES)
                .count();
        return figures == FIGURES ? List.of() : List.of("the first row has " + figures + " figures");
    }

    static List<String> driftPlot(Board board) {
        if (!WITH_DRIFT_PLOT.contains(board.uid())) {
            return List.of();
        }
        Optional<JsonNode> plot = board.panels().stream()
                .filter(panel -> panel.path("type").asText().equals("timeseries"))
                .filter(panel -> List.of(
                                "kullback_divergence_nats{",
                                "kullback_divergence_threshold_nats{",
                                "kullback_divergence_noise_nats{")
                        .stream()
                        .allMatch(metric -> panel.path("targets").toString().contains(metric)))
                .findFirst();
        if (plot.isEmpty()) {
            return List.of("no plot shows score, threshold and noise floor together");
        }
        List<String> problems = new ArrayList<>();
        if (!plot.get()
                .at("/fieldConfig/defaults/custom/scaleDistribution/type")
                .asText()
                .equals("log")) {
            problems.add("the score has no log scale");
        }
        int below = plot.get().at("/gridPos/y").asInt()
                + plot.get().at("/gridPos/h").asInt();
        if (board.panels().stream()
                .noneMatch(panel -> panel.path("type").asText().equals("state-timeline")
                        && panel.at("/gridPos/y").asInt() == below)) {
            problems.add("no timeline of the state stands below the score");
        }
        return problems;
    }
}

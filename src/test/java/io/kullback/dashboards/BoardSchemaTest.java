package io.kullback.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.kullback.testing.Requirement;
import io.kullback.testing.SharedFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The boards are what Grafana's own JSON schemas ask for. */
class BoardSchemaTest {

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

    /** Definition, in the schema of a kind of panel, of what its fields may be configured with; kinds without one have nothing of their own. */
    private static final Map<String, String> FIELD_CONFIGURATION = Map.of(
            "timeseries", "GraphFieldConfig",
            "table", "TableFieldOptions",
            "barchart", "FieldConfig",
            "heatmap", "FieldConfig",
            "state-timeline", "FieldConfig");

    @BeforeEach
    void schemasAreThere() {
        Requirement.SHARED.orSkip();
    }

    private static List<String> problems(String schema, String definition, JsonNode json) {
        ObjectNode root = (ObjectNode) SharedFolder.json("schemas/grafana/" + schema + ".jsonschema.json");
        if (schema.equals("dashboard")) {
            // The schema is made from types, and says 'object' where Grafana's own say 'any'.
            ((ObjectNode) root.at("/definitions/MatcherConfig/properties/options")).removeAll();
            ((ObjectNode) root.at("/definitions/DynamicConfigValue/properties/value")).removeAll();
        }
        root.put("$ref", "#/definitions/" + definition);
        JsonSchema compiled = FACTORY.getSchema(root);
        return compiled.validate(json).stream()
                .map(message -> schema + "/" + definition + " " + message.getMessage())
                .toList();
    }

    private static List<String> problems(Board board) {
        List<String> problems = new ArrayList<>();
        ObjectNode frame = board.json().deepCopy();
        frame.putArray("panels");
        problems.addAll(problems("dashboard", "Dashboard", frame));
        board.gridItems().stream()
                .filter(item -> item.path("type").asText().equals("row"))
                .forEach(row -> problems.addAll(problems("dashboard", "RowPanel", row)));
        for (JsonNode panel : board.panels()) {
            String type = panel.path("type").asText();
            String schema = type.replace("-", "");
            problems.addAll(problems("dashboard", "Panel", panel));
            problems.addAll(problems(schema, "Options", panel.path("options")));
            if (FIELD_CONFIGURATION.containsKey(type)) {
                problems.addAll(
                        problems(schema, FIELD_CONFIGURATION.get(type), panel.at("/fieldConfig/defaults/custom")));
            }
            panel.path("targets").forEach(target -> problems.addAll(problems("prometheus", "Dataquery", target)));
        }
        return problems;
    }

    @ParameterizedTest
    @FieldSource("io.kullback.dashboards.Board#NAMES")
    void aBoardIsWhatGrafanaAsksFor(String name) {
        assertThat(problems(Board.named(name))).isEmpty();
    }

    @Test
    void whatGrafanaDoesNotKnowIsSeenInEveryPartOfABoard() {
        Board good = Board.named("overview");
        ObjectNode root = good.json().deepCopy();
        root.put("schemaVersion", "new");
        assertThat(problems(new Board(root))).anyMatch(problem -> problem.contains("schemaVersion"));

        ObjectNode bad = good.json().deepCopy();
        ObjectNode panel = (ObjectNode) bad.at("/panels/0");
        panel.put("heading", "Firing");
        ((ObjectNode) panel.path("options")).put("graphMode", "pie");
        ((ObjectNode) panel.at("/targets/0")).put("format", "xml");
        ((ObjectNode) bad.at("/panels/8/fieldConfig/defaults/custom")).put("align", "middle");
        assertThat(problems(new Board(bad)))
                .anyMatch(problem -> problem.contains("dashboard/Panel") && problem.contains("heading"))
                .anyMatch(problem -> problem.contains("stat/Options") && problem.contains("graphMode"))
                .anyMatch(problem -> problem.contains("prometheus/Dataquery") && problem.contains("format"))
                .anyMatch(problem -> problem.contains("table/TableFieldOptions") && problem.contains("align"));
    }
}

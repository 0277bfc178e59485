package io.kullback.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A good board made bad in one place, and the rule that must see it.
 *
 * @param board name of the board's file
 * @param good text of the file, without white space between tokens
 * @param bad what stands there instead, at its first place
 * @param problem part of what the rule must say
 */
record PlantedFault(BoardRule rule, String board, String good, String bad, String problem) {

    static final List<PlantedFault> ALL = List.of(
            new PlantedFault(
                    BoardRule.DATASOURCE_IS_A_VARIABLE,
                    "overview",
                    "\"uid\":\"${datasource}\"",
                    "\"uid\":\"PBFA97CFB590B2093\"",
                    "a data source is"),
            new PlantedFault(
                    BoardRule.DATASOURCE_IS_A_VARIABLE,
                    "pipeline",
                    "\"name\":\"datasource\"",
                    "\"name\":\"source\"",
                    "no variable for the data source"),
            new PlantedFault(
                    BoardRule.VARIABLES_LEAD_FROM_JOB_TO_FEATURE,
                    "monitor",
                    "\"name\":\"feature\"",
                    "\"name\":\"column\"",
                    "variables are [datasource, job, instance, monitor, column"),
            new PlantedFault(
                    BoardRule.VARIABLES_LEAD_FROM_JOB_TO_FEATURE,
                    "monitor",
                    "\"includeAll\":true",
                    "\"includeAll\":false",
                    "variable job does not offer several and All"),
            new PlantedFault(
                    BoardRule.VARIABLES_LEAD_FROM_JOB_TO_FEATURE,
                    "pipeline",
                    "\"refresh\":2",
                    "\"refresh\":1",
                    "not asked for anew"),
            new PlantedFault(
                    BoardRule.UID_IS_FIXED_AND_READABLE,
                    "monitor",
                    "\"uid\":\"kullback-monitor\"",
                    "\"uid\":\"fdq3k2x9\"",
                    "uid 'fdq3k2x9'"),
            new PlantedFault(
                    BoardRule.UID_IS_FIXED_AND_READABLE,
                    "monitor",
                    ",\"kullback-boards-1\"",
                    "",
                    "without kullback and the version"),
            new PlantedFault(
                    BoardRule.BOARD_IS_NOT_EDITABLE,
                    "feature",
                    "\"editable\":false",
                    "\"editable\":true",
                    "can be edited"),
            new PlantedFault(
                    BoardRule.BOARDS_ARE_LINKED_AND_KEEP_CHOICE_AND_TIME,
                    "overview",
                    "\"keepTime\":true",
                    "\"keepTime\":false",
                    "keeps variables and time"),
            new PlantedFault(
                    BoardRule.DATA_LINKS_NAME_VARIABLES_OF_THEIR_TARGET,
                    "overview",
                    "&var-feature=",
                    "&var-column=",
                    "sets variable column, which its target lacks"),
            new PlantedFault(
                    BoardRule.DATA_LINKS_NAME_VARIABLES_OF_THEIR_TARGET,
                    "overview",
                    "&${__url_time_range}",
                    "",
                    "forgets the data source, job, instance, monitor or time"),
            new PlantedFault(
                    BoardRule.DATA_LINKS_NAME_VARIABLES_OF_THEIR_TARGET,
                    "monitor",
                    "/d/kullback-feature?",
                    "/d/kullback-features?",
                    "leads to no board"),
            new PlantedFault(
                    BoardRule.DATA_LINKS_NAME_VARIABLES_OF_THEIR_TARGET,
                    "feature",
                    "\"name\":\"page\"",
                    "\"name\":\"site\"",
                    "needs the variable page"),
            new PlantedFault(
                    BoardRule.ANNOTATIONS_TELL_OF_ALERTS_REFERENCES_AND_STARTS,
                    "pipeline",
                    "\"name\":\"Alerts\",\"enable\":true",
                    "\"name\":\"Alerts\",\"enable\":false",
                    "annotation Alerts"),
            new PlantedFault(
                    BoardRule.QUERIES_MATCH_JOB_AND_INSTANCE,
                    "pipeline",
                    "sum(up{job=~\\\"$job\\\", instance=~\\\"$instance\\\"})",
                    "sum(up{job=~\\\"$job\\\"})",
                    "up is not of the chosen job and instance"),
            new PlantedFault(
                    BoardRule.COUNTERS_ARE_READ_AS_RATES,
                    "overview",
                    "sum(rate(kullback_records_total",
                    "sum(max_over_time(kullback_records_total",
                    "kullback_records_total is not read as a rate"),
            new PlantedFault(
                    BoardRule.COUNTERS_ARE_READ_AS_RATES,
                    "overview",
                    "[$__rate_interval]",
                    "[5m]",
                    "is not read as a rate"),
            new PlantedFault(
                    BoardRule.METRICS_EXIST,
                    "monitor",
                    "(kullback_window_records{",
                    "(kullback_windows_records{",
                    "kullback_windows_records is no metric of Kullback"),
            new PlantedFault(
                    BoardRule.METRICS_EXIST,
                    "pipeline",
                    "jvm_memory_used_bytes",
                    "jvm_memory_bytes_used",
                    "jvm_memory_bytes_used is no metric"),
            new PlantedFault(
                    BoardRule.PANELS_SAY_WHAT_THEY_SHOW,
                    "monitor",
                    "\"description\":\"Series whose alert is on.\"",
                    "\"description\":\"\"",
                    "has no description"),
            new PlantedFault(
                    BoardRule.PANELS_SAY_WHAT_THEY_SHOW, "monitor", "\"unit\":\"sci\"", "\"unit\":\"\"", "has no unit"),
            new PlantedFault(
                    BoardRule.PANELS_SAY_WHAT_THEY_SHOW,
                    "overview",
                    "\"title\":\"Firing\"",
                    "\"title\":\"\"",
                    "has no title"),
            new PlantedFault(
                    BoardRule.PANELS_SAY_WHAT_THEY_SHOW, "overview", "\"targets\":", "\"questions\":", "asks nothing"),
            new PlantedFault(
                    BoardRule.PANELS_FILL_THE_GRID_WITHOUT_OVERLAP,
                    "overview",
                    "\"h\":4,\"w\":3,\"x\":3",
                    "\"h\":4,\"w\":3,\"x\":2",
                    "overlap at line 0"),
            new PlantedFault(
                    BoardRule.PANELS_FILL_THE_GRID_WITHOUT_OVERLAP,
                    "feature",
                    "\"w\":8,",
                    "\"w\":7,",
                    "nothing stands at line"),
            new PlantedFault(
                    BoardRule.PANELS_FILL_THE_GRID_WITHOUT_OVERLAP,
                    "feature",
                    "\"w\":8,",
                    "\"w\":9,",
                    "ends at column 25"),
            new PlantedFault(
                    BoardRule.TOP_ROW_IS_EIGHT_FIGURES,
                    "pipeline",
                    "\"type\":\"stat\"",
                    "\"type\":\"gauge\"",
                    "has 7 figures"),
            new PlantedFault(
                    BoardRule.SCORE_STANDS_WITH_NOISE_AND_THRESHOLD_ABOVE_ITS_STATE,
                    "feature",
                    "{\"type\":\"log\",\"log\":10}",
                    "{\"type\":\"linear\"}",
                    "no log scale"),
            new PlantedFault(
                    BoardRule.SCORE_STANDS_WITH_NOISE_AND_THRESHOLD_ABOVE_ITS_STATE,
                    "monitor",
                    "\"expr\":\"min by (monitor, feature) (kullback_divergence_threshold_nats{",
                    "\"expr\":\"min by (monitor, feature) (kullback_divergence_nats{",
                    "no plot shows score, threshold and noise floor together"),
            new PlantedFault(
                    BoardRule.SCORE_STANDS_WITH_NOISE_AND_THRESHOLD_ABOVE_ITS_STATE,
                    "monitor",
                    "\"type\":\"state-timeline\"",
                    "\"type\":\"table\"",
                    "no timeline of the state"));

    /** The bad board. */
    Board planted() {
        String text = Board.named(board).json().toString();
        assertThat(text).as("what the fault is planted into").contains(good);
        int at = text.indexOf(good);
        try {
            return new Board(
                    new ObjectMapper().readTree(text.substring(0, at) + bad + text.substring(at + good.length())));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return rule + " in " + board + ": " + problem;
    }
}

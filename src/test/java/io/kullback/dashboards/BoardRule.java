package io.kullback.dashboards;

import java.util.List;
import java.util.function.Function;

/** What holds of every board. */
enum BoardRule {
    DATASOURCE_IS_A_VARIABLE(FrameRules::datasource),
    VARIABLES_LEAD_FROM_JOB_TO_FEATURE(FrameRules::variables),
    UID_IS_FIXED_AND_READABLE(FrameRules::uid),
    BOARD_IS_NOT_EDITABLE(FrameRules::uneditable),
    BOARDS_ARE_LINKED_AND_KEEP_CHOICE_AND_TIME(LinkRules::dropdown),
    DATA_LINKS_NAME_VARIABLES_OF_THEIR_TARGET(LinkRules::dataLinks),
    ANNOTATIONS_TELL_OF_ALERTS_REFERENCES_AND_STARTS(FrameRules::annotations),
    QUERIES_MATCH_JOB_AND_INSTANCE(QueryRules::identity),
    COUNTERS_ARE_READ_AS_RATES(QueryRules::rates),
    METRICS_EXIST(QueryRules::metrics),
    PANELS_SAY_WHAT_THEY_SHOW(PanelRules::completeness),
    PANELS_FILL_THE_GRID_WITHOUT_OVERLAP(PanelRules::grid),
    TOP_ROW_IS_EIGHT_FIGURES(PanelRules::topRow),
    SCORE_STANDS_WITH_NOISE_AND_THRESHOLD_ABOVE_ITS_STATE(PanelRules::driftPlot);

    private final Function<Board, List<String>> check;

    BoardRule(Function<Board, List<String>> check) {
        this.check = check;
    }

    /** What is wrong with a board; empty if nothing is. */
    List<String> problems(Board board) {
        return check.apply(board);
    }
}

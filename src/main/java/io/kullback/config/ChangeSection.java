package io.kullback.config;

import io.kullback.detection.ChangeRule;
import io.kullback.detection.NullModel;
import io.kullback.detection.change.Season;
import java.util.Map;
import java.util.Optional;

/** Reads how a series is watched for change. */
final class ChangeSection {

    private static final Map<String, Season> SEASONS =
            Map.of("none", Season.NONE, "daily", Season.DAILY, "weekly", Season.WEEKLY);
    private static final Map<String, NullModel> NULL_MODELS =
            Map.of("whitened", NullModel.WHITENED, "iid", NullModel.IID);

    private ChangeSection() {}

    /**
     * What an {@code alert} says of it. A plain {@code null} is a key like any other here: keys are read as they are written.
     *
     * @param standard what holds where it says nothing
     * @return empty if it is wrong, which has been noted
     */
    static Optional<ChangeRule> rule(Section alert, ChangeRule standard) {
        int baseline = alert.count("baseline", standard.baseline());
        Season season = alert.choice("season", SEASONS, standard.season());
        NullModel nullModel = alert.choice("null", NULL_MODELS, standard.nullModel());
        return alert.parsed(
                ProblemCode.OUT_OF_RANGE,
                "baseline",
                () -> new ChangeRule(baseline, season, nullModel),
                "100 windows are usual; 2000 make the rule keep its budget to the letter.");
    }
}

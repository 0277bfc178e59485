package io.kullback.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kullback.detection.MonitorProgress;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What always holds of the records of a monitor: {@code records = counted + rejected + late + future}, and for each feature {@code counted = binned + unusable}.
 */
public final class Identities {

    private static final Pattern SAMPLE = Pattern.compile("(kullback_[a-z_]+_total)\\{([^}]*)} ([0-9.E]+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private Identities() {}

    /** Asserts them of what a monitor says of itself. */
    public static void assertHold(MonitorProgress progress) {
        long rejected =
                progress.rejected().values().stream().mapToLong(Long::longValue).sum();
        assertThat(progress.records())
                .as(
                        "records of %s: counted %d, rejected %s, late %d, future %d",
                        progress.monitor(), progress.counted(), progress.rejected(), progress.late(), progress.future())
                .isEqualTo(progress.counted() + rejected + progress.late() + progress.future());
        progress.unusable()
                .forEach((feature, kinds) -> assertThat(kinds.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .as("unusable %s of %s", feature, progress.monitor())
                        .isBetween(0L, progress.counted()));
    }

    /** Asserts them of the text of a metrics page, for each monitor on it; there must be one. */
    public static void assertHoldOnPage(String metrics) {
        Map<String, Long> records = new TreeMap<>();
        Map<String, Long> parts = new TreeMap<>();
        Map<String, Long> counted = new TreeMap<>();
        Map<String, Long> unusable = new TreeMap<>();
        metrics.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            String monitor = label(sample.group(2), "monitor");
            long value = (long) Double.parseDouble(sample.group(3));
            switch (sample.group(1)) {
                case "kullback_records_total" -> records.put(monitor, value);
                case "kullback_records_counted_total" -> {
                    counted.put(monitor, value);
                    parts.merge(monitor, value, Long::sum);
                }
                case "kullback_records_rejected_total",
                        "kullback_records_late_total",
                        "kullback_records_future_total" -> parts.merge(monitor, value, Long::sum);
                case "kullback_feature_unusable_total" ->
                    unusable.merge(monitor + "\n" + label(sample.group(2), "feature"), value, Long::sum);
                default -> {}
            }
        });
        assertThat(records).as("records on\n%s", metrics).isNotEmpty();
        assertThat(parts).as("counted + rejected + late + future").isEqualTo(records);
        unusable.forEach((feature, count) -> assertThat(count)
                .as("unusable %s", feature)
                .isBetween(0L, counted.get(feature.substring(0, feature.indexOf('\n')))));
    }

    private static String label(String labels, String name) {
        Matcher label = LABEL.matcher(labels);
        while (label.find()) {
            if (label.group(1).equals(name)) {
                return label.group(2);
            }
        }
        return "";
    }

    /** Asserts of a result that every record of the window is in one bin of the feature, those of no usable value among them. */
    public static void assertHoldOfResult(JsonNode result) {
        if (!result.has("observed")) {
            return;
        }
        long binned = 0;
        for (JsonNode count : result.get("observed")) {
            binned += count.asLong();
        }
        assertThat(binned)
                .as("records in bins of %s", result)
                .isEqualTo(result.get("records").asLong());
    }
}

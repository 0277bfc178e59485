package io.kullback.config;

/** Reads what the metrics show of a monitor beside what they always show. */
final class MetricsSection {

    private MetricsSection() {}

    /** Whether they show its distributions bin by bin. */
    static boolean showsBins(Section monitor) {
        return monitor.section("metrics")
                .map(section -> {
                    boolean bins = section.flag("bins", false);
                    section.finish();
                    return bins;
                })
                .orElse(false);
    }
}

package io.kullback.exposition;

import java.util.Arrays;
import java.util.List;

/**
 * Every metric of Kullback's own that {@code /metrics} offers: the catalog that the collector, the metrics page and the tests share.
 *
 * <p>Names follow Prometheus' conventions: base units, {@code _total} for counters only. What is not known has no series; no value is ever NaN or infinite.
 */
public enum DriftMetric {
    BUILD_INFO(Type.GAUGE, "kullback_build_info", "Version of the service; always 1.", "version", "java_version"),
    CONFIG_RELOAD_SUCCESSFUL(
            Type.GAUGE,
            "kullback_config_last_reload_successful",
            "Whether the configuration that was read last is in force: 1, also from the start until it is read again, or 0 where it was refused and the one "
                    + "before stays in force."),
    CONFIG_RELOAD_SUCCESS_TIME(
            Type.GAUGE,
            "kullback_config_last_reload_success_timestamp_seconds",
            "When the configuration in force was last read."),
    MONITOR_INFO(
            Type.GAUGE,
            "kullback_monitor_info",
            "What a monitor watches; always 1.",
            "monitor",
            "topic",
            "window",
            "reference",
            "config_hash"),
    DIVERGENCE(
            Type.GAUGE,
            "kullback_divergence_nats",
            "Divergence from the reference of the last closed window with enough events, in nats.",
            "monitor",
            "feature",
            "segment",
            "statistic"),
    DISTANCE(
            Type.GAUGE,
            "kullback_distance_ratio",
            "Distance from the reference of the last closed window with enough events, from 0 to 1.",
            "monitor",
            "feature",
            "segment",
            "statistic"),
    NOISE(
            Type.GAUGE,
            "kullback_divergence_noise_nats",
            "Divergence that the same window would show on average with no drift, in nats.",
            "monitor",
            "feature",
            "segment",
            "statistic"),
    THRESHOLD(
            Type.GAUGE,
            "kullback_divergence_threshold_nats",
            "Divergence above which a difference matters, in nats.",
            "monitor",
            "feature",
            "statistic",
            "severity"),
    P_VALUE(
            Type.GAUGE,
            "kullback_pvalue_ratio",
            "Probability of a difference at least this large with no drift, for the same window; for reading, not for alerts.",
            "monitor",
            "feature",
            "segment",
            "statistic"),
    STATE(
            Type.GAUGE,
            "kullback_drift_state",
            "1 for the state a series is in, 0 for the others; unknown when no newer window has come for three windows, but firing stays firing.",
            "monitor",
            "feature",
            "segment",
            "severity",
            "state"),
    WINDOW_RECORDS(Type.GAUGE, "kullback_window_records", "Records in the last closed window.", "monitor", "segment"),
    MISSING(
            Type.GAUGE,
            "kullback_feature_missing_ratio",
            "Share of the last closed window's records without a value of the feature.",
            "monitor",
            "feature",
            "segment"),
    UNSEEN(
            Type.GAUGE,
            "kullback_feature_unseen_ratio",
            "Share of the last closed window's records in bins that are empty in the reference.",
            "monitor",
            "feature",
            "segment"),
    OUTLIERS(
            Type.GAUGE,
            "kullback_feature_outlier_ratio",
            "Share of the last closed window's records below the first edge or from the last edge on.",
            "monitor",
            "feature",
            "segment"),
    WINDOW_START(
            Type.GAUGE,
            "kullback_window_start_timestamp_seconds",
            "Start of the last closed window, event time.",
            "monitor"),
    WINDOW_END(
            Type.GAUGE,
            "kullback_window_end_timestamp_seconds",
            "End of the last closed window, event time.",
            "monitor"),
    COMPLETENESS(
            Type.GAUGE,
            "kullback_window_completeness_ratio",
            "Share of the source partitions that had been read beyond the window's end when the last one closed here: 1 when none was idle. Absent after a "
                    + "restart until a window closes.",
            "monitor"),
    CLOSE_DELAY(
            Type.HISTOGRAM,
            "kullback_window_close_delay_seconds",
            "Wall clock at a window's first result minus the window's end, its grace included; of old events that are read again, their age.",
            "monitor"),
    WINDOWS_CLOSED(
            Type.COUNTER,
            "kullback_windows_closed_total",
            "Windows closed, or amended by late events.",
            "monitor",
            "cause"),
    RECORDS(Type.COUNTER, "kullback_records_total", "Records seen.", "monitor"),
    COUNTED(Type.COUNTER, "kullback_records_counted_total", "Records counted in a window.", "monitor"),
    REJECTED(
            Type.COUNTER,
            "kullback_records_rejected_total",
            "Records refused as a whole, by reason.",
            "monitor",
            "reason"),
    LATE(Type.COUNTER, "kullback_records_late_total", "Records too old to amend any window.", "monitor"),
    FUTURE(
            Type.COUNTER,
            "kullback_records_future_total",
            "Records dated too far ahead of the clock, or of the slowest partition when no more panes may be held.",
            "monitor"),
    UNUSABLE(
            Type.COUNTER,
            "kullback_feature_unusable_total",
            "Counted records whose field held no usable value, by reason.",
            "monitor",
            "feature",
            "reason"),
    SOURCE_PARTITIONS(
            Type.GAUGE,
            "kullback_source_partitions",
            "Partitions of the monitor's topic, as each instance sees it; 0 while there is no such topic.",
            "monitor"),
    RECORD_LAG(
            Type.HISTOGRAM,
            "kullback_record_lag_seconds",
            "Wall clock minus the highest event time counted so far, observed for each source partition each time that new counts of it are handed on, about "
                    + "twice a second; by the instance that reads the partition. Of events ahead of the clock: 0.",
            "monitor"),
    EVENT_TIME(Type.GAUGE, "kullback_event_timestamp_seconds", "Highest event time counted.", "monitor"),
    WATERMARK(
            Type.GAUGE,
            "kullback_watermark_timestamp_seconds",
            "Event time up to which every live source partition has been read.",
            "monitor"),
    SERIES(
            Type.GAUGE,
            "kullback_series",
            "Series, each a feature in a segment, that are shown here; each has up to twenty samples.",
            "monitor"),
    SERIES_LIMIT(Type.GAUGE, "kullback_series_limit", "Most series that the monitor may have.", "monitor"),
    SERIES_OVERFLOW(
            Type.COUNTER,
            "kullback_series_overflow_total",
            "Records counted in the segment __other__ because no more segments are told apart.",
            "monitor"),
    CATEGORIES_OVERFLOW(
            Type.COUNTER,
            "kullback_categories_overflow_total",
            "Values counted as other because no more categories are told apart while a reference is still to choose them.",
            "monitor"),
    REFERENCE_RECORDS(
            Type.GAUGE,
            "kullback_reference_records",
            "Records in the reference in force.",
            "monitor",
            "feature",
            "segment"),
    REFERENCE_CREATED(
            Type.GAUGE,
            "kullback_reference_created_timestamp_seconds",
            "End of the time that the reference in force was built from, event time; absent where the reference does not say it.",
            "monitor"),
    REFERENCE_LOADED(
            Type.GAUGE,
            "kullback_reference_loaded_timestamp_seconds",
            "Since when this instance compares with the reference in force.",
            "monitor"),
    BIN_RATIO(
            Type.GAUGE,
            "kullback_bin_ratio",
            "Share of a bin in the last closed window with enough events (side current) and in its reference (side reference); the bins of one side add up to 1. "
                    + "Only for monitors with 'metrics: {bins: true}'.",
            "monitor",
            "feature",
            "segment",
            "bin",
            "side"),
    HEARTBEAT(
            Type.GAUGE,
            "kullback_heartbeat_timestamp_seconds",
            "When a task on this instance last had its turn by the clock, which it has every second, with or without records, from its start on. Tasks 0_n "
                    + "count, tasks 1_n merge. It stands still when a thread hangs; brokers that are away do not stop it.",
            "task"),
    TASK_STATE(
            Type.GAUGE,
            "kullback_task_state",
            "1 for the state that the pipeline of this instance is in, 0 for the others; created while the brokers are waited for at the start.",
            "state"),
    REBALANCES(
            Type.COUNTER,
            "kullback_rebalances_total",
            "Times that this instance began to take or give up partitions, that of its start included."),
    RESTORE_REMAINING(
            Type.GAUGE,
            "kullback_restore_remaining_records",
            "Records of changelogs that are still to be read before the state is complete, at most: places without a record are among them."),
    THREAD_FAILURES(
            Type.COUNTER,
            "kullback_stream_thread_failures_total",
            "Failures of stream threads, each of which was replaced; it should stand still."),
    LOG_MESSAGES(
            Type.COUNTER,
            "kullback_log_messages_total",
            "Warnings and errors since the start of the service, those that the log leaves out as repetitions included.",
            "level"),
    NOTIFICATIONS(
            Type.COUNTER,
            "kullback_notifications_total",
            "Requests to a destination of alerts, of those under 'notify' in the configuration.",
            "destination"),
    NOTIFICATIONS_FAILED(
            Type.COUNTER,
            "kullback_notifications_failed_total",
            "Those of them that were not answered with success.",
            "destination"),
    NOTIFICATIONS_QUEUE(
            Type.GAUGE,
            "kullback_notifications_queue_length",
            "Steps of alerts, or for an Alertmanager alerts, that the destination does not know yet.",
            "destination");

    /** Kinds of metrics. */
    public enum Type {
        GAUGE,
        COUNTER,
        /** With classic buckets and, in protobuf, native ones. */
        HISTOGRAM
    }

    private final Type type;
    private final String fullName;
    private final String help;
    private final List<String> labels;

    DriftMetric(Type type, String fullName, String help, String... labels) {
        this.type = type;
        this.fullName = fullName;
        this.help = help;
        this.labels = List.copyOf(Arrays.asList(labels));
    }

    public Type type() {
        return type;
    }

    /** Name as it stands on {@code /metrics}. */
    public String fullName() {
        return fullName;
    }

    public String help() {
        return help;
    }

    /** Names of its labels. A series without segments has no label {@code segment}. */
    public List<String> labels() {
        return labels;
    }
}

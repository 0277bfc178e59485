package io.kullback.app;

import io.kullback.config.DurationText;
import io.kullback.config.Settings;
import io.kullback.detection.MonitorListener;
import io.kullback.exposition.Board;
import io.kullback.exposition.BuildInfo;
import io.kullback.exposition.FeatureDescription;
import io.kullback.exposition.Health;
import io.kullback.exposition.Metrics;
import io.kullback.exposition.MonitorDescription;
import io.kullback.exposition.PipelineState;
import io.kullback.exposition.PipelineStatus;
import io.kullback.exposition.StatusServer;
import io.kullback.exposition.Surroundings;
import io.kullback.exposition.Whereabouts;
import io.kullback.histogram.WindowPlan;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.Pipeline;
import io.kullback.stream.ReferenceSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** The whole service: wires the rooms together, starts them, and ends them in reverse order. */
public final class Service implements AutoCloseable {

    private final Metrics metrics;
    private final StatusServer http;
    private final Pipeline pipeline;
    private final KafkaMeters kafkaMeters;
    private final LogCounts logCounts;
    private final Notifications notifications;

    private Service(
            Metrics metrics,
            StatusServer http,
            Pipeline pipeline,
            KafkaMeters kafkaMeters,
            LogCounts logCounts,
            Notifications notifications) {
        this.metrics = metrics;
        this.http = http;
        this.pipeline = pipeline;
        this.kafkaMeters = kafkaMeters;
        this.notifications = notifications;
        this.logCounts = logCounts;
    }

    /**
     * Starts everything; returns before partitions are assigned.
     *
     * @param listeners told of results beside the board
     * @param stateDirectory where the instance keeps its name
     */
    public static Service start(Settings settings, List<MonitorListener> listeners, Path stateDirectory) {
        Board board = new Board(settings.stream().monitors().stream()
                .map(monitor -> describe(monitor, settings.binsOf().contains(monitor.name())))
                .toList());
        BuildInfo build = new BuildInfo(Version.ofBuild(), System.getProperty("java.version"), settings.hash());
        Metrics metrics = new Metrics(board, build);
        AtomicReference<Pipeline> running = new AtomicReference<>();
        LogCounts logCounts = LogCounts.begin();
        metrics.pipeline().watch(() -> status(running.get(), logCounts));
        // Until the pipeline is there, nothing is wrong that a restart could mend.
        Health health = new Health(
                () -> running.get() == null || running.get().isHealthy(),
                () -> running.get() != null && running.get().isReady());
        // First, so that probes and scrapes are answered while Kafka is still being waited for.
        AtomicReference<Whereabouts> whereabouts = new AtomicReference<>(Whereabouts.NOT_KNOWN);
        Surroundings surroundings = new Surroundings(
                monitor -> whereabouts.get().elsewhere(monitor),
                () -> settings.shown().tree());
        StatusServer http = StatusServer.start(settings.http(), board, build, metrics, health, surroundings);
        try {
            List<MonitorListener> all = new ArrayList<>(listeners);
            all.add(0, board);
            Pipeline pipeline = Pipeline.start(
                    settings.stream().advertising(http.advertised()),
                    new ListenerFan(all),
                    metrics.pipeline(),
                    stateDirectory);
            running.set(pipeline);
            whereabouts.set(new OtherInstances(pipeline, http));
            KafkaMeters kafkaMeters =
                    new KafkaMeters(metrics.meters(), () -> pipeline.streams().metrics());
            // After the pipeline has made the alerts topic.
            Notifications notifications = Notifications.start(settings.notifications(), settings.stream(), metrics);
            return new Service(metrics, http, pipeline, kafkaMeters, logCounts, notifications);
        } catch (RuntimeException e) {
            http.close();
            metrics.close();
            logCounts.close();
            throw e;
        }
    }

    private static PipelineStatus status(Pipeline pipeline, LogCounts logCounts) {
        return pipeline == null
                ? new PipelineStatus(PipelineState.CREATED, 0, 0, 0, logCounts.byLevel())
                : new PipelineStatus(
                        state(pipeline.streams().state()),
                        pipeline.rebalances(),
                        pipeline.restoreRemaining(),
                        pipeline.threadFailures(),
                        logCounts.byLevel());
    }

    private static PipelineState state(KafkaStreams.State state) {
        return switch (state) {
            case CREATED -> PipelineState.CREATED;
            case REBALANCING -> PipelineState.REBALANCING;
            case RUNNING -> PipelineState.RUNNING;
            case PENDING_SHUTDOWN -> PipelineState.PENDING_SHUTDOWN;
            case NOT_RUNNING -> PipelineState.NOT_RUNNING;
            case PENDING_ERROR -> PipelineState.PENDING_ERROR;
            case ERROR -> PipelineState.ERROR;
        };
    }

    private static MonitorDescription describe(MonitorSettings monitor, boolean showsBins) {
        return new MonitorDescription(
                monitor.name(),
                monitor.topic(),
                monitor.window(),
                windowText(monitor.window()),
                monitor.features().stream()
                        .map(feature -> new FeatureDescription(
                                feature.name(),
                                feature.decision().minKl(),
                                feature.decision().minEvents()))
                        .toList(),
                showsBins,
                monitor.reference() instanceof ReferenceSource.Period period
                        ? Optional.of(period.to().plus(monitor.window().grace()))
                        : Optional.empty());
    }

    private static String windowText(WindowPlan window) {
        String size = DurationText.of(window.size());
        return window.size().equals(window.advance()) ? size : size + " every " + DurationText.of(window.advance());
    }

    /** Where a browser finds the status page. */
    public String url() {
        return http.url();
    }

    /** What Kafka's clients and Kafka Streams measure of themselves. */
    Map<MetricName, ? extends Metric> kafkaMetrics() {
        return pipeline.streams().metrics();
    }

    /** Waits until all partitions are assigned and all state is restored. */
    public boolean awaitRunning(Duration patience) throws InterruptedException {
        return pipeline.awaitRunning(patience);
    }

    /** Waits until the pipeline has ended by itself, which it does only by an error. */
    public boolean awaitEnded(Duration patience) throws InterruptedException {
        return pipeline.awaitEnded(patience);
    }

    /** Says that this instance will not come back once it is closed, so that the others take over at once. */
    public void leaveAtClose() {
        pipeline.leaveAtClose();
    }

    /** Commits and stops to answer; metrics are answered to the end. Its place in the group is kept for a restart, unless it leaves. */
    @Override
    public void close() {
        kafkaMeters.close();
        pipeline.close();
        notifications.close();
        http.close();
        metrics.close();
        logCounts.close();
    }
}

package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.detection.MonitorListener;
import io.kullback.exposition.Metrics;
import io.kullback.exposition.PipelineState;
import io.kullback.exposition.PipelineStatus;
import io.kullback.stream.Pipeline;
import io.kullback.stream.StreamSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/** What is exchanged when the configuration is: the pipeline, the meters of its clients, and the destinations of alerts. */
final class Engine implements AutoCloseable {

    private final Pipeline pipeline;
    private final KafkaMeters kafkaMeters;
    private final Notifications notifications;

    private Engine(Pipeline pipeline, KafkaMeters kafkaMeters, Notifications notifications) {
        this.pipeline = pipeline;
        this.kafkaMeters = kafkaMeters;
        this.notifications = notifications;
    }

    /**
     * Starts it; returns before partitions are assigned.
     *
     * @param stream the settings of the pipeline, with the address at which others find this instance
     */
    static Engine start(
            Settings settings, StreamSettings stream, MonitorListener listener, Metrics metrics, Path stateDirectory) {
        Pipeline pipeline = Pipeline.start(stream, listener, metrics.pipeline(), stateDirectory);
        KafkaMeters kafkaMeters =
                new KafkaMeters(metrics.meters(), () -> pipeline.streams().metrics());
        try {
            // After the pipeline has made the alerts topic.
            return new Engine(
                    pipeline, kafkaMeters, Notifications.start(settings.notifications(), settings.stream(), metrics));
        } catch (RuntimeException e) {
            kafkaMeters.close();
            pipeline.close();
            throw e;
        }
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** @param logMessages lines written to the log, by level */
    PipelineStatus status(Map<String, Long> logMessages) {
        return new PipelineStatus(
                state(pipeline.streams().state()),
                pipeline.rebalances(),
                pipeline.restoreRemaining(),
                pipeline.threadFailures(),
                logMessages);
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

    /** Commits and ends; its place in the group is kept, unless the pipeline was told that it leaves. */
    @Override
    public void close() {
        kafkaMeters.close();
        pipeline.close();
        notifications.close();
    }
}

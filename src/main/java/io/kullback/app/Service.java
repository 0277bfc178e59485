package io.kullback.app;

import io.kullback.config.Settings;
import io.kullback.detection.MonitorListener;
import io.kullback.exposition.Board;
import io.kullback.exposition.BuildInfo;
import io.kullback.exposition.Health;
import io.kullback.exposition.Metrics;
import io.kullback.exposition.PipelineState;
import io.kullback.exposition.PipelineStatus;
import io.kullback.exposition.Reloading;
import io.kullback.exposition.StatusServer;
import io.kullback.exposition.Surroundings;
import io.kullback.stream.KafkaUnreachableException;
import io.kullback.stream.MonitorSettings;
import io.kullback.stream.Pipeline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The whole service: wires the rooms together, starts them, exchanges what the configuration says, and ends them in reverse order. */
public final class Service implements AutoCloseable {

    /** Restoring takes seconds; where it takes longer, the exchange has succeeded all the same. */
    private static final Duration EXCHANGE_PATIENCE = Duration.ofSeconds(30);

    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Board board;
    private final BuildInfo build;
    private final Metrics metrics;
    private final LogCounts logCounts;
    private final HeldReleases held;
    private final MonitorListener listener;
    private final Path stateDirectory;
    private final StatusServer http;
    private volatile Settings settings;
    /** None before the brokers have answered for the first time, and while it is exchanged. */
    private final AtomicReference<Engine> engine = new AtomicReference<>();
    /** What the pipelines counted that were exchanged: a counter of the service never falls. */
    private volatile PipelineStatus before = PipelineStatus.CREATED;

    private Service(Settings settings, List<MonitorListener> listeners, Path stateDirectory, Reloading reloading) {
        this.settings = settings;
        this.stateDirectory = stateDirectory;
        this.board = new Board(MonitorDescriptions.of(settings));
        this.build = new BuildInfo(Version.ofBuild(), System.getProperty("java.version"), settings.hash());
        this.metrics = new Metrics(board, build);
        this.logCounts = LogCounts.begin();
        this.held = new HeldReleases(board);
        List<MonitorListener> all = new ArrayList<>(listeners);
        all.add(0, held);
        this.listener = new ListenerFan(all);
        metrics.pipeline().watch(this::status);
        // Until the pipeline is there, nothing is wrong that a restart could mend.
        Health health = new Health(
                () -> running().map(Pipeline::isHealthy).orElse(true),
                () -> running().map(Pipeline::isReady).orElse(false));
        // First, so that probes and scrapes are answered while Kafka is still being waited for.
        this.http = StatusServer.start(
                settings.http(),
                board,
                build,
                metrics,
                health,
                new Surroundings(this::elsewhere, this::shown, reloading));
    }

    /**
     * Starts everything; returns before partitions are assigned.
     *
     * @param listeners told of results beside the board
     * @param stateDirectory where the instance keeps its name
     */
    public static Service start(Settings settings, List<MonitorListener> listeners, Path stateDirectory) {
        return start(settings, listeners, stateDirectory, Reloading.NONE);
    }

    /**
     * Starts everything; returns before partitions are assigned.
     *
     * @param listeners told of results beside the board
     * @param stateDirectory where the instance keeps its name
     * @param reloading has the configuration read anew for clients
     */
    static Service start(Settings settings, List<MonitorListener> listeners, Path stateDirectory, Reloading reloading) {
        Service service = new Service(settings, listeners, stateDirectory, reloading);
        try {
            service.engine.set(service.engine(settings));
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    /** The service could not go on with a new configuration, and goes on with the one before. */
    static final class FellBackException extends Exception {
        private static final long serialVersionUID = 1L;

        FellBackException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The configuration in force. */
    Settings settings() {
        return settings;
    }

    /** Says that a configuration was offered and cannot be used. */
    void refuse() {
        build.configuration().refused();
    }

    /**
     * Puts another configuration in force. The pipeline commits, ends and starts again under its own name in the group, so that nothing is counted twice or
     * not at all; the port answers all the while.
     *
     * @param change from the configuration in force; nothing of it needs a restart
     * @throws FellBackException if the brokers do not let the new one start; the one before is in force then
     */
    void exchange(SettingsChange change) throws FellBackException, InterruptedException {
        Settings after = change.after();
        if (change.isOfThePipeline()) {
            try {
                Pipeline.requireBrokers(after.stream(), PROBE_PATIENCE);
            } catch (KafkaUnreachableException e) {
                refuse();
                throw new FellBackException(String.valueOf(e.getMessage()), e);
            }
            exchangeEngine(after);
        }
        http.reload(after.http());
        settings = after;
        build.configuration().taken(after.hash());
    }

    private void exchangeEngine(Settings after) throws FellBackException, InterruptedException {
        held.hold();
        // A member that comes back under its name is given what it had, whatever topics it asks for now.
        boolean isOfOtherTopics = !topics(settings).equals(topics(after));
        try {
            stopEngine(isOfOtherTopics);
            startEngine(after);
        } catch (RuntimeException e) {
            refuse();
            stopEngine(isOfOtherTopics);
            startEngine(settings);
            throw new FellBackException(String.valueOf(e.getMessage()), e);
        } finally {
            held.settle();
        }
    }

    private static Set<String> topics(Settings settings) {
        return settings.stream().monitors().stream()
                .map(MonitorSettings::topics)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }

    /** @param leaves whether its place in the group is given up, so that the partitions are shared out anew */
    private void stopEngine(boolean leaves) {
        Engine ended = engine.getAndSet(null);
        if (ended != null) {
            if (leaves) {
                ended.pipeline().leaveAtClose();
            }
            PipelineStatus last = ended.status(logCounts.byLevel());
            before = new PipelineStatus(
                    last.state(),
                    before.rebalances() + last.rebalances(),
                    0,
                    before.threadFailures() + last.threadFailures(),
                    last.logMessages());
            ended.close();
        }
    }

    private void startEngine(Settings with) throws InterruptedException {
        board.show(MonitorDescriptions.of(with));
        metrics.pipeline().show(MonitorDescriptions.of(with));
        Engine started = engine(with);
        engine.set(started);
        long deadline = System.nanoTime() + EXCHANGE_PATIENCE.toNanos();
        while (!started.pipeline().awaitRunning(GLANCE) && System.nanoTime() < deadline) {
            if (started.pipeline().awaitEnded(Duration.ZERO)) {
                throw new IllegalStateException("the pipeline ended while it started; the log above says why");
            }
        }
    }

    private Engine engine(Settings with) {
        return Engine.start(with, with.stream().advertising(http.advertised()), listener, metrics, stateDirectory);
    }

    /** Where a monitor is that another instance has. */
    private Optional<URI> elsewhere(String monitor) {
        return running().flatMap(pipeline -> new OtherInstances(pipeline, http).elsewhere(monitor));
    }

    private Map<String, Object> shown() {
        return settings.shown().tree();
    }

    private Optional<Pipeline> running() {
        return Optional.ofNullable(engine.get()).map(Engine::pipeline);
    }

    private PipelineStatus status() {
        Engine now = engine.get();
        PipelineStatus earlier = before;
        if (now == null) {
            return new PipelineStatus(
                    PipelineState.CREATED, earlier.rebalances(), 0, earlier.threadFailures(), logCounts.byLevel());
        }
        PipelineStatus own = now.status(logCounts.byLevel());
        return new PipelineStatus(
                own.state(),
                earlier.rebalances() + own.rebalances(),
                own.restoreRemaining(),
                earlier.threadFailures() + own.threadFailures(),
                own.logMessages());
    }

    /** Where a browser finds the status page. */
    public String url() {
        return http.url();
    }

    /** What Kafka's clients and Kafka Streams measure of themselves. */
    Map<MetricName, ? extends Metric> kafkaMetrics() {
        return running()
                .<Map<MetricName, ? extends Metric>>map(
                        pipeline -> pipeline.streams().metrics())
                .orElse(Map.of());
    }

    /** Waits until all partitions are assigned and all state is restored. */
    public boolean awaitRunning(Duration patience) throws InterruptedException {
        return engine.get().pipeline().awaitRunning(patience);
    }

    /** Waits until the pipeline has ended by itself, which it does only by an error. */
    public boolean awaitEnded(Duration patience) throws InterruptedException {
        return engine.get().pipeline().awaitEnded(patience);
    }

    /** Says that this instance will not come back once it is closed, so that the others take over at once. */
    public void leaveAtClose() {
        engine.get().pipeline().leaveAtClose();
    }

    /** Commits and stops to answer; metrics are answered to the end. Its place in the group is kept for a restart, unless it leaves. */
    @Override
    public void close() {
        stopEngine(false);
        http.close();
        metrics.close();
        logCounts.close();
    }
}

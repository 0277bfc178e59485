package io.kullback.app.demo;

import io.kullback.app.CacheFolder;
import io.kullback.app.ExitCode;
import io.kullback.app.Service;
import io.kullback.app.Shutdown;
import io.kullback.app.UserError;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.StatusServer;
import io.kullback.stream.FeatureSettings;
import io.kullback.stream.MonitorSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Half a year of flights through a real broker and the real pipeline, before one's eyes. */
@Command(
        name = "demo",
        description = {
            "Replay half a year of real flights through a Kafka broker of its own, and watch them.",
            "On 5 March 2001 a storm almost closes JFK; the mean delay of that day is ordinary."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  kullback demo", "  kullback demo --speed max --exit-when-done"})
public final class DemoCommand implements Callable<Integer> {

    private static final String CONFIGURATION = "/demo/kullback.yaml";
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    /** The first event that no one waits for any more: 2001-07-01 is the last day of the file. */
    private static final Instant END_OF_FLIGHTS = Instant.parse("2001-07-02T00:00:00Z");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            description =
                    "Seconds of event time that pass in a second. Default: ${DEFAULT-VALUE}, six months in two minutes.",
            defaultValue = "130000")
    private String speed = "130000";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of the topic. Default: ${DEFAULT-VALUE}.",
            defaultValue = "4")
    private int partitions = 4;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the page and the metrics. Default: 8080, or a free one where that is taken.")
    private Integer port;

    @Option(names = "--exit-when-done", description = "End after the last day instead of going on to serve the page.")
    private boolean exitWhenDone;

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        QuietKafka.set();
        Speed replaySpeed = replaySpeed();
        if (partitions < 1 || partitions > 1_000) {
            throw new ParameterException(spec.commandLine(), "--partitions must be between 1 and 1000");
        }
        Path folder = CacheFolder.path().resolve("demo");
        try (Shutdown shutdown = new Shutdown()) {
            terminal.line(terminal.faint("starting a Kafka broker …"));
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder)) {
                terminal.line(String.format(
                        Locale.ROOT,
                        "Kafka broker at %s, ready after %.1f s",
                        broker.bootstrapServers(),
                        secondsSince(start)));
                play(broker, replaySpeed, folder, shutdown, start);
            }
            return shutdown.exitCode();
        }
    }

    private Speed replaySpeed() {
        try {
            return Speed.parse(speed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void play(EmbeddedBroker broker, Speed replaySpeed, Path folder, Shutdown shutdown, long start)
            throws IOException, InterruptedException {
        Settings settings = settings(broker);
        MonitorSettings monitor = settings.stream().monitors().get(0);
        FlightReplay replay =
                new FlightReplay(broker.bootstrapServers(), monitor.topic(), partitions, Pace.steady(replaySpeed));
        replay.createTopic();
        DayReport report = new DayReport(
                terminal, monitor.features().stream().map(FeatureSettings::name).toList());
        try (Service service = start(settings, report, folder)) {
            if (!service.awaitRunning(START_PATIENCE)) {
                throw new UserError(ExitCode.RUNTIME, "the pipeline did not start within " + START_PATIENCE);
            }
            terminal.line(String.format(
                    Locale.ROOT,
                    "pipeline running after %.1f s; page %s, metrics %smetrics",
                    secondsSince(start),
                    terminal.bold(service.url()),
                    service.url()));
            terminal.line(terminal.faint("each line: a day, its flights, KL(day ‖ reference) of each feature in nats"));
            AtomicReference<Exception> failure = new AtomicReference<>();
            Thread sender = sender(replay, failure);
            sender.start();
            try {
                follow(replay, report, failure, shutdown, start);
            } finally {
                sender.interrupt();
                sender.join(TimeUnit.SECONDS.toMillis(5));
            }
            if (!shutdown.isAsked() && !exitWhenDone) {
                terminal.line("Still serving " + service.url() + "; Ctrl-C ends.");
                shutdown.await(Long.MAX_VALUE, TimeUnit.DAYS);
            }
            terminal.line(terminal.faint("stopping …"));
        }
    }

    private Settings settings(EmbeddedBroker broker) throws IOException {
        try (InputStream yaml = DemoCommand.class.getResourceAsStream(CONFIGURATION)) {
            if (yaml == null) {
                throw new IOException("the demo's configuration is not in the jar: " + CONFIGURATION);
            }
            return ConfigurationFile.parse(
                    new String(yaml.readAllBytes(), StandardCharsets.UTF_8),
                    "config/kullback.yaml",
                    Path.of("."),
                    Map.of("KULLBACK_KAFKA", broker.bootstrapServers()));
        }
    }

    /** On the asked port; where none was asked for and the usual one is taken, on a free one. */
    private Service start(Settings settings, DayReport report, Path folder) {
        Path state = folder.resolve("streams-" + ProcessHandle.current().pid());
        HttpSettings http = port == null ? settings.http() : settings.http().withPort(port);
        try {
            return Service.start(settings.withHttp(http), List.of(report), state);
        } catch (StatusServer.AddressInUseException e) {
            if (port != null) {
                throw e;
            }
            return Service.start(settings.withHttp(http.withPort(0)), List.of(report), state);
        }
    }

    private static Thread sender(FlightReplay replay, AtomicReference<Exception> failure) {
        Thread sender = new Thread(
                () -> {
                    try {
                        replay.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException | RuntimeException e) {
                        failure.set(e);
                    }
                },
                "kullback-demo-flights");
        sender.setDaemon(true);
        return sender;
    }

    private void follow(
            FlightReplay replay, DayReport report, AtomicReference<Exception> failure, Shutdown shutdown, long start)
            throws InterruptedException {
        ProgressLine progress = new ProgressLine(terminal, Flights.COUNT);
        while (report.closedUpTo().isBefore(END_OF_FLIGHTS)) {
            if (shutdown.await(200, TimeUnit.MILLISECONDS)) {
                terminal.endBottom();
                return;
            }
            if (failure.get() != null) {
                throw new IllegalStateException("the flights could not be sent", failure.get());
            }
            progress.show(replay.sent(), report.closedUpTo());
        }
        terminal.endBottom();
        terminal.line("");
        terminal.line(terminal.bold(report.summary()));
        terminal.line(terminal.faint(String.format(
                Locale.ROOT,
                "first result %.1f s after the start, all done after %.1f s",
                (report.firstResultNanos() - start) / 1e9,
                secondsSince(start))));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

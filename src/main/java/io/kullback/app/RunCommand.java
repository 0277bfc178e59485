package io.kullback.app;

import io.kullback.config.ConfigurationException;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.ProblemCode;
import io.kullback.config.Settings;
import io.kullback.exposition.Reloading;
import io.kullback.exposition.StatusServer;
import io.kullback.stream.MonitorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches until it is told to stop. */
@Command(
        name = "run",
        description = "Watch the topics of a configuration until told to stop.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback run config/kullback.yaml",
            "  kill -HUP PID        read the configuration anew"
        })
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where this instance keeps its name. Default: kullback in the user's cache folder.")
    private Path stateDirectory = CacheFolder.path().resolve("state");

    @Option(
            names = "--leave",
            description =
                    "When told to stop, leave for good: other instances take over at once. Without this option they wait ten"
                            + " seconds (session.timeout.ms) for this one to come back, so that a restart moves nothing.")
    private boolean leaves;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = ConfigurationFile.read(file, System.getenv());
        settings.warnings().forEach(warning -> LOG.atWarn().log("{}", warning));
        LOG.atInfo()
                .addKeyValue("version", Version.ofBuild())
                .addKeyValue("config", file + " " + settings.hash())
                .addKeyValue("kafka", settings.stream().kafka().get("bootstrap.servers"))
                .addKeyValue(
                        "monitors",
                        settings.stream().monitors().stream()
                                .map(MonitorSettings::name)
                                .collect(Collectors.joining(",")))
                .log("starting");
        long start = System.nanoTime();
        ReloadRequests requests = new ReloadRequests();
        // From the start on: a hang-up must never end what is to be read anew.
        Signals hangUp = Signals.answer(List.of("HUP"), (name, number) -> requests.ask());
        if (!hangUp.unanswered().isEmpty()) {
            LOG.atWarn()
                    .log(
                            "the signal HUP does not come here, as under nohup or with java -Xrs; to read the configuration anew without a restart, set http.reload"
                                    + " and POST /-/reload");
        }
        try {
            return run(settings, requests, start);
        } finally {
            hangUp.close();
        }
    }

    private int run(Settings settings, ReloadRequests requests, long start) throws InterruptedException {
        // While Kafka is waited for there is nothing to clean up, and a signal ends the process as it ends any other.
        Service service = start(settings, requests);
        try (Shutdown shutdown = new Shutdown(List.of("TERM", "INT"));
                service;
                requests) {
            Reload reload = new Reload(file, System.getenv(), service);
            LOG.atInfo().addKeyValue("page", service.url()).log("listening");
            boolean running = false;
            while (!shutdown.await(200, TimeUnit.MILLISECONDS)) {
                if (!running && service.awaitRunning(Duration.ZERO)) {
                    running = true;
                    LOG.atInfo()
                            .addKeyValue(
                                    "seconds",
                                    Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3)
                            .log("running");
                }
                requests.serve(reload::now);
                if (service.awaitEnded(Duration.ZERO)) {
                    throw new UserError(
                            ExitCode.RUNTIME, "the pipeline has ended by an error; the log above says which");
                }
            }
            LOG.atInfo().addKeyValue("for good", leaves).log("stopping");
            if (leaves) {
                service.leaveAtClose();
            }
            return shutdown.exitCode();
        }
    }

    private Service start(Settings settings, Reloading reloading) {
        try {
            return Service.start(settings, List.of(new LoggingListener()), stateDirectory, reloading);
        } catch (StatusServer.AddressInUseException e) {
            throw new ConfigurationException(List.of(settings.places()
                    .problem(
                            ProblemCode.ADDRESS_REFUSED,
                            "http.bind",
                            "cannot listen on " + settings.http() + ": "
                                    + e.getCause().getMessage(),
                            "Choose another address; port 0 takes a free one.")));
        }
    }
}

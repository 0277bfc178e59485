package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.ServerIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the service on this machine how it is: what a container without a shell and without curl checks its health with. */
@Command(
        name = "health",
        description = "Ask the service that runs on this machine with a configuration whether it is alive, or ready.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kullback health my.yaml",
            "  kullback health my.yaml --ready",
            "",
            "Exit codes: 0 it is, 1 it is not, or does not answer."
        })
final class HealthCommand implements Callable<Integer> {

    private static final int OK = 200;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration that it runs with.")
    private Path file = Path.of("kullback.yaml");

    @Option(
            names = "--ready",
            description =
                    "Whether its partitions are assigned and its state is restored, not only whether it is alive.")
    private boolean ready;

    @Override
    public Integer call() {
        HttpSettings http =
                ConfigurationFile.readWithoutReferences(file, System.getenv()).http();
        if (http.port() == 0) {
            throw new UserError(
                    ExitCode.RUNTIME, "the configuration takes a free port, so nobody knows where it listens");
        }
        if (http.identity().map(ServerIdentity::asksClients).orElse(false)) {
            throw new UserError(
                    ExitCode.RUNTIME,
                    "the service asks its clients for a certificate, and this command has none; probe it with one that has");
        }
        URI url = ServiceClient.urlOf(http).resolve(ready ? "/readyz" : "/livez");
        try (ServiceClient service = new ServiceClient(http.identity(), Optional.empty())) {
            ServiceClient.Reply reply = service.get(url);
            spec.commandLine().getOut().println(reply.body().strip());
            return reply.status() == OK ? ExitCode.OK.code() : ExitCode.RUNTIME.code();
        } catch (IOException e) {
            throw new UserError(ExitCode.RUNTIME, url + " does not answer: " + e.getMessage());
        }
    }
}

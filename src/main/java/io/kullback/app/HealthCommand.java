package io.kullback.app;

import io.kullback.config.ConfigurationFile;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.ServerIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.util.Timeout;
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

    private static final Timeout PATIENCE = Timeout.ofSeconds(5);
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
        URI url = URI.create((http.identity().isPresent() ? "https://" : "http://")
                + address(http)
                + (ready ? "/readyz" : "/livez"));
        try (CloseableHttpClient client = client(http.identity())) {
            return client.execute(new HttpGet(url), answer -> {
                spec.commandLine()
                        .getOut()
                        .println(EntityUtils.toString(answer.getEntity()).strip());
                return answer.getCode() == OK ? ExitCode.OK.code() : ExitCode.RUNTIME.code();
            });
        } catch (IOException e) {
            throw new UserError(ExitCode.RUNTIME, url + " does not answer: " + e.getMessage());
        }
    }

    /** A service that listens everywhere listens here. */
    private static String address(HttpSettings http) {
        return switch (http.host()) {
            case "0.0.0.0" -> "127.0.0.1:" + http.port();
            case "::" -> "[::1]:" + http.port();
            default -> http.toString();
        };
    }

    private static CloseableHttpClient client(Optional<ServerIdentity> identity) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(PATIENCE)
                        .setSocketTimeout(PATIENCE)
                        .build());
        // The certificate is made out to a name that this machine need not have; but it is known which one it is.
        identity.ifPresent(own -> connections.setTlsSocketStrategy(
                new DefaultClientTlsStrategy(trusting(own), NoopHostnameVerifier.INSTANCE)));
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(PATIENCE).build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .build();
    }

    private static SSLContext trusting(ServerIdentity own) {
        try {
            return SSLContextBuilder.create()
                    .loadTrustMaterial(null, (chain, type) -> chain[0].equals(own.certificate()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }
}

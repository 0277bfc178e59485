package io.kullback.app;

import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.ServerIdentity;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;
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

/** Asks a running service over HTTP, as commands do that know its configuration. */
final class ServiceClient implements AutoCloseable {

    private static final Timeout PATIENCE = Timeout.ofSeconds(5);

    private final CloseableHttpClient client;
    private final Optional<String> token;

    /**
     * @param identity what the service speaks TLS with
     * @param token shown to the service
     */
    ServiceClient(Optional<ServerIdentity> identity, Optional<String> token) {
        this.client = client(identity);
        this.token = token;
    }

    /** What was answered. */
    record Reply(int status, String body) {}

    /** Where a service of this configuration is found on this machine, such as {@code https://127.0.0.1:8080}. */
    static URI urlOf(HttpSettings http) {
        return URI.create((http.identity().isPresent() ? "https://" : "http://") + address(http));
    }

    /** A service that listens everywhere listens here. */
    private static String address(HttpSettings http) {
        return switch (http.host()) {
            case "0.0.0.0" -> "127.0.0.1:" + http.port();
            case "::" -> "[::1]:" + http.port();
            default -> new HttpSettings(http.host(), http.port()).toString();
        };
    }

    /** @throws IOException if nobody answers */
    Reply get(URI url) throws IOException {
        HttpGet request = new HttpGet(url);
        token.ifPresent(shown -> request.setHeader("Authorization", "Bearer " + shown));
        return client.execute(request, answer -> new Reply(answer.getCode(), EntityUtils.toString(answer.getEntity())));
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

    @Override
    public void close() throws IOException {
        client.close();
    }
}

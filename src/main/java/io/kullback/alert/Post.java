package io.kullback.alert;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts JSON to one URL. Connects to no address but those that the guard has seen, follows no redirect, keeps no cookie and uses no proxy of the environment.
 *
 * <p>The JDK's own client would do, but that it cannot be told which address to connect to: between the guard's look at a name and its own, the name could change.
 */
final class Post implements AutoCloseable {

    private final URI url;
    private final CloseableHttpClient client;

    /** @param patience how long to wait for a connection, and for each part of an answer */
    Post(URI url, Duration patience, AddressGuard guard) {
        this(url, patience, guard, SystemDefaultDnsResolver.INSTANCE);
    }

    Post(URI url, Duration patience, AddressGuard guard, DnsResolver names) {
        this.url = url;
        Timeout timeout = Timeout.of(patience);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new GuardedNames(guard, names))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Kullback")
                .build();
    }

    private record GuardedNames(AddressGuard guard, DnsResolver names) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = names.resolve(host);
            guard.require(host, Arrays.asList(addresses));
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return names.resolveCanonicalHostname(host);
        }
    }

    /** Sends a body; an answer that does not come is an answer, too. */
    Reply send(String json, Map<String, String> headers) {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        try {
            int status = client.execute(request, answer -> answer.getCode());
            return Reply.ofStatus(status);
        } catch (AddressGuard.ForbiddenAddressException e) {
            return new Reply(Reply.Kind.UNAVAILABLE, e.getMessage());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Reply(Reply.Kind.UNAVAILABLE, reason);
        }
    }

    /** What the receiver is called where it must not show what its URL may hide, such as a token in the path. */
    static String nameOf(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}

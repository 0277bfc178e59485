package io.kullback.exposition;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's own port: metrics, probes, the read-only API and the status page. */
public final class StatusServer implements AutoCloseable {

    private static final int MOST_THREADS = 16;
    private static final int MOST_CONNECTIONS = 64;
    private static final int LONGEST_HEADER = 8_192;
    private static final long LONGEST_BODY = 1 << 20;
    private static final long IDLE_MILLIS = 10_000;
    private static final long CROWDED_IDLE_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);
    private static final long STOP_MILLIS = 2_000;

    private final Server server;
    private final ServerConnector connector;
    private final Answers answers;
    private final Events events;
    private final Optional<SslContextFactory.Server> tls;
    private volatile HttpSettings settings;

    private StatusServer(
            Server server,
            ServerConnector connector,
            Answers answers,
            Events events,
            Optional<SslContextFactory.Server> tls,
            HttpSettings settings) {
        this.server = server;
        this.connector = connector;
        this.answers = answers;
        this.events = events;
        this.tls = tls;
        this.settings = settings;
    }

    /** The address could not be bound: another process has it, or the machine does not. */
    public static final class AddressInUseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AddressInUseException(HttpSettings settings, Throwable cause) {
            super(
                    "cannot listen on " + settings + ": " + cause.getMessage()
                            + ". Choose another address as http.bind, or with --port; port 0 takes a free one.",
                    cause);
        }
    }

    /**
     * Starts to listen.
     *
     * @throws AddressInUseException if the address cannot be bound
     */
    public static StatusServer start(
            HttpSettings settings,
            Board board,
            BuildInfo build,
            Metrics metrics,
            Health health,
            Surroundings surroundings) {
        settings.warnings().forEach(LOG::warn);
        return start(settings, board, build, metrics, health, surroundings, IDLE_MILLIS);
    }

    /** A server that knows of no other instances and shows no configuration. */
    public static StatusServer start(
            HttpSettings settings, Board board, BuildInfo build, Metrics metrics, Health health) {
        return start(settings, board, build, metrics, health, Surroundings.NONE);
    }

    /** @param slowMillis within which a request has to arrive as a whole */
    static StatusServer start(
            HttpSettings settings,
            Board board,
            BuildInfo build,
            Metrics metrics,
            Health health,
            Surroundings surroundings,
            long slowMillis) {
        return start(settings, board, build, metrics, health, surroundings, slowMillis, clockOfTheMachine());
    }

    private static Scheduler clockOfTheMachine() {
        return new ScheduledExecutorScheduler("kullback-http-clock", false);
    }

    /**
     * A server whose clock is another than the machine's.
     *
     * @param clock by which events are sent, and slow and idle clients are looked for; it ends with the server
     */
    static StatusServer start(
            HttpSettings settings,
            Board board,
            BuildInfo build,
            Metrics metrics,
            Health health,
            Surroundings surroundings,
            long slowMillis,
            Scheduler clock) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("kullback-http");
        threads.setDaemon(true);
        Server server = new Server(threads, clock, null);
        Optional<SslContextFactory.Server> tls = settings.identity().map(StatusServer::tls);
        ServerConnector connector = new ServerConnector(server, 1, 1, protocols(tls));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.addBean(new SlowClients(connector, slowMillis));
        server.addConnector(connector);
        // At the limit new clients wait, and idle ones have to go soon.
        NetworkConnectionLimit connections = new NetworkConnectionLimit(MOST_CONNECTIONS, connector);
        connections.setEndPointIdleTimeout(CROWDED_IDLE_MILLIS);
        server.addBean(connections);
        Api api = new Api(board, build, health, surroundings);
        Events events = new Events(board.changes(), connector.getScheduler());
        connector.addBean(events);
        Answers answers = new Answers(new Routes(api, health), metrics, surroundings.reloading(), events, settings);
        SizeLimitHandler sizes = new SizeLimitHandler(LONGEST_BODY, -1);
        sizes.setHandler(answers);
        server.setHandler(sizes);
        server.setErrorHandler(quietErrors());
        server.setStopTimeout(STOP_MILLIS);
        try {
            server.start();
        } catch (IOException e) {
            stop(server);
            throw new AddressInUseException(settings, e.getCause() == null ? e : e.getCause());
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException("the HTTP server did not start", e);
        }
        return new StatusServer(server, connector, answers, events, tls, settings);
    }

    private static ConnectionFactory[] protocols(Optional<SslContextFactory.Server> tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LONGEST_HEADER);
        // A feature's name may hold a slash or a percent sign; paths are split before they are decoded.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "names", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING));
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        // Which name the client meant is the client's to check; probes and scrapes often come by address.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {new SslConnectionFactory(tls.get(), plain.getProtocol()), plain};
    }

    private static SslContextFactory.Server tls(ServerIdentity identity) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        prove(tls, identity);
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        return tls;
    }

    private static void prove(SslContextFactory tls, ServerIdentity identity) {
        try {
            tls.setKeyStore(identity.keyStore());
            tls.setKeyStorePassword(ServerIdentity.STORE_PASSWORD);
            if (identity.asksClients()) {
                tls.setTrustStore(identity.trustStore());
                ((SslContextFactory.Server) tls).setNeedClientAuth(true);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate was read but cannot be used", e);
        }
    }

    /**
     * Answers by other settings from the next request on, and with another certificate from the next connection on.
     *
     * @throws IllegalArgumentException if these are of another address, or the one speaks TLS, or asks clients for certificates, and the other does not
     */
    public void reload(HttpSettings others) {
        if (!isSamePort(others)) {
            throw new IllegalArgumentException("one port cannot become another: " + settings + ", " + others);
        }
        others.warnings().forEach(LOG::warn);
        others.identity().ifPresent(identity -> tls.ifPresent(server -> renew(server, identity)));
        settings = others;
        answers.reload(others);
    }

    private static void renew(SslContextFactory.Server tls, ServerIdentity identity) {
        try {
            tls.reload(context -> prove(context, identity));
        } catch (Exception e) {
            throw new IllegalStateException("the certificate was read but cannot be used", e);
        }
    }

    private boolean isSamePort(HttpSettings others) {
        return settings.host().equals(others.host())
                && settings.port() == others.port()
                && settings.isTls() == others.isTls()
                && settings.asksClients() == others.asksClients();
    }

    /** Of our own mistakes a client learns the status and no more. */
    private static ErrorHandler quietErrors() {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        errors.setShowOrigin(false);
        return errors;
    }

    /** The port that is listened on, also where a free one was asked for. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where other instances say that this one is found: as configured, else the address that is listened on. */
    public String advertised() {
        return settings.advertised(port());
    }

    /** Where a browser finds the page. */
    public String url() {
        return (settings.identity().isPresent() ? "https://" : "http://") + settings.withPort(port()) + "/";
    }

    @Override
    public void close() {
        // A server that stops waits for answers that are not finished, and these never are.
        events.end();
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (TimeoutException e) {
            // It has stopped all the same; a client that kept its connection busy was cut off.
            LOG.atDebug().addKeyValue("millis", STOP_MILLIS).log("clients were cut off");
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }
}

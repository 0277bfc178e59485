package io.kullback.exposition;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The service's own port: metrics, probes, the read-only API and the status page. */
public final class StatusServer implements AutoCloseable {

    private static final int MOST_THREADS = 16;
    private static final long STOP_MILLIS = 2_000;
    /** Nothing from elsewhere, nothing inline: names from data can then never become code. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Server server;
    private final ServerConnector connector;
    private final HttpSettings settings;

    private StatusServer(Server server, ServerConnector connector, HttpSettings settings) {
        this.server = server;
        this.connector = connector;
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
            HttpSettings settings, Board board, BuildInfo build, Metrics metrics, Health health) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("kullback-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(8_192);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(30_000);
        server.addConnector(connector);
        server.setHandler(new Answers(new Routes(new BoardJson(board, build), health), metrics));
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
        return new StatusServer(server, connector, settings);
    }

    /** The port that is listened on, also where a free one was asked for. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Where a browser finds the page. */
    public String url() {
        return "http://" + settings.withPort(port()) + "/";
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }

    /** One request, one answer. */
    private static final class Answers extends Handler.Abstract {
        private final Routes routes;
        private final Metrics metrics;

        Answers(Routes routes, Metrics metrics) {
            this.routes = routes;
            this.metrics = metrics;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            String path = Request.getPathInContext(request);
            boolean isHead = HttpMethod.HEAD.is(request.getMethod());
            Answer answer;
            if (!isHead && !HttpMethod.GET.is(request.getMethod())) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                answer = Answer.text(405, "only GET and HEAD are served");
            } else if (path.equals("/metrics")) {
                answer = metrics(request, response);
            } else {
                answer = routes.get(path, query(request));
            }
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            response.getHeaders().put("Content-Security-Policy", CONTENT_POLICY);
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.getHeaders().put("Referrer-Policy", "no-referrer");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            response.write(true, isHead ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
            return true;
        }

        private Answer metrics(Request request, Response response) throws IOException {
            ExpositionFormatWriter writer = metrics.writer(String.join(",", values(request, HttpHeader.ACCEPT)));
            ByteArrayOutputStream body = new ByteArrayOutputStream(65_536);
            boolean zipped =
                    values(request, HttpHeader.ACCEPT_ENCODING).stream().anyMatch(value -> value.contains("gzip"));
            if (zipped) {
                response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            }
            try (OutputStream out = zipped ? new GZIPOutputStream(body) : body) {
                metrics.write(writer, out);
            }
            return new Answer(200, writer.getContentType(), body.toByteArray());
        }

        private static List<String> values(Request request, HttpHeader header) {
            return request.getHeaders().getValuesList(header);
        }

        private static Map<String, String> query(Request request) {
            Map<String, String> query = new HashMap<>();
            for (Fields.Field field : Request.extractQueryParameters(request)) {
                query.put(field.getName(), field.getValue());
            }
            return query;
        }
    }
}

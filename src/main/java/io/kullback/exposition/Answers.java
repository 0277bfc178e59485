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
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One request, one answer. */
final class Answers extends Handler.Abstract {
    /** Nothing from elsewhere, nothing inline: names from data can then never become code. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** A smaller answer fits into a few packets as it is. */
    private static final int WORTH_PACKING = 16_384;

    private final Routes routes;
    private final Metrics metrics;
    private final ReloadRoute reloadRoute;
    private final Events events;
    private volatile Gate gate;

    Answers(Routes routes, Metrics metrics, Reloading reloading, Events events, HttpSettings settings) {
        this.routes = routes;
        this.metrics = metrics;
        this.reloadRoute = new ReloadRoute(reloading, settings.reloads());
        this.events = events;
        this.gate = new Gate(settings.credentials());
    }

    /** Answers by other settings from the next request on. */
    void reload(HttpSettings settings) {
        gate = new Gate(settings.credentials());
        reloadRoute.open(settings.reloads());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        String path = Request.getPathInContext(request);
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("Content-Security-Policy", CONTENT_POLICY);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        Gate.Decision decision = gate.decide(path, String.join(",", values(request, HttpHeader.AUTHORIZATION)));
        boolean isToListen = path.equals(Events.PATH) && HttpMethod.GET.is(request.getMethod());
        if (isToListen && decision == Gate.Decision.ADMITTED && events.listen(response, callback)) {
            return true;
        }
        Answer answer = switch (decision) {
            case ADMITTED -> isToListen ? noRoomToListen(response) : admitted(path, request, response);
            case REFUSED -> refused(path, response);
            case BUSY -> refusal(path, Refusal.BUSY, "too many passwords are being checked; try again in a second");
        };
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        response.write(true, isHead ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private Answer admitted(String path, Request request, Response response) throws IOException {
        if (reloadRoute.isMeant(request.getMethod(), path)) {
            return reloadRoute.post(
                    String.join(",", values(request, HttpHeader.ORIGIN)),
                    String.join(",", values(request, HttpHeader.HOST)));
        }
        if (!HttpMethod.HEAD.is(request.getMethod()) && !HttpMethod.GET.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            return refusal(path, Refusal.ONLY_READING, "only GET and HEAD are served");
        }
        return path.equals("/metrics")
                ? metrics(request, response)
                : packed(routes.get(path, query(request)), request, response);
    }

    private static Answer noRoomToListen(Response response) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, 10);
        return Answer.problem(
                Refusal.TOO_MANY_LISTEN, "Ask " + Api.ROOT + "/monitors from time to time instead.", Map.of());
    }

    /** Windows are much alike: packed, a long answer is a tenth as long. */
    private static Answer packed(Answer answer, Request request, Response response) throws IOException {
        if (answer.body().length < WORTH_PACKING || !takesGzip(request)) {
            return answer;
        }
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        ByteArrayOutputStream body = new ByteArrayOutputStream(answer.body().length / 4);
        try (OutputStream out = new GZIPOutputStream(body)) {
            out.write(answer.body());
        }
        return new Answer(answer.status(), answer.contentType(), body.toByteArray());
    }

    private static boolean takesGzip(Request request) {
        return values(request, HttpHeader.ACCEPT_ENCODING).stream().anyMatch(value -> value.contains("gzip"));
    }

    /** In the API for programs, elsewhere for people. */
    private static Answer refusal(String path, Refusal refusal, String text) {
        return Api.has(path) ? Answer.problem(refusal, text, Map.of()) : Answer.text(refusal.status(), text);
    }

    private static Answer refused(String path, Response response) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"kullback\", charset=\"UTF-8\"");
        response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"kullback\"");
        return refusal(path, Refusal.NOT_ADMITTED, "a user's password or a token is needed");
    }

    private Answer metrics(Request request, Response response) throws IOException {
        ExpositionFormatWriter writer = metrics.writer(String.join(",", values(request, HttpHeader.ACCEPT)));
        ByteArrayOutputStream body = new ByteArrayOutputStream(65_536);
        boolean zipped = takesGzip(request);
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

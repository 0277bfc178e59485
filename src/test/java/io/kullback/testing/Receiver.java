package io.kullback.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes what is posted to it on a free port of 127.0.0.1, and answers as the test wants. */
public final class Receiver implements AutoCloseable {

    /** The status that stands for no answer at all. */
    public static final int SILENCE = 0;

    /**
     * What was posted.
     *
     * @param headers by their names in small letters, the first value of each
     */
    public record Posted(String path, Map<String, String> headers, String body, int answer) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Posted> posted = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile int status;

    private Receiver(int port, int status) {
        this.status = status;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** A receiver that answers with a status. */
    public static Receiver answering(int status) {
        return new Receiver(0, status);
    }

    /** A receiver that comes back where one was. */
    public static Receiver at(int port, int status) {
        return new Receiver(port, status);
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int answer = status;
        synchronized (posted) {
            posted.add(new Posted(exchange.getRequestURI().toString(), headers, body, answer));
        }
        try {
            if (answer == SILENCE) {
                closing.await();
            } else {
                if (answer / 100 == 3) {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                }
                exchange.sendResponseHeaders(answer, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    /** Answers otherwise from now on. */
    public void answer(int other) {
        status = other;
    }

    /** All that was posted so far. */
    public List<Posted> posted() {
        synchronized (posted) {
            return List.copyOf(posted);
        }
    }

    /** What was posted and answered with success. */
    public List<Posted> accepted() {
        return posted().stream().filter(post -> post.answer() / 100 == 2).toList();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

package io.kullback.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The webhook at the end of the way: what Alertmanager tells people. */
final class AlertReceiver implements AutoCloseable {

    /** One alert in one message, such as {@code firing KullbackAbsent}. */
    record Told(String status, String alert, long nanoTime) {
        boolean is(String what) {
            return (status + " " + alert).equals(what);
        }
    }

    private final HttpServer server;
    private final List<Told> told = new CopyOnWriteArrayList<>();

    AlertReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode message = new ObjectMapper().readTree(exchange.getRequestBody());
            long now = System.nanoTime();
            message.get("alerts")
                    .forEach(alert -> told.add(new Told(
                            alert.get("status").asText(),
                            alert.at("/labels/alertname").asText(),
                            now)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/alerts";
    }

    /** All that was told so far, each once for every message. */
    List<String> all() {
        return told.stream().map(each -> each.status() + " " + each.alert()).toList();
    }

    /** Whether something was told after an instant of {@link System#nanoTime}. */
    boolean wasTold(String what, long since) {
        return told.stream().anyMatch(each -> each.is(what) && each.nanoTime() > since);
    }

    /** How long after an instant of {@link System#nanoTime} something was first told. */
    Duration after(long since, String what) {
        return told.stream()
                .filter(each -> each.is(what) && each.nanoTime() > since)
                .findFirst()
                .map(each -> Duration.ofNanos(each.nanoTime() - since))
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

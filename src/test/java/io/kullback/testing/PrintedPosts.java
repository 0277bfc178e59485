package io.kullback.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A receiver for a container of its own: prints the body of whatever is posted to port 9095 as one line. Needs nothing but Java. */
public final class PrintedPosts {

    private static final int PORT = 9095;
    private static final int NO_CONTENT = 204;

    private PrintedPosts() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(body.replace("\n", " "));
            exchange.sendResponseHeaders(NO_CONTENT, -1);
            exchange.close();
        });
        server.start();
    }
}

package io.kullback.exposition;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection on which server-sent events are asked for. It reads when it is told to, and has little room for what has not been read. */
final class Listener implements AutoCloseable {

    private static final int ROOM = 262_144;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader in;
    private final String head;

    private Listener(Socket socket, BufferedReader in, String head) {
        this.socket = socket;
        this.in = in;
        this.head = head;
    }

    /**
     * Asks for the events and reads the answer as far as its headers go.
     *
     * @param headers whole lines
     */
    static Listener to(int port, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(ROOM);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        StringBuilder request = new StringBuilder("GET " + Events.PATH + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), ROOM);
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return new Listener(socket, in, head.toString());
    }

    /** The status line and the headers. */
    String head() {
        return head;
    }

    /** The next event, its name and its data in one line; waits for it. */
    String next() throws IOException {
        String name = after("event: ");
        String data = after("data: ");
        after("");
        return name + " " + data;
    }

    /** The monitors of the next event, which has to be one of a change. */
    List<String> monitors() throws IOException {
        String event = next();
        if (!event.startsWith("changed ")) {
            throw new AssertionError("no change, but " + event);
        }
        List<String> monitors = new ArrayList<>();
        new ObjectMapper()
                .readTree(event.substring("changed ".length()))
                .get("monitors")
                .forEach(name -> monitors.add(name.asText()));
        return monitors;
    }

    private String after(String beginning) throws IOException {
        String line = in.readLine();
        if (line == null || !line.startsWith(beginning) || beginning.isEmpty() && !line.isEmpty()) {
            throw new AssertionError("'" + beginning + "' was to come next, but there is " + line);
        }
        return line.substring(beginning.length());
    }

    /** What still comes until the stream ends; then hangs up, as a browser does. */
    String rest() {
        try (this) {
            StringBuilder rest = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                rest.append((char) next);
            }
            return rest.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

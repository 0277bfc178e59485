package io.kullback.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A network between clients and a server, on a free port of 127.0.0.1, that a test can slow down, cut and reset. Each direction of each connection has a
 * reader and a writer with a queue between them, so that a delay holds bytes up without making them fewer.
 */
public final class TcpLink implements AutoCloseable {

    private static final int CHUNK = 65_536;
    private static final long LOOK_MILLIS = 20;

    /** Bytes on their way, and when they may arrive. */
    private static final class Piece {
        private final byte[] bytes;
        private final long dueNanos;

        Piece(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile long delayNanos;
    private volatile boolean cut;

    private TcpLink(ServerSocket listener) {
        this.listener = listener;
    }

    /** Listens; leads nowhere until {@link #leadTo}. */
    public static TcpLink open() {
        try {
            TcpLink link = new TcpLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            link.run("accept", link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leads new connections to a port of 127.0.0.1. */
    public void leadTo(int port) {
        target = port;
    }

    /** Where clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Lets bytes arrive so much later, in each direction; zero passes them at once. */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Lets nothing through, and says so to nobody: connections stay open at both ends, and new ones are accepted but get no answer. */
    public void cut() {
        cut = true;
    }

    /** Lets everything through again, first what was held up. */
    public void mend() {
        cut = false;
    }

    /** Closes the server's side of every connection, and leaves the clients' open, which hear nothing of it and nothing any more: half-open. */
    public void forget() {
        sockets.stream().filter(socket -> socket.getPort() == target).forEach(TcpLink::close);
    }

    /** Resets every connection at both ends. */
    public void reset() {
        sockets.forEach(socket -> {
            try {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // Closed already.
                return;
            }
            close(socket);
        });
    }

    private void run(String name, Runnable task) {
        Thread thread = new Thread(task, "link-" + port() + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                sockets.add(client);
                run("connect", () -> connect(client));
            } catch (SocketException e) {
                // Closed by the test.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Socket client) {
        try {
            awaitPassage();
            Socket server = new Socket();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 1_000);
            sockets.add(server);
            carry(client, server);
            carry(server, client);
        } catch (IOException e) {
            // Nobody is there, as a client without the link would find.
            end(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Piece> onTheirWay = new LinkedBlockingQueue<>();
        run("read", () -> {
            byte[] buffer = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    onTheirWay.add(new Piece(Arrays.copyOf(buffer, read), System.nanoTime() + delayNanos));
                }
                onTheirWay.add(new Piece(new byte[0], System.nanoTime() + delayNanos));
            } catch (IOException e) {
                if (!isForgotten(from)) {
                    onTheirWay.add(new Piece(new byte[0], System.nanoTime()));
                }
            }
        });
        run("write", () -> {
            try {
                OutputStream out = to.getOutputStream();
                for (Piece piece = onTheirWay.take(); piece.bytes.length > 0; piece = onTheirWay.take()) {
                    for (long left = piece.dueNanos - System.nanoTime();
                            left > 0;
                            left = piece.dueNanos - System.nanoTime()) {
                        TimeUnit.NANOSECONDS.sleep(left);
                    }
                    awaitPassage();
                    out.write(piece.bytes);
                }
                awaitPassage();
                end(to);
                end(from);
            } catch (IOException e) {
                // A forgotten server takes nothing more, and its client is not told.
                if (!isForgotten(to)) {
                    end(from);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Closed by the link itself, not by who is at its other end. */
    private boolean isForgotten(Socket socket) {
        return socket.isClosed();
    }

    private void awaitPassage() throws InterruptedException {
        while (cut) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(TcpLink::close);
    }
}

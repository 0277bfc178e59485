package io.kullback.exposition;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Hangs up on clients that keep sending without ever finishing a request. An idle timeout does not see them, since every byte starts it anew, and a few dozen of
 * them would take all connections there are.
 */
final class SlowClients extends AbstractLifeCycle {

    /** What a connection had done by the last look: bytes, and whole requests. */
    private record Seen(long bytes, long requests) {}

    private final ServerConnector connector;
    private final long patienceMillis;
    private final Map<EndPoint, Seen> seen = new HashMap<>();
    private Scheduler.Task next = () -> true;

    /** @param patienceMillis between two looks; a request may take as long, and at most twice as long, to arrive */
    SlowClients(ServerConnector connector, long patienceMillis) {
        this.connector = connector;
        this.patienceMillis = patienceMillis;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        next.cancel();
    }

    private void schedule() {
        next = connector.getScheduler().schedule(this::look, patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        Map<EndPoint, Seen> before = Map.copyOf(seen);
        seen.clear();
        for (EndPoint client : connector.getConnectedEndPoints()) {
            Seen now = of(client.getConnection());
            Seen then = before.get(client);
            if (then != null && now.bytes() > then.bytes() && now.requests() == then.requests()) {
                client.close();
            } else {
                seen.put(client, now);
            }
        }
        if (isRunning()) {
            schedule();
        }
    }

    private static Seen of(Connection connection) {
        if (connection == null) {
            return new Seen(0, 0);
        }
        if (connection instanceof SslConnection tls) {
            Connection inner = tls.getSslEndPoint().getConnection();
            return new Seen(tls.getBytesIn(), inner == null ? 0 : inner.getMessagesIn());
        }
        return new Seen(connection.getBytesIn(), connection.getMessagesIn());
    }
}

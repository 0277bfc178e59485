package io.kullback.exposition;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Tells pages that something changed, as server-sent events; what it is they fetch. Twice a second at most it is told in which monitors, and every five seconds
 * that the service is there.
 */
final class Events extends AbstractLifeCycle {

    static final String PATH = Api.ROOT + "/events";
    static final String TYPE = "text/event-stream";

    /** A quarter of the connections: pages that are only open must not keep scrapes and probes out. */
    static final int MOST_LISTENERS = 16;

    private static final long TICK_MILLIS = 500;

    /** Well before the connector gives up a connection on which nothing is said. */
    private static final int TICKS_OF_SILENCE = 10;

    private final Changes changes;
    private final Scheduler scheduler;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean isEnding;
    private Scheduler.Task next = () -> true;
    private int ticks;

    Events(Changes changes, Scheduler scheduler) {
        this.changes = changes;
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        next.cancel();
        end();
    }

    private void schedule() {
        next = scheduler.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        Set<String> changed = changes.take();
        ticks = changed.isEmpty() ? ticks + 1 : 0;
        if (!changed.isEmpty() || ticks >= TICKS_OF_SILENCE) {
            ticks = 0;
            streams.forEach(stream -> stream.tell(changed));
        }
        if (isRunning()) {
            schedule();
        }
    }

    /**
     * Takes a listener in, if there is room for one more.
     *
     * @param response with the headers that every answer has
     * @return false when there is no room; nothing has been answered then
     */
    boolean listen(Response response, Callback answer) {
        if (isEnding) {
            return false;
        }
        if (open.incrementAndGet() > MOST_LISTENERS) {
            open.decrementAndGet();
            return false;
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        // So that the connection ends with the stream; and that no proxy collects events to send them together.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response, answer, this::gone);
        streams.add(stream);
        stream.tell(Set.of());
        if (isEnding) {
            end();
        }
        return true;
    }

    private void gone(EventStream stream) {
        if (streams.remove(stream)) {
            open.decrementAndGet();
        }
    }

    /** Ends all streams at once and takes in no more. */
    void end() {
        isEnding = true;
        streams.forEach(EventStream::end);
    }
}

package io.kullback.exposition;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;

/**
 * One listener to the server-sent events. It holds no thread: a write is begun, and what changes until it has gone out is told by the next one, so that a slow
 * reader costs one set of names however long it takes.
 */
final class EventStream {

    private final Content.Sink out;
    private final Callback answer;
    private final Consumer<EventStream> gone;
    private final Set<String> untold = new TreeSet<>();
    private boolean isWriting;
    private boolean isOver;

    /**
     * A stream to which nothing has been written.
     *
     * @param answer to be ended with it
     * @param gone told when the stream has ended because nobody reads it any more
     */
    EventStream(Content.Sink out, Callback answer, Consumer<EventStream> gone) {
        this.out = out;
        this.answer = answer;
        this.gone = gone;
    }

    /**
     * Says in which monitors something changed.
     *
     * @param monitors none where it is only to be said that the service is there
     */
    void tell(Set<String> monitors) {
        synchronized (this) {
            untold.addAll(monitors);
        }
        write();
    }

    /** Ends the answer as soon as what is being written has gone out. */
    void end() {
        synchronized (this) {
            if (isOver) {
                return;
            }
            isOver = true;
            if (isWriting) {
                return;
            }
        }
        answer.succeeded();
    }

    private void write() {
        byte[] event;
        synchronized (this) {
            if (isWriting || isOver) {
                return;
            }
            event = BoardJson.event(untold);
            untold.clear();
            isWriting = true;
        }
        out.write(false, ByteBuffer.wrap(event), Callback.from(this::written, this::failed));
    }

    private void written() {
        boolean isMoreToTell;
        boolean isToEnd;
        synchronized (this) {
            isWriting = false;
            isToEnd = isOver;
            isMoreToTell = !untold.isEmpty();
        }
        if (isToEnd) {
            answer.succeeded();
        } else if (isMoreToTell) {
            write();
        }
    }

    private void failed(Throwable cause) {
        synchronized (this) {
            isWriting = false;
            isOver = true;
        }
        gone.accept(this);
        answer.failed(cause);
    }
}
